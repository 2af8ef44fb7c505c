"""The list of dossiers, one dossier in its states, a new one, its history."""

from __future__ import annotations

from dataclasses import replace

from certflow.web.pages import (
    ChosenTasks,
    Closing,
    DossierPage,
    DossierRow,
    DossierSectionPage,
    DossiersPage,
    Error,
    EvidenceShelf,
    HistoryEntry,
    HistoryPage,
    ItemRow,
    Items,
    Ladder,
    Link,
    NewDossierPage,
    Option,
    Outside,
    PartyChoice,
    Passage,
    Progress,
    Room,
    Rung,
    SectionTasks,
    Submitting,
    Task,
    TaskSection,
    Undecided,
)
from tests.web.samples.derivation import ladder, moved, open_ladder, sail_grid, why_page
from tests.web.samples.kinds import kinds_pages
from tests.web.samples.scene import HOME, KRYLO, LIGURE, Say, digest, head, why
from tests.web.samples.steps import conflict, step_page


def dossiers(t: Say) -> DossiersPage:
    def row(title: str, progress: Progress, headline: str, *, sealed: bool = False) -> DossierRow:
        return DossierRow(
            title,
            HOME,
            "SORA 2.5, EASA",
            (LIGURE, KRYLO),
            t("changed 22 Nov 2026 by Олена Шевченко", "змінено 22 лист. 2026, Олена Шевченко"),
            progress,
            headline,
            sealed,
        )

    return DossiersPage(
        (
            row(head(t).title, Progress(11, 4, 1, 12, 0, 3), "SAIL III · GRC 4 · ARC-b"),
            row(
                t(
                    "LV-3 Gabbiano, coastal survey Genova to La Spezia",
                    "LV-3 Gabbiano, знімання узбережжя від Генуї до Ла-Спеції",
                ),
                Progress(0, 0, 0, 9, 19, 3),
                "",
            ),
            row(
                "Крило К-2, медичні вантажі між лікарнями Львова та області",
                Progress(24, 4, 0, 0, 0, 7),
                "SAIL II · GRC 3 · ARC-b",
            ),
            row(
                "LV-2 Rondine, ispezione di linee elettriche",
                Progress(28, 0, 0, 0, 0, 7),
                "SAIL II · GRC 3 · ARC-b",
                sealed=True,
            ),
        ),
        "/dossiers/new",
    )


def new(t: Say, errors: tuple[Error, ...]) -> NewDossierPage:
    organisations = (Option("ligure", Passage(LIGURE, "it")), Option("krylo", Passage(KRYLO)))
    editions = (
        Option(
            "sora@2.5-easa",
            Passage("SORA 2.5, EASA"),
            t("AMC1 to Article 11, in force since 29 Sep 2025", "AMC1 до статті 11, чинний з 29 вер. 2025"),
            chosen=True,
        ),
        Option(
            "sora@2.0-easa",
            Passage("SORA 2.0, EASA"),
            t("Only where the authority still takes it", "Лише де орган ще приймає"),
        ),
    )
    parties = (
        PartyChoice("designer", Passage(t("Designer", "Розробник")), organisations),
        PartyChoice("operator", Passage(t("Operator", "Експлуатант")), organisations),
    )
    return NewDossierPage("/dossiers/new", editions, parties, "", errors)


