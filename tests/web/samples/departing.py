"""Waivers and other means, issues, markings, and what is taken over from another dossier."""

from __future__ import annotations

from dataclasses import replace

from certflow.web.pages import (
    AskPage,
    CarriedShown,
    Decision,
    DeparturePage,
    Error,
    IssuePage,
    Link,
    MarkingForm,
    MarkPage,
    Needed,
    OfferShown,
    OpenIssuePage,
    Option,
    Passage,
    Person,
    PositionShown,
    TakeOverPage,
    Wording,
)
from tests.web.samples.scene import HOME, KRYLO, LIGURE, Say, digest, head
from tests.web.samples.steps import step


def departing_pages(t: Say) -> dict[str, object]:
    """Every state of these pages, by name."""
    asked, issue, offers = _departure(t), _issue(t), _take_over(t)
    return {
        "waiver-ask": AskPage(
            head(t), step(t), "waiver", f"{HOME}/steps/oso-08/waiver", _needed(t), t("28 May 2027", "28 травня 2027")
        ),
        "waiver-ask-errors": AskPage(
            head(t),
            step(t),
            "alternative",
            f"{HOME}/steps/oso-08/alternative",
            _needed(t),
            until_must=False,
            errors=(Error(t("Say by which means instead.", "Назвіть інший засіб."), "instead"),),
        ),
        "waiver-asked": replace(asked, grant_action="/g", refuse_action="/r", withdraw_action="/w"),
        "waiver-ended": replace(
            asked, state="ended", ending=t("Its last day has passed.", "Її останній день минув."), decisions=_granted(t)
        ),
        "issue-open": OpenIssuePage(head(t), step(t), f"{HOME}/steps/oso-08/issues/new", _sorts(t)),
        "issue": replace(issue, position_action="/p", decide_action="/d", withdraw_action="/w", verdicts=_verdicts(t)),
        "issue-settled": replace(
            issue,
            state="accepted",
            decision=t("The winch test stands in for it.", "Її замінює випробування лебідки."),
            effect=t("OSO#08 refers to the report.", "OSO#08 посилається на звіт."),
            decided=t("Giulia Parodi, 21 Nov 2026", "Giulia Parodi, 21 листопада 2026"),
        ),
        "mark": _mark(t),
        "take-over": TakeOverPage(head(t), (Link(t("Gabbiano over fields", "Gabbiano над полями"), "/dossiers/1"),)),
        "take-over-offers": offers,
        "take-over-nothing": replace(offers, offers=()),
    }


def _needed(t: Say) -> tuple[Needed, ...]:
    return (
        Needed(t("1 approval by: Safety manager", "1 схвалення: керівник з безпеки"), False),
        Needed(t("not by who asked", "не тим, хто просив"), None),
    )


def _person(t: Say) -> Person:
    return Person("Олена Шевченко", KRYLO, t("Compliance", "Відповідність"))


def _granted(t: Say) -> tuple[Decision, ...]:
    who = Person("Giulia Parodi", LIGURE, t("Technical reviewer", "Технічний рецензент"))
    return (Decision("approved", who, t("21 Nov 2026", "21 листопада 2026"), digest=digest("g")),)


def _departure(t: Say) -> DeparturePage:
    return DeparturePage(
        head(t),
        step(t),
        "waiver",
        "asked",
        t("The simulator is out of service until May.", "Тренажер не працює до травня."),
        t("Every flight is watched by a second pilot.", "За кожним польотом стежить другий пілот."),
        t("28 May 2027", "28 травня 2027"),
        _person(t),
        t("20 Nov 2026", "20 листопада 2026"),
        digest("w"),
        _needed(t),
    )


def _sorts(t: Say) -> tuple[Option, ...]:
    return (
        Option("special_condition", Passage(t("Special condition", "Спеціальна умова"))),
        Option("interpretation", Passage(t("Interpretation", "Тлумачення")), chosen=True),
    )


def _verdicts(t: Say) -> tuple[Option, ...]:
    return (
        Option("accepted", Passage(t("Accepted", "Прийнято"))),
        Option("not_accepted", Passage(t("Not accepted", "Не прийнято"))),
    )


def _issue(t: Say) -> IssuePage:
    return IssuePage(
        head(t),
        step(t),
        t("Does a winch test count as a flight test?", "Чи є випробування лебідкою льотним?"),
        t("Interpretation", "Тлумачення"),
        "open",
        t("The standard names flight tests only.", "Стандарт називає лише льотні випробування."),
        _person(t),
        t("20 Nov 2026", "20 листопада 2026"),
        (
            PositionShown(
                LIGURE, t("It does: the loads are the same.", "Є: навантаження ті самі."), "Giulia Parodi", "21 Nov"
            ),
            PositionShown(KRYLO),
        ),
    )


def _mark(t: Say) -> MarkPage:
    full = Option("full", Passage(t("Handed over", "Передається")), chosen=True)
    attested = Option("attest_only", Passage(t("Only attested", "Лише засвідчується")))
    return MarkPage(
        head(t),
        t("Mark “winch-tests.csv”", "Позначити «winch-tests.csv»"),
        f"{HOME}/evidence/1/mark",
        MarkingForm(
            sharing=(full, attested),
            audience=(Option("", Passage(t("As the step says", "Як каже крок")), chosen=True),),
            ground=(Option("background", Passage(t("Background", "Набуте раніше"))),),
            classification=(Option("unclassified", Passage(t("Unclassified", "Нетаємно")), chosen=True),),
            words=(Wording("mark.export", t("Export control", "Експортний контроль"), "EU 2021/821 9A012"),),
        ),
        Link(t("Back to the step", "Назад до кроку"), f"{HOME}/steps/oso-08"),
    )


def _take_over(t: Say) -> TakeOverPage:
    return TakeOverPage(
        head(t),
        (),
        t("Gabbiano over fields", "Gabbiano над полями"),
        f"{HOME}/take-over/1",
        (
            OfferShown(
                "row-1",
                t("OSO#11 Procedures for failing systems", "OSO#11 Процедури на випадок відмов"),
                Link("OSO#08", f"{HOME}/steps/oso-08"),
                t("covers part of it", "охоплює частину"),
                (
                    CarriedShown(
                        t("How is it met?", "Як це виконано?"), t("By part B of the manual.", "Частиною B керівництва.")
                    ),
                ),
            ),
        ),
    )
