"""The inbox and the review of a step."""

from __future__ import annotations

from dataclasses import replace

from certflow.web.pages import AnswerShown, Change, Covered, InboxPage, InboxRow, Option, Passage, ReviewPage, Rung
from tests.web.samples.scene import HOME, KRYLO, LIGURE, Say, digest, head, why
from tests.web.samples.steps import decisions, evidence, needed, step


def inbox(t: Say) -> InboxPage:
    dossier = head(t).title
    votes = t("1 of 2", "1 з 2")
    mine = tuple(
        InboxRow(
            dossier,
            code,
            Passage(title),
            f"{HOME}/steps/{code.lower()}/review",
            level,
            who,
            organisation,
            when,
            votes,
            t("Technical review for the designer", "Технічна рецензія від розробника"),
        )
        for code, title, level, who, organisation, when in (
            (
                "OSO#08",
                t(
                    "Operational procedures are defined, validated and adhered to",
                    "Експлуатаційні процедури визначені, перевірені та виконуються",
                ),
                "high",
                "Олена Шевченко",
                KRYLO,
                t("yesterday, 14:10", "вчора, 14:10"),
            ),
            (
                "OSO#01",
                "Ensure the operator is competent and proven",
                "medium",
                "Олена Шевченко",
                KRYLO,
                t("3 days", "3 дні"),
            ),
            (
                "OSO#06",
                t("C3 link performance is adequate", "Характеристики лінії C3 достатні"),
                "low",
                "Тарас Гнатюк",
                KRYLO,
                t("5 days", "5 днів"),
            ),
        )
    )
    other = InboxRow(
        dossier,
        "OSO#05",
        Passage("System safety and reliability"),
        f"{HOME}/steps/oso-05/review",
        "low",
        "Marco Bianchi",
        LIGURE,
        t("today, 08:20", "сьогодні, 08:20"),
        t("0 of 2", "0 з 2"),
        cannot=t("You prepared it, so someone else must decide.", "Ви його готували, тож вирішує хтось інший."),
    )
    return InboxPage(mine, (other,))


def review(t: Say) -> ReviewPage:
    by, when = "Олена Шевченко", t("21 Nov 2026", "21 лист. 2026")
    covered = Covered(
        step=replace(step(t), state="submitted", guidance=None),
        answers=(
            AnswerShown(
                Passage(t("Where do the procedures stand?", "Де викладено процедури?")),
                "OM Part B, issue 3, B-4.2",
                by=by,
                when=when,
            ),
            AnswerShown(
                Passage(t("Flight test hours behind the contingency procedures", "Години льотних випробувань")),
                "412.5",
                t("hours", "год"),
                by,
                when,
                True,
                "380.0",
            ),
            AnswerShown(
                Passage(t("What do the flight tests cover?", "Що охоплюють льотні випробування?")),
                t(
                    "The whole envelope, with wind, icing and loss of link",
                    "Усю область, з вітром, обмерзанням і втратою зв’язку",
                ),
                by=by,
                when=when,
            ),
            AnswerShown(
                Passage(t("Known deviations, and what is done about them", "Відомі відхилення та заходи щодо них")),
                (
                    "Під час випробувань 14 вересня при боковому вітрі 11 м/с перехід у режим висіння тривав на 4 с "
                    "довше, ніж описано."
                ),
                by=by,
                when=when,
                lang="uk",
            ),
            AnswerShown(
                Passage(
                    t("Is crew resource management trained every year?", "Чи проводиться щорічна підготовка з CRM?")
                ),
                "",
            ),
        ),
        evidence=tuple(replace(item, remove_action="") for item in evidence(t)),
        derived=(
            Rung("sail", "SAIL", "III", t("final GRC 4, ARC-b", "GRC 4, ARC-b"), why("sail")),
            Rung(
                "design_proof",
                t("Design proof", "Доказ конструкції"),
                t("Statement", "Заява"),
                "",
                why("design_proof"),
            ),
        ),
        digest=digest("covered"),
    )
    return ReviewPage(
        head(t),
        covered,
        needed(t),
        decisions(t),
        changes=(
            Change(
                "answer",
                t("Flight test hours behind the contingency procedures", "Години льотних випробувань"),
                "380.0",
                "412.5",
                by,
                when,
            ),
            Change("evidence", "LV3-FT-0117", "", t("added, 11.8 MB", "додано, 11,8 МБ"), "Marco Bianchi", when),
            Change(
                "level",
                "OSO#08",
                t("Medium", "Середній"),
                t("High: SAIL rose from II to III", "Високий: SAIL зріс з II до III"),
            ),
        ),
        since=t("since Giulia Parodi returned it on 18 Nov 2026", "відколи Giulia Parodi повернула його 18 лист. 2026"),
        approve_action=f"{HOME}/steps/oso-08/approve",
        return_action=f"{HOME}/steps/oso-08/return",
        meanings=(
            Option(
                "reviewed",
                Passage(
                    t(
                        "I reviewed it; it meets the requirement as claimed",
                        "Я перевірив(-ла); вимогу виконано, як заявлено",
                    )
                ),
            ),
            Option(
                "accepted",
                Passage(t("I accept it for my organisation", "Приймаю від імені своєї організації")),
                t("Needs authority to bind the organisation.", "Потрібні повноваження діяти від її імені."),
            ),
        ),
    )
