"""What a later edition does to a dossier, in every part that its page can have."""

from __future__ import annotations

from dataclasses import replace

from certflow.web.pages import (
    AnswerTold,
    Counts,
    DayShown,
    Error,
    ImpactPage,
    Link,
    Passage,
    StepTold,
    TextMoved,
    ValueMove,
)
from certflow.web.showing.differing import differing
from tests.web.samples.scene import HOME, Say, digest, head


def impact_pages(t: Say) -> dict[str, object]:
    page = _page(t)
    told = t("Give the reason for going over to this edition; it stays in the history.", "Вкажіть причину.")
    return {
        "impact": page,
        "impact-error": replace(page, errors=(Error(told, "reason"),)),
        "impact-cannot": replace(
            page, cannot=t("The accountable manager decides.", "Вирішує відповідальний керівник.")
        ),
        "impact-nothing": replace(
            page,
            counts=Counts(),
            values=(),
            reopened=(),
            reworded=(),
            carried=(),
            ended=(),
            changed=(),
            new=(),
            answers=(),
            asked=(),
            asked_more=0,
        ),
    }


def _page(t: Say) -> ImpactPage:
    changed, editorial = t("changed", "змінено"), t("other words, same meaning", "інші слова, той самий зміст")
    aircraft, link = Passage(t("The aircraft", "Апарат")), Passage(t("The link is fit", "Канал придатний"))
    return ImpactPage(
        dossier=head(t),
        edition=Link("sora@2.6-easa", "/checklists/sora@2.6-easa"),
        present=Link("sora@2.5-easa", "/checklists/sora@2.5-easa"),
        compare=Link(t("What became of each requirement", "Що сталося з кожною вимогою"), "/checklists/compare"),
        days=(
            DayShown(t("It applies since 1 Sep 2026.", "Вона діє з 1 вересня 2026.")),
            DayShown(t("Italy: mandatory from 1 Jun 2028.", "Італія: обов'язкова з 1 червня 2028."), gone=13),
            DayShown(
                t("Spain: mandatory from 1 Nov 2026.", "Іспанія: обов'язкова з 1 листопада 2026."), past=True, gone=100
            ),
        ),
        counts=Counts(carried=17, reworded=2, reopened=3, ended=1, answers=84, again=2, asked=5),
        values=(ValueMove("SAIL", "II", "III", "", f"{HOME}/why/sail"),),
        reopened=(
            StepTold(
                "OSO#06",
                link,
                f"{HOME}/steps/oso-06",
                "material",
                changed,
                t("approved by Giulia Parodi and Олена Шевченко", "схвалили Giulia Parodi й Олена Шевченко"),
                (
                    t("Its words changed.", "Його слова змінилися."),
                    t("The level moved from Low to Medium.", "Рівень став середнім."),
                ),
                (_text(t),),
                Passage(t("The latency counts too.", "Затримка теж важить.")),
            ),
        ),
        reworded=(
            StepTold(
                "OSO#17",
                aircraft,
                f"{HOME}/steps/oso-17",
                "editorial",
                editorial,
                texts=(_text(t), _text(t), _text(t), _text(t)),
            ),
        ),
        carried=(StepTold("1.1", aircraft, f"{HOME}/steps/aircraft", "unchanged", t("unchanged", "без змін")),),
        ended=(StepTold("OSO#12", aircraft, "/checklists/oso-12", "withdrawn", t("withdrawn", "вилучено")),),
        changed=(StepTold("OSO#20", aircraft, f"{HOME}/steps/oso-20", "tightened", t("tightened", "посилено")),),
        new=(StepTold("11.8", aircraft, "/checklists/new", "new", t("new", "нове")),),
        answers=(
            AnswerTold(
                Passage(t("Highest speed", "Найбільша швидкість")),
                "35 m/s",
                t("It is asked anew.", "Треба дати знову."),
            ),
        ),
        asked=(Link(t("Highest speed", "Найбільша швидкість"), "/checklists/speed"),) * 3,
        asked_more=2,
        untouched=4,
        note=Passage(t("Latency counts.", "Затримка важить.")),
        action=f"{HOME}/editions/2.6-easa",
        shown=digest("i"),
    )


def _text(t: Say) -> TextMoved:
    before = t("The link holds in all weather of the operation.", "Канал працює за будь-якої погоди польоту.")
    after = t(
        "The link holds, with its latency, in all weather.", "Канал працює, разом із затримкою, за будь-якої погоди."
    )
    return TextMoved(t("Requirement", "Вимога"), before, after, *differing(before, after))
