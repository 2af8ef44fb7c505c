"""One step: what it asks, its questions of every kind, evidence, two answers that collided."""

from __future__ import annotations

from certflow.web.pages import (
    Aspect,
    ConflictPage,
    Criterion,
    Decision,
    Error,
    Evidence,
    EvidenceShelf,
    Field,
    Link,
    Needed,
    Option,
    Passage,
    Person,
    Side,
    StepHead,
    StepPage,
    Submitting,
)
from tests.web.samples.derivation import moved
from tests.web.samples.scene import HOME, KRYLO, LIGURE, Say, digest, head


def step(t: Say) -> StepHead:
    return StepHead(
        id="oso-08",
        code="OSO#08",
        title=Passage(
            t(
                "Operational procedures are defined, validated and adhered to",
                "Експлуатаційні процедури визначені, перевірені та виконуються",
            )
        ),
        level="high",
        state="draft",
        source="AMC1 Article 11, Regulation (EU) 2019/947, Annex E, OSO#08",
        source_href="https://www.easa.europa.eu/",
        requirement=Passage(
            "The operator has written procedures for planning, normal flight, contingencies and emergencies, and "
            "an emergency response plan that people can follow under stress.\n\nAt this level the flight tests behind "
            "them cover the whole envelope, and the authority, or an entity it designated, validates all of it.",
            "" if t("en", "uk") == "en" else "en",
        ),
        guidance=Passage(
            "One manual may hold procedures and plan; say the chapter in the reference, so a reviewer finds it "
            "in a minute."
        ),
        criteria=(
            Criterion(
                "oso-08.c2",
                Passage("Procedures"),
                (
                    Aspect(
                        t("Integrity", "Цілісність"),
                        Passage(
                            "Planning, pre-flight and post-flight, environment, unexpected conditions, normal, "
                            "contingency and emergency procedures exist and fit this operation."
                        ),
                    ),
                    Aspect(
                        t("Assurance", "Впевненість"),
                        Passage("Flight tests cover the envelope; the authority validates the procedures."),
                    ),
                ),
            ),
            Criterion(
                "oso-08.c3",
                Passage("Human error"),
                (
                    Aspect(
                        t("Integrity", "Цілісність"),
                        Passage("Tasks are assigned, checklists used, and crew resource management is trained."),
                    ),
                ),
            ),
            Criterion(
                "oso-08.c4",
                Passage("Emergency response plan"),
                (
                    Aspect(
                        t("Integrity", "Цілісність"),
                        Passage("The plan is practicable, limits secondary effects and names duties and contacts."),
                    ),
                    Aspect(t("Assurance", "Впевненість"), Passage("A table-top exercise validates it.")),
                ),
            ),
        ),
        why=t("High, because SAIL is III.", "Високий, бо SAIL дорівнює III."),
        why_href=f"{HOME}/why/step/oso-08",
    )


