"""Other answers side by side, and the cheapest way to SAIL II."""

from __future__ import annotations

from dataclasses import replace

from certflow.web.pages import (
    ComparedCell,
    ComparedPart,
    ComparedRow,
    Error,
    GoalGroup,
    LeverField,
    Link,
    Option,
    Passage,
    Tried,
    WaysThere,
    WayThere,
    WhatIfPage,
)
from tests.web.samples.scene import HOME, Say, head, why

ADDRESS = f"{HOME}/what-if"


def row(head: str, *told: str, levels: bool = False, code: str = "", href: str = "") -> ComparedRow:
    cells = tuple(
        ComparedCell("" if levels else each, each if levels else "", differs=each != told[0]) for each in told
    )
    return ComparedRow(Passage(head), cells, code, href)


def parts(t: Say) -> tuple[ComparedPart, ...]:
    falls, holds = t("would fall", "втратить чинність"), t("would hold", "лишиться чинним")
    statement, report = (
        t("Designer's statement of compliance", "Заява розробника про відповідність"),
        t("EASA design verification report", "Звіт EASA про перевірку конструкції"),
    )
    return (
        ComparedPart(
            t("Requirements derived", "Виведені вимоги"),
            (
                row(t("Final ground risk class", "Кінцевий клас наземного ризику"), "4", "5", "3", "3"),
                row("SAIL", "III", "IV", "II", "II", href=why("sail")),
                row(t("Proof of the design", "Підтвердження конструкції"), statement, report, report, statement),
            ),
        ),
        ComparedPart(
            t("What would be asked for", "Що вимагалося б"),
            (
                row(t("Steps that apply", "Кроки, що застосовуються"), "28", "31", "26", "25"),
                row(t("Approvals to collect", "Схвалення, які треба зібрати"), "46", "50", "35", "33"),
            ),
        ),
        ComparedPart(
            t("Levels that would move", "Рівні, що змінилися б"),
            (
                row(
                    t("Effects of impact reduced", "Наслідки удару зменшено"),
                    "medium",
                    "not_required",
                    "high",
                    "medium",
                    levels=True,
                    code="M2",
                    href=f"{HOME}/steps/mitigation-m2",
                ),
                row(
                    t("Operational procedures are defined and followed", "Експлуатаційні процедури визначено"),
                    "high",
                    "high",
                    "medium",
                    "medium",
                    levels=True,
                    code="OSO#08",
                    href=f"{HOME}/steps/oso-08",
                ),
                row(
                    t("Designed for adverse conditions", "Розраховано на несприятливі умови"),
                    "medium",
                    "high",
                    "not_required",
                    "undecided",
                    levels=True,
                    code="OSO#24",
                    href=f"{HOME}/steps/oso-24",
                ),
            ),
        ),
        ComparedPart(
            t("Approvals that would fall", "Схвалення, що втратили б чинність"),
            (
                ComparedRow(
                    Passage(t("Operational procedures are defined and followed", "Експлуатаційні процедури визначено")),
                    (
                        ComparedCell(t("approved by Bohdan Kovalenko", "схвалив Богдан Коваленко")),
                        ComparedCell(holds),
                        ComparedCell(falls, differs=True),
                        ComparedCell(falls, differs=True),
                    ),
                    "OSO#08",
                    f"{HOME}/steps/oso-08",
                ),
            ),
        ),
    )


def ways(t: Say) -> WaysThere:
    softened = t("M2 the impact is softened", "M2 удар пом'якшено")
    return WaysThere(
        t("Cheapest way to SAIL II or less", "Найдешевший шлях до SAIL II або нижче"),
        (
            WayThere(
                "3",
                (t("M1(A) people are sheltered: Low (1 class)", "M1(A) люди в укритті: Низький (1 клас)"),),
                (
                    t("Steps: 27 instead of 28", "Кроки: 27 замість 28"),
                    t("Approvals: 36 instead of 46", "Схвалення: 36 замість 46"),
                ),
                ((Link(t("M1(A) Sheltering", "M1(A) Укриття людей"), f"{HOME}/steps/mitigation-m1a"), "low"),),
                14,
                (Link("OSO#08", f"{HOME}/steps/oso-08"), Link("OSO#09", f"{HOME}/steps/oso-09")),
                f"{ADDRESS}?option=m1a=low",
            ),
            WayThere(
                "62",
                (
                    t(f"{softened}: High (2 classes)", f"{softened}: Високий (2 класи)"),
                    t("Top of the operational volume: 150 m", "Верхня межа об'єму: 150 м"),
                ),
                (t("Approvals: 35 instead of 46", "Схвалення: 35 замість 46"),),
                ((Link(t("M2 Effects of impact", "M2 Наслідки удару"), f"{HOME}/steps/mitigation-m2"), "high"),),
                13,
                (),
                f"{ADDRESS}?option=m2=high",
            ),
        ),
        t(
            "677 of 36,288 combinations were looked at. Every other one does what one of these does, and more.",
            "Розглянуто 677 із 36 288 поєднань. Кожне інше робить те саме, що одне з цих, і ще щось.",
        ),
        (Link(t("Highest population density", "Найбільша густота населення"), f"{HOME}/steps/ground-risk"),),
        (
            t(
                "No containment level allows this adjacent area at this SAIL.",
                "Жоден рівень утримання не допускає такої зони.",
            ),
        ),
        f"{ADDRESS}?option=m1a=low&option=m2=high",
    )


def what_if_pages(t: Say) -> dict[str, object]:
    """The page in its states: fresh, compared, with an answer that cannot be read, with nothing found."""
    softened = t("M2 the impact is softened", "M2 удар пом'якшено")
    none, medium, high = t("No credit", "Без зниження"), t("Medium (1 class)", "Середній"), t("High", "Високий")
    options = (Option("none", Passage(none)), Option("high", Passage(high)))
    fresh = WhatIfPage(
        dossier=head(t),
        action=ADDRESS,
        tried=(),
        parts=(),
        levers=(
            LeverField("m2", Passage(softened), medium, options, all_href=f"{ADDRESS}?option=m2=none"),
            LeverField("max_speed_m_s", Passage(t("Maximum speed", "Найбільша швидкість")), "33 m/s", unit="m/s"),
        ),
        goals=(
            GoalGroup(
                "SAIL",
                tuple(
                    Option(f"sail={one}", Passage(t(f"SAIL {one} or less", f"SAIL {one} або нижче")), "", one == "II")
                    for one in ("I", "II", "III")
                ),
            ),
        ),
    )
    columns = (
        Tried(),
        Tried((f"{softened}: {none}",), f"{ADDRESS}?option=m2=high"),
        Tried((f"{softened}: {high}",), f"{ADDRESS}?option=m2=none"),
        Tried((t("Is the ground a controlled area? Yes", "Чи є земля контрольованою зоною? Так"),), ADDRESS),
    )
    compared = replace(
        fresh,
        tried=columns,
        parts=parts(t),
        keep=(("option", "m2=none"), ("option", "m2=high")),
        keep_goal=(("reach", "sail=II"),),
        found=ways(t),
    )
    wrong = Error(t("Enter a number, such as 35 or 2.5.", "Введіть число, як-от 35 або 2,5."), "try.max_speed_m_s")
    return {
        "what_if": fresh,
        "what_if-compared": compared,
        "what_if-full": replace(compared, full=True, found=replace(ways(t), ways=(), answer_first=(), compare_href="")),
        "what_if-reached": replace(fresh, found=WaysThere(ways(t).title, (WayThere("0", ()),), ""), errors=(wrong,)),
    }