def tasks(t: Say) -> tuple[TaskSection, ...]:
    sail = t("SAIL III asks for {} here.", "SAIL III вимагає тут рівень «{}».")
    low, medium, high = (
        sail.format(word) for word in (t("low", "низький"), t("medium", "середній"), t("high", "високий"))
    )

    def task(
        code: str, title: Passage, level: str, state: str, reason: str, answered: str = "", votes: str = ""
    ) -> Task:
        id = code.lower().replace("#", "-")
        return Task(
            id, code, title, f"{HOME}/steps/{id}", level, state, reason, f"{HOME}/why/step/{id}", answered, votes
        )

    nr = t("Not asked for at SAIL III; it begins at SAIL IV.", "Не вимагається за SAIL III; починається із SAIL IV.")
    all4 = t("4 of 4 answered", "4 з 4 відповідей")
    return (
        TaskSection(
            Passage(t("Describe the operation", "Опишіть операцію")),
            (
                task(
                    "S.4.1",
                    Passage(t("Aircraft and operation", "Повітряне судно й операція")),
                    "required",
                    "approved",
                    t("Every operation is described.", "Описується кожна операція."),
                    t("11 of 11 answered", "11 з 11 відповідей"),
                ),
                task(
                    "S.4.2",
                    Passage(t("Ground below the flight", "Місцевість під польотом")),
                    "required",
                    "draft",
                    t(
                        "The intrinsic ground risk class is read from these answers.",
                        "З цих відповідей визначається власний клас ризику на землі.",
                    ),
                    t("3 of 4 answered", "3 з 4 відповідей"),
                ),
            ),
            Passage(
                t(
                    "What flies, where, and who is below. Everything else follows from here.",
                    "Що літає, де, і хто внизу. Решта випливає звідси.",
                )
            ),
        ),
        TaskSection(
            Passage(t("Operational safety objectives", "Цілі безпеки експлуатації")),
            (
                task(
                    "OSO#01",
                    Passage("Ensure the operator is competent and proven"),
                    "medium",
                    "submitted",
                    medium,
                    votes=t("1 of 2 approvals", "1 з 2 схвалень"),
                ),
                task(
                    "OSO#02",
                    Passage("UAS designed and produced by a competent entity"),
                    "low",
                    "draft",
                    low,
                    t("0 of 3 answered", "0 з 3 відповідей"),
                ),
                task(
                    "OSO#03",
                    Passage(
                        (
                            "Manutenzione dell’aeromobile senza equipaggio da parte di un’organizzazione competente "
                            "e comprovata"
                        ),
                        "it",
                    ),
                    "medium",
                    "approved",
                    medium,
                    votes=t("2 of 2 approvals", "2 з 2 схвалень"),
                ),
                task(
                    "OSO#04",
                    Passage("Components designed to an airworthiness standard"),
                    "not_required",
                    "not_required",
                    nr,
                ),
                task("OSO#05", Passage("System safety and reliability"), "low", "returned", low, all4),
                task(
                    "OSO#06",
                    Passage(t("C3 link performance is adequate", "Характеристики лінії C3 достатні для операції")),
                    "low",
                    "approved",
                    low,
                    votes=t("2 of 2 approvals", "2 з 2 схвалень"),
                ),
                task(
                    "OSO#08",
                    Passage(
                        t(
                            "Operational procedures are defined, validated and adhered to",
                            (
                                "Експлуатаційні процедури визначені, перевірені та виконуються, включно з планом "
                                "реагування на надзвичайні ситуації"
                            ),
                        )
                    ),
                    "high",
                    "draft",
                    high,
                    t("6 of 9 answered", "6 з 9 відповідей"),
                ),
                task(
                    "OSO#18",
                    Passage("Automatic protection of the flight envelope"),
                    "low",
                    "approved",
                    low,
                    votes=t("2 of 2 approvals", "2 з 2 схвалень"),
                ),
            ),
        ),
    )


def twice(t: Say) -> tuple[Error, ...]:
    said = t(
        "Another one is called “Falcon” already. Choose a name that tells them apart.",
        "Інший уже називається «Falcon». Оберіть назву, яка їх розрізняє.",
    )
    return (Error(said, "item.aircraft.new"),)