def fields(t: Say) -> tuple[Field, ...]:
    by = t("Олена Шевченко, 21 Nov 2026 14:02", "Олена Шевченко, 21 лист. 2026, 14:02")
    yes = t("Yes", "Так")
    return (
        Field(
            "manual",
            "reference",
            Passage(t("Where do the procedures stand?", "Де викладено процедури?")),
            Passage(
                t(
                    "The operations manual and its chapter or page.",
                    "Керівництво з експлуатації та його розділ або сторінка.",
                )
            ),
            parts=(("document", "OM Part B, issue 3 «Порядок виконання польотів»"), ("page", "B-4.2")),
            seen="3",
            answered=by,
            shown="OM Part B, issue 3, B-4.2",
        ),
        Field(
            "flight_test_hours",
            "number",
            Passage(
                t(
                    "Flight test hours behind the contingency procedures",
                    "Години льотних випробувань, на яких ґрунтуються процедури на випадок непередбачених обставин",
                )
            ),
            unit=t("hours", "год"),
            limits=t("0 to 10 000, one decimal", "від 0 до 10 000, один знак"),
            value="412.5",
            seen="1",
            answered=by,
            shown="412.5",
        ),
        Field(
            "envelope",
            "choice",
            Passage(t("What do the flight tests cover?", "Що охоплюють льотні випробування?")),
            options=(
                Option("part", Passage(t("Part of the envelope", "Частину області польоту"))),
                Option(
                    "whole",
                    Passage(
                        t(
                            "The whole envelope, with wind, icing and loss of link",
                            "Усю область, з вітром, обмерзанням і втратою зв’язку",
                        )
                    ),
                    t("Needed at level high.", "Потрібно для високого рівня."),
                    chosen=True,
                ),
            ),
        ),
        Field(
            "conditions",
            "multi_choice",
            Passage(t("Which emergencies does the plan name?", "Які надзвичайні ситуації названо у плані?")),
            options=(
                Option("fly-away", Passage(t("Fly-away", "Неконтрольований відліт")), chosen=True),
                Option("fire", Passage(t("Battery fire on the ground", "Загоряння батареї на землі")), chosen=True),
                Option("collision", Passage(t("Mid-air collision", "Зіткнення в повітрі"))),
            ),
        ),
        Field(
            "table_top",
            "yes_no",
            Passage(
                t(
                    "Has a table-top exercise validated the emergency response plan?",
                    "Чи перевірено план реагування настільним навчанням?",
                )
            ),
            value="yes",
            seen="2",
            answered=by,
            shown=yes,
        ),
        Field(
            "crm",
            "yes_no_na",
            Passage(t("Is crew resource management trained every year?", "Чи проводиться щорічна підготовка з CRM?")),
            value="na",
            parts=(
                (
                    "reason",
                    t("One pilot alone operates; CRM is covered by OSO#16.", "Працює один пілот; CRM охоплено OSO#16."),
                ),
            ),
            undecided=t(
                "Whether this counts is decided by “Number of crew members”.",
                "Чи враховується це питання, вирішить «Кількість членів екіпажу».",
            ),
        ),
        Field(
            "exercised_on",
            "date",
            Passage(t("When was it last exercised?", "Коли востаннє проводилося навчання?")),
            value="2026-09-31",
            parts=(("day", "31"), ("month", "9"), ("year", "2026")),
            error=t("September has 30 days.", "У вересні 30 днів."),
        ),
        Field(
            "deviations",
            "text",
            Passage(t("Known deviations, and what is done about them", "Відомі відхилення та заходи щодо них")),
            value=(
                "Під час випробувань 14 вересня при боковому вітрі 11 м/с перехід у режим висіння тривав на 4 "
                "с довше, ніж описано. Процедуру B-4.2.7 змінено, обмеження за вітром знижено до 9 м/с; "
                "повторні випробування заплановано.\n\nLa modifica è stata comunicata al progettista."
            ),
            optional=True,
            long=True,
            seen="7",
            answered=by,
        ),
        Field(
            "declare",
            "declaration",
            Passage(
                t(
                    "The procedures in the manual are the ones that crews follow",
                    "Екіпажі дотримуються саме тих процедур, що викладені в керівництві",
                )
            ),
        ),
    )


def evidence(t: Say) -> tuple[Evidence, ...]:
    return (
        Evidence(
            "OM_Part_B_rev3_Крило_порядок_виконання_польотів.pdf",
            f"{HOME}/evidence/1",
            "4.2 MB",
            digest("om"),
            "Олена Шевченко, " + KRYLO,
            t("19 Nov 2026 09:14 UTC", "19 лист. 2026, 09:14 UTC"),
            "PDF",
            remove_action=f"{HOME}/evidence/1/remove",
        ),
        Evidence(
            "LV3-FT-0117 relazione prove di volo in condizioni avverse.pdf",
            "",
            "11.8 MB",
            digest("ft"),
            "Marco Bianchi, " + LIGURE,
            t("20 Nov 2026 16:40 UTC", "20 лист. 2026, 16:40 UTC"),
            "PDF",
            t("Export controlled 9E001", "Експортний контроль 9E001"),
            t(
                "Stays with Aeronautica Ligure: seen and approved by its owner, proven by hash.",
                "Залишається в Aeronautica Ligure: переглянуто й схвалено власником, доведено хешем.",
            ),
        ),
    )


