"""The question page with every kind of several parts, and the page that brings rows from a spreadsheet."""

# ruff: noqa: E501 - a sample and its translation read best on one line each

from __future__ import annotations

from dataclasses import replace

from certflow.web.pages import (
    Calculation,
    Column,
    Ending,
    Field,
    FieldRow,
    Link,
    Option,
    Passage,
    PutIn,
    RowsPage,
    StepPage,
)
from tests.web.samples.scene import HOME, Say, head


def kinds(t: Say) -> tuple[Field, ...]:
    """One field of each kind of several parts."""
    return (
        _rows(t),
        Field("reports", "evidence", Passage(t("Which reports show it?", "Які звіти це показують?")), options=(
            Option("a1", Passage("ax6-termination-tests.pdf", "und"), "240 kB, 21 Nov 2026", chosen=True),
            Option("b2", Passage("звіт-випробувань-2026.pdf", "und"), "1.2 MB, 22 Nov 2026"),
        )),
        Field("none_yet", "evidence", Passage(t("Which certificate covers it?", "Який сертифікат це охоплює?"))),
        _counter(t),
        Field("agreement", "decision", Passage(t("What did the authority decide?", "Що вирішив орган?")), parts=(
            ("by", "ENAC"), ("reference", "27-118"), ("on.day", "3"), ("on.month", "11"), ("on.year", "2026"),
            ("conditions", t("By day only.", "Лише вдень.")),
        ), options=(
            Option("pending", Passage(t("Pending", "Очікується"))),
            Option("refused", Passage(t("Refused", "Відмовлено"))),
            Option("granted_with_conditions", Passage(t("Granted with conditions", "Надано з умовами")), chosen=True),
            Option("granted", Passage(t("Granted", "Надано"))),
        )),
        Field("permit", "expiry", Passage(t("Until when does the permit hold?", "До коли діє дозвіл?")),
              parts=(("on.day", "1"), ("on.month", "11"), ("on.year", "2026")),
              ending=Ending(t("Expires on 1 Nov 2026", "Діє до 1 лист. 2026"), past=True)),
        Field("kept", "duration", Passage(t("How long are records kept?", "Як довго зберігають записи?")),
              parts=(("amount", "3"), ("unit", "years")),
              options=(Option("years", Passage(t("years", "років")), chosen=True),
                       Option("months", Passage(t("months", "місяців"))))),
        Field("tested_in", "date", Passage(t("Tested in", "Випробувано в")), parts=(("month", "4"), ("year", "2026")),
              precision="month"),
        Field("tester", "party", Passage(t("Which organisation tested it?", "Яка організація випробувала?")), options=(
            Option("ligure", Passage("Aeronautica Ligure"), t("Designer", "Розробник"), chosen=True),
            Option("krylo", Passage("Крило Логістика"), t("Operator", "Експлуатант")),
        )),
        Field("site", "place", Passage(t("Where was it tested?", "Де випробувано?")),
              parts=(("latitude", "49.255"), ("longitude", "23.8526"))),
        Field("width", "calculation", Passage(t("Width of the contingency volume", "Ширина об'єму на випадок відхилень")),
              calculation=Calculation("29.5 m", "S_CV = (S_GNSS + S_Pos + S_K + V0 × tR + S_CM), rounded up to a multiple of 0.1",
                                      "", (
                  PutIn("V0", t("Highest speed over the ground in the volume", "Найбільша швидкість відносно землі в об'ємі"), "12 m/s"),
                  PutIn("tR", t("Reaction time", "Час реакції"), "1 s"),
                  PutIn("S_CM", t("Width of the contingency manoeuvre", "Ширина маневру"), "≈\u202f10.483 m"),
              ), f"{HOME}/why/derived/width")),
        Field("open", "calculation", Passage(t("Calculated buffer", "Розрахований буфер")),
              calculation=Calculation("", "", t("Not known yet. Still to be answered: Glide ratio.",
                                                "Ще не відомо. Бракує відповідей: Аеродинамічна якість."))),
    )  # fmt: skip


def _rows(t: Say) -> Field:
    columns = (
        Column(Passage(t("Part", "Частина"))),
        Column(Passage(t("Mass", "Маса")), "kg"),
        Column(Passage(t("Critical?", "Критична?"))),
        Column(Passage(t("Made on", "Виготовлено")), "", True),
        Column(Passage(t("Shown in", "Показано в")), "", True),
    )
    rows = [("Wing", "2.5", "yes", "2026-01-31"), (t("Undercarriage", "Шасі"), "0.75", "no", ""), ("", "", "", "")]
    return Field(
        "pieces", "rows", Passage(t("Parts of the aircraft", "Частини апарата")), columns=columns, none_offered=True,
        import_href=f"{HOME}/rows", error=t("Row 3, “Part”: Enter an answer.", "Рядок 3, «Частина»: Введіть відповідь."),
        rows=tuple(FieldRow(at, tuple(_cells(t, at, columns, row))) for at, row in enumerate(rows, 1)),
    )  # fmt: skip


def _cells(t: Say, at: int, columns: tuple[Column, ...], row: tuple[str, ...]) -> list[Field]:
    yes_no = [("yes", t("Yes", "Так")), ("no", t("No", "Ні"))]
    kinds = ("text", "number", "yes_no", "date", "reference")
    return [
        Field(
            f"pieces.{at}.c{place}", kind, column.title, value=value, unit=column.unit, optional=column.optional,
            options=tuple(Option(each, Passage(label), chosen=each == value) for each, label in yes_no),
        )
        for place, (kind, column, value) in enumerate(zip(kinds, columns, (*row, ""), strict=True))
    ]  # fmt: skip


def _counter(t: Say) -> Field:
    columns = (Column(Passage(t("Date", "Дата"))), Column(Passage(t("Amount", "Кількість")), "h", True),
               Column(Passage(t("Where it is logged, or why it starts anew", "Де записано, або чому знову")), "", True))  # fmt: skip
    entries = [("2026-06-30", "188.5", "AX6-LB, 13–19"), ("2026-10-31", "141.2", "AX6-LB, 20–24")]
    return Field(
        "flown", "counter", Passage(t("Hours flown without loss of control", "Години без утрати керування")),
        parts=(("configuration", "AX-6, software 4.2"),), columns=columns, total="329.7 h",
        rows=tuple(
            FieldRow(at, tuple(
                Field(f"flown.{at}.c{place}", kind, column.title, value=value, unit=column.unit, optional=column.optional)
                for place, (kind, column, value) in enumerate(zip(("date", "number", "text"), columns, entry, strict=True))
            ))
            for at, entry in enumerate(entries, 1)
        ),
    )  # fmt: skip


def kinds_pages(t: Say, page: StepPage) -> dict[str, object]:
    """The question page of a step with these fields, and the page that brings rows in."""
    return {
        "step-kinds": replace(page, fields=kinds(t), errors=()),
        "step-rows": RowsPage(
            dossier=head(t),
            question=Passage(t("Parts of the aircraft", "Частини апарата")),
            action=f"{HOME}/steps/oso-08/rows/pieces",
            template_href=f"{HOME}/steps/oso-08/rows/pieces/template",
            heads=(t("Part", "Частина"), t("Mass (kg)", "Маса (кг)"), t("Critical?", "Критична?")),
            seen="12",
            standing=True,
            pasted="Part\tMass (kg)\tCritical?\nWing\theavy\tyes",
            step=Link("OSO#08", f"{HOME}/steps/oso-08"),
        ),
    }