def with_items(t: Say, errors: tuple[Error, ...]) -> tuple[TaskSection, ...]:
    """Three aircraft, one of them without a name, and one that was removed."""
    at = f"{HOME}/lists/aircraft"

    def row(id: str, called: str, name: str = "") -> ItemRow:
        return ItemRow(id, called, name, "12", f"{at}/{id}", f"{at}/{id}/remove")

    first, *rest = tasks(t)
    aircraft = Passage(t("Aircraft", "Апарат"))
    listed = Items(
        "aircraft",
        Passage(t("Aircraft in this operation", "Апарати цього польоту")),
        aircraft,
        (
            row("1", "Falcon", "Falcon"),
            row("2", f"{aircraft.text} 2"),
            row("3", "Крило К-2, запасний апарат із Харкова", "Крило"),
        ),
        (ItemRow("4", "Heron", "Heron", put_back_action=f"{at}/4/put-back"),),
        at,
        "falcon" if errors else "",
        errors,
    )
    return (replace(first, items=(listed,)), *rest)


def undecided_tasks(t: Say) -> tuple[TaskSection, ...]:
    ask = (Link(t("highest population density", "найвища щільність населення"), f"{HOME}/steps/step-2"),)
    first, second = tasks(t)
    reason = t(
        "SAIL is not known yet; at II this is not asked for, at III it is low.",
        "SAIL ще невідомий; за II не вимагається, за III рівень низький.",
    )
    return (
        first,
        replace(
            second,
            tasks=tuple(
                replace(task, level="undecided", state="draft", reason=reason, votes="", waits_for=ask)
                if task.level != "not_required"
                else task
                for task in second.tasks[:5]
            ),
        ),
    )


def history(t: Say) -> HistoryPage:
    def entry(
        seq: str, kind: str, who: str, organisation: str, what: str, reason: str = "", about: Link | None = None
    ) -> HistoryEntry:
        return HistoryEntry(seq, kind, "21 Nov 2026 15:31:07", who, organisation, what, about, reason, digest(seq))

    step = Link("OSO#08", f"{HOME}/steps/oso-08")
    return HistoryPage(
        head(t),
        (
            entry("2 039", "review", "Ірина Мельник", KRYLO, t("approved", "схвалила"), about=step),
            entry(
                "2 038", "review", "Олена Шевченко", KRYLO, t("sent for review", "надіслала на рецензію"), about=step
            ),
            entry(
                "2 037",
                "evidence",
                "Marco Bianchi",
                LIGURE,
                t("attached LV3-FT-0117 to", "долучив LV3-FT-0117 до"),
                about=step,
            ),
            entry(
                "2 036",
                "plan",
                "certflow",
                "",
                t("SAIL moved from II to III", "SAIL змінився з II на III"),
                t(
                    "because the answer “Highest population density” changed",
                    "бо змінилася відповідь «Найвища щільність населення»",
                ),
            ),
            entry(
                "2 035",
                "answer",
                "Олена Шевченко",
                KRYLO,
                t("answered “Highest population density”", "відповіла на «Найвища щільність населення»"),
            ),
            entry(
                "2 021",
                "returned",
                "Giulia Parodi",
                LIGURE,
                t("returned", "повернула"),
                "La procedura di perdita del collegamento non dice chi informa il controllo del traffico aereo.",
                step,
            ),
        ),
        kinds=(
            Option("", Passage(t("Everything", "Усе")), chosen=True),
            Option("review", Passage(t("Reviews", "Рецензії"))),
        ),
        head=digest("2 039"),
        older=f"{HOME}/history?before=2021",
    )


def folded(t: Say) -> tuple[TaskSection, ...]:
    """Sections of a dossier that has too many steps for one page."""
    done = (Progress(11, 4, 1, 12, 0, 3), Progress(0, 0, 0, 0, 40, 2))
    return tuple(
        TaskSection(each.title, (), href="dossier-section-tasks.html", count=31, progress=done[at % 2])
        for at, each in enumerate(tasks(t))
    )


def shows(t: Say) -> tuple[Room, ...]:
    return (
        Room(t("All steps", "Усі кроки"), HOME, True),
        Room(t("Mine to do", "Мої справи"), f"{HOME}?show=mine"),
        Room(t("Open", "Відкриті"), f"{HOME}?show=open"),
    )


