"""The picture of the derivation, what moved, and why."""

from __future__ import annotations

from dataclasses import replace

from certflow.web.pages import (
    Because,
    Grid,
    Ladder,
    Lane,
    Link,
    Moved,
    Passage,
    RuleTable,
    Rung,
    StepMove,
    ValueMove,
    Voided,
    WhyPage,
)
from certflow.web.showing.chain import chain_pictures
from tests.web.samples.scene import HOME, Say, head, why

SAIL_ROWS = (
    ("≤ 2", ("I", "II", "IV", "VI")),
    ("3", ("II", "II", "IV", "VI")),
    ("4", ("III", "III", "IV", "VI")),
    ("5", ("IV", "IV", "IV", "VI")),
    ("6", ("V", "V", "V", "VI")),
    ("7", ("VI", "VI", "VI", "VI")),
)


IGRC_ROWS = (
    ("controlled", ("1", "1", "2", "3", "3")),
    ("< 5", ("2", "3", "4", "5", "6")),
    ("< 50", ("3", "4", "5", "6", "7")),
    ("< 500", ("4", "5", "6", "7", "8")),
    ("< 5 000", ("5", "6", "7", "8", "9")),
    ("< 50 000", ("6", "7", "8", "9", "10")),
    ("> 50 000", ("7", "8", "–", "–", "–")),
)


def ladder(t: Say, *, moved: bool = False) -> Ladder:
    ground = Lane(
        t("Ground risk", "Ризик на землі"),
        (
            Rung(
                "igrc",
                t("Intrinsic GRC", "Власний GRC"),
                "6",
                t("3 m, 35 m/s, < 5 000/km²", "3 м, 35 м/с, < 5 000/км²"),
                why("igrc"),
                moved=moved,
            ),
            Rung(
                "final_grc",
                t("Final GRC", "Остаточний GRC"),
                "4",
                t("shelter −1, M2 −1", "укриття −1, M2 −1"),
                why("final_grc"),
                moved=moved,
            ),
        ),
    )
    air = Lane(
        t("Air risk", "Ризик у повітрі"),
        (
            Rung(
                "initial_arc",
                t("Initial ARC", "Початковий ARC"),
                "ARC-c",
                t("AEC 9, urban", "AEC 9, місто"),
                why("initial_arc"),
            ),
            Rung(
                "residual_arc",
                t("Residual ARC", "Залишковий ARC"),
                "ARC-b",
                t("local density 1", "місцева щільність 1"),
                why("residual_arc"),
            ),
        ),
    )
    outcomes = (
        Rung("tmpr", t("Tactical mitigation", "Тактичне пом’якшення"), t("Low", "Низький"), href=why("tmpr")),
        Rung(
            "containment",
            t("Containment", "Стримування"),
            t("Medium", "Середній"),
            t("sheltering not applicable", "без урахування укриття"),
            why("containment"),
        ),
        Rung(
            "design_proof",
            t("Design proof", "Доказ конструкції"),
            t("Statement", "Заява"),
            t("designer’s statement of compliance", "заява розробника про відповідність"),
            why("design_proof"),
        ),
    )
    return Ladder((ground, air), Rung("sail", "SAIL", "III", "", why("sail"), moved=moved), outcomes)


def open_ladder(t: Say) -> Ladder:
    ask = (
        Link(
            t("highest population density", "найвища щільність населення"),
            f"{HOME}/steps/step-2#answer.population_density_km2",
        ),
    )
    whole = ladder(t)
    ground = replace(
        whole.lanes[0],
        rungs=(
            Rung("igrc", t("Intrinsic GRC", "Власний GRC"), href=why("igrc"), waits_for=ask),
            Rung("final_grc", t("Final GRC", "Остаточний GRC"), href=why("final_grc")),
        ),
    )
    outcomes = (
        whole.outcomes[0],
        Rung("containment", t("Containment", "Стримування"), href=why("containment")),
        Rung("design_proof", t("Design proof", "Доказ конструкції"), href=why("design_proof")),
    )
    return Ladder(
        (ground, whole.lanes[1]),
        Rung("sail", "SAIL", "", t("II to VI possible", "можливі II–VI"), why("sail")),
        outcomes,
    )


def sail_grid(t: Say, here: tuple[int | None, int | None] = (2, 1)) -> Grid:
    return Grid(
        t("SAIL from final GRC and residual ARC", "SAIL за остаточним GRC і залишковим ARC"),
        t("Final GRC", "Остаточний GRC"),
        t("Residual ARC", "Залишковий ARC"),
        ("a", "b", "c", "d"),
        SAIL_ROWS,
        here,
        "S.4.7",
    )