def needed(t: Say) -> tuple[Needed, ...]:
    return (
        Needed(t("A safety manager of the operator", "Керівник безпеки експлуатанта"), True, "Ірина Мельник"),
        Needed(t("A technical reviewer of the designer", "Технічний рецензент розробника"), False),
        Needed(t("From two organisations", "Від двох організацій"), False),
        Needed(t("None of them prepared the step", "Жоден із них не готував цей крок"), True),
    )


def decisions(t: Say) -> tuple[Decision, ...]:
    iryna = Person("Ірина Мельник", KRYLO, t("Safety manager", "Керівник безпеки"))
    return (
        Decision(
            "approved",
            iryna,
            "21 Nov 2026 15:31 UTC",
            t("I reviewed it and accept it for my organisation", "Я перевірила і приймаю від імені своєї організації"),
            digest=digest("approved"),
        ),
        Decision(
            "submitted", Person("Олена Шевченко", KRYLO, t("Compliance", "Відповідність")), "21 Nov 2026 14:10 UTC"
        ),
        Decision(
            "returned",
            Person("Giulia Parodi", LIGURE, t("Technical reviewer", "Технічний рецензент")),
            "18 Nov 2026 10:02 UTC",
            reason=(
                "La procedura di perdita del collegamento non dice chi informa il controllo del traffico "
                "aereo. Aggiungere il contatto e il tempo massimo."
            ),
        ),
        Decision("submitted", Person("Олена Шевченко", KRYLO), "17 Nov 2026 08:45 UTC"),
    )


def step_page(t: Say) -> StepPage:
    shelf = EvidenceShelf(
        evidence(t),
        (Passage("Operations manual, part B"), Passage("Flight test report that covers the envelope")),
        f"{HOME}/steps/oso-08/evidence",
        ".pdf,.png,.jpg",
        t(
            "PDF, PNG or JPEG, up to 25 MB. It is never shown inside a page, only downloaded.",
            "PDF, PNG або JPEG, до 25 МБ. Файл не відкривається на сторінці, лише завантажується.",
        ),
    )
    return StepPage(
        head(t),
        step(t),
        fields(t),
        f"{HOME}/steps/oso-08",
        evidence=shelf,
        needed=needed(t),
        decisions=decisions(t)[2:],
        submitting=Submitting(
            missing=(
                t("3 questions have no answer", "3 питання без відповіді"),
                t("The date of the exercise is not a date", "Дата навчання неправильна"),
            )
        ),
        moved=moved(t),
        errors=(Error(t("September has 30 days.", "У вересні 30 днів."), "answer.exercised_on"),),
        previous=Link("OSO#07", f"{HOME}/steps/oso-07"),
        next=Link("OSO#09", f"{HOME}/steps/oso-09"),
    )


def conflict(t: Say) -> ConflictPage:
    long = (
        "Під час випробувань 14 вересня при боковому вітрі 11 м/с перехід у режим висіння тривав на 4 с довше, "
        "ніж описано. "
    )
    mine = long + "Обмеження за вітром знижено до 8 м/с, доки причину не встановлено."
    theirs = long + "Процедуру B-4.2.7 змінено, обмеження за вітром знижено до 9 м/с."
    field = Field(
        "deviations",
        "text",
        Passage(t("The answer that shall stand", "Відповідь, яка залишиться")),
        value=theirs,
        seen="8",
        long=True,
    )
    return ConflictPage(
        head(t),
        Passage(t("Known deviations, and what is done about them", "Відомі відхилення та заходи щодо них")),
        f"{HOME}/steps/oso-08/conflict/deviations",
        Side(theirs, "Тарас Гнатюк", t("today, 10:41", "сьогодні, 10:41")),
        Side(mine, t("you", "ви"), t("now", "зараз")),
        field,
        before=t("None known.", "Немає."),
        mine_inputs=(("mine.answer.deviations", mine),),
        step=Link("OSO#08", f"{HOME}/steps/oso-08"),
        waiting=1,
    )