def two_pages() -> tuple[Room, ...]:
    return (Room("1", HOME, True), Room("2", f"{HOME}?page=2"))


def dossier_pages(t: Say) -> dict[str, object]:
    progress = Progress(11, 4, 1, 12, 0, 3)
    whole = DossierPage(head(t), tasks(t), progress, ladder(t), sail_grid(t), what_if_href=f"{HOME}/what-if")
    return {
        "dossiers-list": dossiers(t),
        "dossiers-list-empty": DossiersPage((), "/dossiers/new"),
        "dossiers-new": new(t, ()),
        "dossiers-new-errors": new(
            t,
            (
                Error(t("Say what your teams call it.", "Вкажіть назву."), "title"),
                Error(t("Choose an organisation.", "Оберіть організацію."), "party.operator"),
            ),
        ),
        "dossier": replace(
            whole, closing=Closing(missing=(t("15 steps are not approved yet", "15 кроків ще не схвалено"),))
        ),
        "dossier-items": replace(whole, sections=with_items(t, ()), errors=()),
        "dossier-items-errors": replace(whole, sections=with_items(t, twice(t)), errors=twice(t)),
        "dossier-folded": replace(whole, sections=folded(t), shows=shows(t)),
        "dossier-chosen": replace(
            whole, sections=(), shows=shows(t), chosen=ChosenTasks(104, tasks(t)[1].tasks, two_pages())
        ),
        "dossier-section": DossierSectionPage(
            head(t),
            tasks(t)[1].title,
            tasks(t)[1].intro,
            progress,
            tasks(t)[1].tasks,
            Link(t("Back to the dossier", "Назад до досьє"), HOME),
            two_pages(),
            Link(tasks(t)[0].title.text, f"{HOME}/sections/first"),
        ),
        "dossier-section-tasks": SectionTasks(tasks(t)[1].tasks, f"{HOME}/sections/objectives"),
        "dossier-moved": replace(whole, ladder=ladder(t, moved=True), moved=moved(t), closing=Closing("/close", "148")),
        "dossier-undecided": replace(
            whole,
            sections=undecided_tasks(t),
            progress=Progress(1, 0, 0, 1, 28, 0),
            ladder=open_ladder(t),
            grid=sail_grid(t, (None, 1)),
            undecided=(
                Undecided(
                    "SAIL",
                    (
                        Link(t("Highest population density", "Найвища щільність населення"), f"{HOME}/steps/step-2"),
                        Link(t("Impact reduction M2", "Зменшення удару M2"), f"{HOME}/steps/step-3"),
                    ),
                ),
            ),
        ),
        "dossier-outside": replace(
            whole,
            ladder=Ladder(
                ladder(t).lanes,
                Rung("sail", "SAIL", "", t("final GRC above 7", "остаточний GRC понад 7"), why("sail"), outside=True),
            ),
            grid=None,
            outside=(
                Outside(
                    t(
                        "Final GRC 8 is above 7, where SORA gives no SAIL.",
                        "Остаточний GRC 8 перевищує 7, для якого SORA не дає SAIL.",
                    ),
                    (
                        t("the ‘certified’ category", "категорія «certified»"),
                        t(
                            "a change of the operation: less dense ground, or a smaller aircraft",
                            "зміна операції: менша щільність або менше судно",
                        ),
                    ),
                ),
            ),
        ),
        "step": step_page(t),
        **kinds_pages(t, step_page(t)),
        "step-read-only": replace(
            step_page(t),
            read_only=t(
                "You may look here but not answer: answers come from the compliance staff of Крило Logistics.",
                "Ви можете переглядати, але не відповідати: відповідає персонал Крило Logistics.",
            ),
            errors=(),
            moved=None,
            evidence=EvidenceShelf(),
            submitting=Submitting("/submit", digest("s"), withdraw_action="/withdraw"),
            review_href="/review",
        ),
        "conflict": conflict(t),
        "why": why_page(t),
        "history": history(t),
    }