def moved(t: Say) -> Moved:
    because = t("SAIL is now III", "SAIL тепер III")
    return Moved(
        cause=t(
            "You changed “Highest population density” from 380 to 2 300 people/km².",
            "Ви змінили «Найвища щільність населення» з 380 на 2 300 осіб/км².",
        ),
        values=(
            ValueMove(
                t("Intrinsic GRC", "Власний GRC"),
                "5",
                "6",
                t("2 300 lies in the band below 5 000 (suburban)", "2 300 потрапляє у смугу до 5 000 (передмістя)"),
                why("igrc"),
            ),
            ValueMove(
                t("Final GRC", "Остаточний GRC"),
                "3",
                "4",
                t("the same credits of −2 apply", "діють ті самі зниження, −2"),
                why("final_grc"),
            ),
            ValueMove(
                "SAIL",
                "II",
                "III",
                t("row 4, column b of the SAIL table", "рядок 4, стовпець b таблиці SAIL"),
                why("sail"),
            ),
        ),
        steps=(
            StepMove(
                Passage("OSO#02 Competent designer and producer"),
                "not_required",
                "low",
                because,
                f"{HOME}/steps/oso-02",
            ),
            StepMove(Passage("OSO#08 Operational procedures"), "medium", "high", because, f"{HOME}/steps/oso-08"),
            StepMove(
                Passage("OSO#24 Design for adverse environments"),
                "not_required",
                "medium",
                because,
                f"{HOME}/steps/oso-24",
            ),
        ),
        voided=(
            Voided(
                Passage("OSO#08 Operational procedures"),
                t("approved by Giulia Parodi", "схвалила Giulia Parodi"),
                t(
                    "It covered level medium; the step is now at high.",
                    "Схвалення стосувалося середнього рівня; тепер рівень високий.",
                ),
                f"{HOME}/steps/oso-08",
            ),
        ),
    )


def why_page(t: Say) -> WhyPage:
    def answered(title: str, value: str, who: str) -> Because:
        return Because(
            title,
            value,
            t("Answered by {} on 20 Nov 2026.", "Відповідь: {}, 20 лист. 2026.").format(who),
            "answer",
            href=f"{HOME}/steps/step-2",
        )

    igrc = Because(
        t("Intrinsic GRC", "Власний GRC"),
        "6",
        t(
            "3 m and 35 m/s fit the second column; 2 300 people/km² lies in the row below 5 000.",
            "3 м і 35 м/с відповідають другому стовпцю; 2 300 осіб/км² потрапляє в рядок до 5 000.",
        ),
        source="SORA 2.5, S.4.2",
        grid=Grid(
            t("Intrinsic ground risk class", "Власний клас ризику на землі"),
            t("People per km²", "Осіб на км²"),
            t("Dimension and speed, up to", "Розмір і швидкість, до"),
            ("1 m · 25 m/s", "3 m · 35 m/s", "8 m · 75 m/s", "20 m · 120 m/s", "40 m · 200 m/s"),
            IGRC_ROWS,
            (4, 1),
        ),
        inputs=(
            answered(t("Characteristic dimension", "Характерний розмір"), "3.0 m", "Marco Bianchi"),
            answered(t("Highest population density", "Найвища щільність населення"), "2 300 /km²", "Олена Шевченко"),
        ),
    )
    final = Because(
        t("Final GRC", "Остаточний GRC"),
        "4",
        t(
            (
                "6, less 1 for sheltering, less 1 for reduced impact; not below 1, the value of the controlled "
                "ground area."
            ),
            "6, мінус 1 за укриття, мінус 1 за зменшення удару; не нижче 1.",
        ),
        source="SORA 2.5, S.4.3",
        rule="max(igrc - credit_m1a - credit_m1b - credit_m1c - credit_m2, floor)",
        inputs=(igrc, answered("M1(A)", t("low", "низький"), "Олена Шевченко")),
    )
    table = RuleTable(
        t("Initial air risk class", "Початковий клас ризику в повітрі"),
        (
            t("Environment", "Середовище"),
            t("Height", "Висота"),
            t("Airspace", "Простір"),
            t("Surroundings", "Довкола"),
            "AEC",
            "ARC",
        ),
        (
            (t("atypical or segregated", "нетипове"), "-", "-", "-", "12", "ARC-a"),
            (t("airport, heliport", "аеродром"), "-", "B, C, D", "-", "1", "ARC-d"),
            ("-", "≥ 152.4 m", t("uncontrolled", "неконтрольований"), t("urban", "місто"), "4", "ARC-c"),
            ("-", "< 152.4 m", t("uncontrolled", "неконтрольований"), t("urban", "місто"), "9", "ARC-c"),
            ("-", "< 152.4 m", t("uncontrolled", "неконтрольований"), t("rural", "село"), "10", "ARC-b"),
        ),
        2,
        3,
        "SORA 2.5, S.4.4",
    )
    arc = Because(
        t("Residual ARC", "Залишковий ARC"),
        "ARC-b",
        t(
            "The local density claim of 1 lowers ARC-c by one class.",
            "Заявлена місцева щільність 1 знижує ARC-c на один клас.",
        ),
        source="SORA 2.5, S.4.5",
        inputs=(
            Because(
                t("Initial ARC", "Початковий ARC"),
                "ARC-c",
                t("Row 4 is the first that fits.", "Рядок 4 підходить першим."),
                table=table,
                inputs=(answered(t("Surroundings", "Довкола"), t("urban", "місто"), "Олена Шевченко"),),
            ),
            Because(
                t("Common structures", "Спільні структури"),
                "",
                t(
                    "Nobody has answered this yet; it could lower the class further, never below b.",
                    "На це ще не відповіли; клас може знизитися, але не нижче b.",
                ),
                "unknown",
                href=f"{HOME}/steps/step-5",
            ),
        ),
    )
    sail = Because(
        "SAIL",
        "III",
        t("Final GRC 4 meets residual ARC b.", "Остаточний GRC 4 і залишковий ARC b."),
        grid=sail_grid(t),
        source="SORA 2.5, S.4.7",
        inputs=(final, arc),
    )
    return WhyPage(
        head(t),
        t("Why SAIL is III", "Чому SAIL дорівнює III"),
        sail,
        Link(t("Back to the dossier", "Назад до досьє"), HOME),
        pictures=chain_pictures(sail),
    )
