"""Sample pages: one dossier of a 3 m delivery VTOL on SORA 2.5, in every state a person may meet.

`pages(language)` gives name → page; English or Ukrainian words, so that long Cyrillic text is looked at too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from certflow.web.pages import (
    AnswerShown,
    Aspect,
    Because,
    Change,
    ChangedPage,
    ChecklistPage,
    ChecklistRow,
    ChecklistsPage,
    ChecklistStep,
    Closing,
    ConflictPage,
    Covered,
    Criterion,
    Decision,
    DossierHead,
    DossierPage,
    DossierRow,
    DossiersPage,
    Error,
    ErrorPage,
    Evidence,
    EvidenceShelf,
    Field,
    Finding,
    Grid,
    HistoryEntry,
    HistoryPage,
    InboxPage,
    InboxRow,
    InvitePage,
    JoinPage,
    Ladder,
    Lane,
    Link,
    Moved,
    Needed,
    NewDossierPage,
    Option,
    Outside,
    PartyChoice,
    Passage,
    PeoplePage,
    Person,
    PersonRow,
    Progress,
    ReasonPage,
    RecordPage,
    ReviewPage,
    RuleTable,
    Rung,
    Side,
    SignInPage,
    Stage,
    StepHead,
    StepMove,
    StepPage,
    Submitting,
    Task,
    TaskSection,
    Undecided,
    ValueMove,
    Verdict,
    VerifyPage,
    Voided,
    WhyPage,
)

Say = Callable[[str, str], str]

HOME = "/dossiers/7f3a"
LIGURE = "Aeronautica Ligure S.r.l."
KRYLO = "Крило Logistics"
ENAC = "Autorità osservatrice"
SAIL_COLUMNS = ("I", "II", "III", "IV", "V", "VI")
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


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _head(t: Say) -> DossierHead:
    return DossierHead(
        title=t("LV-3 Gabbiano, parcel flights over Odesa harbour", "LV-3 Gabbiano, доставка посилок над портом Одеси"),
        href=HOME,
        checklist="SORA 2.5, EASA",
        checklist_href="/checklists/sora@2.5-easa",
        revision="r 148",
        parties=(Person("", LIGURE, t("Designer", "Розробник")), Person("", KRYLO, t("Operator", "Експлуатант"))),
        history_href=f"{HOME}/history",
    )


def _why(name: str) -> str:
    return f"{HOME}/why/{name}"


def _ladder(t: Say, *, moved: bool = False) -> Ladder:
    ground = Lane(
        t("Ground risk", "Ризик на землі"),
        (
            Rung("igrc", t("Intrinsic GRC", "Власний GRC"), "6", t("3 m, 35 m/s, < 5 000/km²", "3 м, 35 м/с, < 5 000/км²"), _why("igrc"), moved=moved),
            Rung("final_grc", t("Final GRC", "Остаточний GRC"), "4", t("shelter −1, M2 −1", "укриття −1, M2 −1"), _why("final_grc"), moved=moved),
        ),
    )
    air = Lane(
        t("Air risk", "Ризик у повітрі"),
        (
            Rung("initial_arc", t("Initial ARC", "Початковий ARC"), "ARC-c", t("AEC 9, urban", "AEC 9, місто"), _why("initial_arc")),
            Rung("residual_arc", t("Residual ARC", "Залишковий ARC"), "ARC-b", t("local density 1", "місцева щільність 1"), _why("residual_arc")),
        ),
    )
    outcomes = (
        Rung("tmpr", t("Tactical mitigation", "Тактичне пом’якшення"), t("Low", "Низький"), href=_why("tmpr")),
        Rung("containment", t("Containment", "Стримування"), t("Medium", "Середній"), t("sheltering not applicable", "без урахування укриття"), _why("containment")),
        Rung("design_proof", t("Design proof", "Доказ конструкції"), t("Statement", "Заява"), t("designer’s statement of compliance", "заява розробника про відповідність"), _why("design_proof")),
    )
    return Ladder((ground, air), Rung("sail", "SAIL", "III", "", _why("sail"), moved=moved), outcomes)


def _open_ladder(t: Say) -> Ladder:
    ask = (Link(t("highest population density", "найвища щільність населення"), f"{HOME}/steps/step-2#answer.population_density_km2"),)
    whole = _ladder(t)
    ground = replace(
        whole.lanes[0],
        rungs=(
            Rung("igrc", t("Intrinsic GRC", "Власний GRC"), href=_why("igrc"), waits_for=ask),
            Rung("final_grc", t("Final GRC", "Остаточний GRC"), href=_why("final_grc")),
        ),
    )
    outcomes = (
        whole.outcomes[0],
        Rung("containment", t("Containment", "Стримування"), href=_why("containment")),
        Rung("design_proof", t("Design proof", "Доказ конструкції"), href=_why("design_proof")),
    )
    return Ladder((ground, whole.lanes[1]), Rung("sail", "SAIL", "", t("II to VI possible", "можливі II–VI"), _why("sail")), outcomes)


def _sail_grid(t: Say, here: tuple[int | None, int | None] = (2, 1)) -> Grid:
    return Grid(
        t("SAIL from final GRC and residual ARC", "SAIL за остаточним GRC і залишковим ARC"),
        t("Final GRC", "Остаточний GRC"),
        t("Residual ARC", "Залишковий ARC"),
        ("a", "b", "c", "d"),
        SAIL_ROWS,
        here,
        "S.4.7",
    )


def _moved(t: Say) -> Moved:
    because = t("SAIL is now III", "SAIL тепер III")
    return Moved(
        cause=t(
            "You changed “Highest population density” from 380 to 2 300 people/km².",
            "Ви змінили «Найвища щільність населення» з 380 на 2 300 осіб/км².",
        ),
        values=(
            ValueMove(t("Intrinsic GRC", "Власний GRC"), "5", "6", t("2 300 lies in the band below 5 000 (suburban)", "2 300 потрапляє у смугу до 5 000 (передмістя)"), _why("igrc")),
            ValueMove(t("Final GRC", "Остаточний GRC"), "3", "4", t("the same credits of −2 apply", "діють ті самі зниження, −2"), _why("final_grc")),
            ValueMove("SAIL", "II", "III", t("row 4, column b of the SAIL table", "рядок 4, стовпець b таблиці SAIL"), _why("sail")),
        ),
        steps=(
            StepMove(Passage("OSO#02 Competent designer and producer"), "not_required", "low", because, f"{HOME}/steps/oso-02"),
            StepMove(Passage("OSO#08 Operational procedures"), "medium", "high", because, f"{HOME}/steps/oso-08"),
            StepMove(Passage("OSO#24 Design for adverse environments"), "not_required", "medium", because, f"{HOME}/steps/oso-24"),
        ),
        voided=(
            Voided(Passage("OSO#08 Operational procedures"), t("approved by Giulia Parodi", "схвалила Giulia Parodi"), t("It covered level medium; the step is now at high.", "Схвалення стосувалося середнього рівня; тепер рівень високий."), f"{HOME}/steps/oso-08"),
        ),
    )


def _tasks(t: Say) -> tuple[TaskSection, ...]:
    sail = t("SAIL III asks for {} here.", "SAIL III вимагає тут рівень «{}».")
    low, medium, high = (sail.format(word) for word in (t("low", "низький"), t("medium", "середній"), t("high", "високий")))

    def task(code: str, title: Passage, level: str, state: str, reason: str, answered: str = "", votes: str = "") -> Task:
        id = code.lower().replace("#", "-")
        return Task(id, code, title, f"{HOME}/steps/{id}", level, state, reason, f"{HOME}/why/step/{id}", answered, votes)

    nr = t("Not asked for at SAIL III; it begins at SAIL IV.", "Не вимагається за SAIL III; починається із SAIL IV.")
    all4 = t("4 of 4 answered", "4 з 4 відповідей")
    return (
        TaskSection(
            Passage(t("Describe the operation", "Опишіть операцію")),
            (
                task("S.4.1", Passage(t("Aircraft and operation", "Повітряне судно й операція")), "required", "approved", t("Every operation is described.", "Описується кожна операція."), t("11 of 11 answered", "11 з 11 відповідей")),
                task("S.4.2", Passage(t("Ground below the flight", "Місцевість під польотом")), "required", "draft", t("The intrinsic ground risk class is read from these answers.", "З цих відповідей визначається власний клас ризику на землі."), t("3 of 4 answered", "3 з 4 відповідей")),
            ),
            Passage(t("What flies, where, and who is below. Everything else follows from here.", "Що літає, де, і хто внизу. Решта випливає звідси.")),
        ),
        TaskSection(
            Passage(t("Operational safety objectives", "Цілі безпеки експлуатації")),
            (
                task("OSO#01", Passage("Ensure the operator is competent and proven"), "medium", "submitted", medium, votes=t("1 of 2 approvals", "1 з 2 схвалень")),
                task("OSO#02", Passage("UAS designed and produced by a competent entity"), "low", "draft", low, t("0 of 3 answered", "0 з 3 відповідей")),
                task("OSO#03", Passage("Manutenzione dell’aeromobile senza equipaggio da parte di un’organizzazione competente e comprovata", "it"), "medium", "approved", medium, votes=t("2 of 2 approvals", "2 з 2 схвалень")),
                task("OSO#04", Passage("Components designed to an airworthiness standard"), "not_required", "not_required", nr),
                task("OSO#05", Passage("System safety and reliability"), "low", "returned", low, all4),
                task("OSO#06", Passage(t("C3 link performance is adequate", "Характеристики лінії C3 достатні для операції")), "low", "approved", low, votes=t("2 of 2 approvals", "2 з 2 схвалень")),
                task("OSO#08", Passage(t("Operational procedures are defined, validated and adhered to", "Експлуатаційні процедури визначені, перевірені та виконуються, включно з планом реагування на надзвичайні ситуації")), "high", "draft", high, t("6 of 9 answered", "6 з 9 відповідей")),
                task("OSO#18", Passage("Automatic protection of the flight envelope"), "low", "approved", low, votes=t("2 of 2 approvals", "2 з 2 схвалень")),
            ),
        ),
    )


def _undecided_tasks(t: Say) -> tuple[TaskSection, ...]:
    ask = (Link(t("highest population density", "найвища щільність населення"), f"{HOME}/steps/step-2"),)
    first, second = _tasks(t)
    reason = t("SAIL is not known yet; at II this is not asked for, at III it is low.", "SAIL ще невідомий; за II не вимагається, за III рівень низький.")
    return (first, replace(second, tasks=tuple(replace(task, level="undecided", state="draft", reason=reason, votes="", waits_for=ask) if task.level != "not_required" else task for task in second.tasks[:5])))


def _step(t: Say) -> StepHead:
    return StepHead(
        id="oso-08",
        code="OSO#08",
        title=Passage(t("Operational procedures are defined, validated and adhered to", "Експлуатаційні процедури визначені, перевірені та виконуються")),
        level="high",
        state="draft",
        source="AMC1 Article 11, Regulation (EU) 2019/947, Annex E, OSO#08",
        source_href="https://www.easa.europa.eu/",
        requirement=Passage(
            "The operator has written procedures for planning, normal flight, contingencies and emergencies, and an emergency "
            "response plan that people can follow under stress.\n\nAt this level the flight tests behind them cover the whole "
            "envelope, and the authority, or an entity it designated, validates all of it.",
            "" if t("en", "uk") == "en" else "en",
        ),
        guidance=Passage("One manual may hold procedures and plan; say the chapter in the reference, so a reviewer finds it in a minute."),
        criteria=(
            Criterion("oso-08.c2", Passage("Procedures"), (Aspect(t("Integrity", "Цілісність"), Passage("Planning, pre-flight and post-flight, environment, unexpected conditions, normal, contingency and emergency procedures exist and fit this operation.")), Aspect(t("Assurance", "Впевненість"), Passage("Flight tests cover the envelope; the authority validates the procedures.")))),
            Criterion("oso-08.c3", Passage("Human error"), (Aspect(t("Integrity", "Цілісність"), Passage("Tasks are assigned, checklists used, and crew resource management is trained.")),)),
            Criterion("oso-08.c4", Passage("Emergency response plan"), (Aspect(t("Integrity", "Цілісність"), Passage("The plan is practicable, limits secondary effects and names duties and contacts.")), Aspect(t("Assurance", "Впевненість"), Passage("A table-top exercise validates it.")))),
        ),
        why=t("High, because SAIL is III.", "Високий, бо SAIL дорівнює III."),
        why_href=f"{HOME}/why/step/oso-08",
    )


def _fields(t: Say) -> tuple[Field, ...]:
    by = t("Олена Шевченко, 21 Nov 2026 14:02", "Олена Шевченко, 21 лист. 2026, 14:02")
    yes = t("Yes", "Так")
    return (
        Field("manual", "reference", Passage(t("Where do the procedures stand?", "Де викладено процедури?")), Passage(t("The operations manual and its chapter or page.", "Керівництво з експлуатації та його розділ або сторінка.")), parts=(("document", "OM Part B, issue 3 «Порядок виконання польотів»"), ("page", "B-4.2")), seen="3", answered=by, shown="OM Part B, issue 3, B-4.2"),
        Field("flight_test_hours", "number", Passage(t("Flight test hours behind the contingency procedures", "Години льотних випробувань, на яких ґрунтуються процедури на випадок непередбачених обставин")), unit=t("hours", "год"), limits=t("0 to 10 000, one decimal", "від 0 до 10 000, один знак"), value="412.5", seen="1", answered=by, shown="412.5"),
        Field("envelope", "choice", Passage(t("What do the flight tests cover?", "Що охоплюють льотні випробування?")), options=(Option("part", Passage(t("Part of the envelope", "Частину області польоту"))), Option("whole", Passage(t("The whole envelope, with wind, icing and loss of link", "Усю область, з вітром, обмерзанням і втратою зв’язку")), t("Needed at level high.", "Потрібно для високого рівня."), chosen=True))),
        Field("conditions", "multi_choice", Passage(t("Which emergencies does the plan name?", "Які надзвичайні ситуації названо у плані?")), options=(Option("fly-away", Passage(t("Fly-away", "Неконтрольований відліт")), chosen=True), Option("fire", Passage(t("Battery fire on the ground", "Загоряння батареї на землі")), chosen=True), Option("collision", Passage(t("Mid-air collision", "Зіткнення в повітрі"))))),
        Field("table_top", "yes_no", Passage(t("Has a table-top exercise validated the emergency response plan?", "Чи перевірено план реагування настільним навчанням?")), value="yes", seen="2", answered=by, shown=yes),
        Field("crm", "yes_no_na", Passage(t("Is crew resource management trained every year?", "Чи проводиться щорічна підготовка з CRM?")), value="na", parts=(("reason", t("One pilot alone operates; CRM is covered by OSO#16.", "Працює один пілот; CRM охоплено OSO#16.")),), undecided=t("Whether this counts is decided by “Number of crew members”.", "Чи враховується це питання, вирішить «Кількість членів екіпажу».")),
        Field("exercised_on", "date", Passage(t("When was it last exercised?", "Коли востаннє проводилося навчання?")), value="2026-09-31", parts=(("day", "31"), ("month", "9"), ("year", "2026")), error=t("September has 30 days.", "У вересні 30 днів.")),
        Field("deviations", "text", Passage(t("Known deviations, and what is done about them", "Відомі відхилення та заходи щодо них")), value="Під час випробувань 14 вересня при боковому вітрі 11 м/с перехід у режим висіння тривав на 4 с довше, ніж описано. Процедуру B-4.2.7 змінено, обмеження за вітром знижено до 9 м/с; повторні випробування заплановано.\n\nLa modifica è stata comunicata al progettista.", optional=True, long=True, seen="7", answered=by),
        Field("declare", "declaration", Passage(t("The procedures in the manual are the ones that crews follow", "Екіпажі дотримуються саме тих процедур, що викладені в керівництві"))),
    )


def _evidence(t: Say) -> tuple[Evidence, ...]:
    return (
        Evidence("OM_Part_B_rev3_Крило_порядок_виконання_польотів.pdf", f"{HOME}/evidence/1", "4.2 MB", digest("om"), "Олена Шевченко, " + KRYLO, t("19 Nov 2026 09:14 UTC", "19 лист. 2026, 09:14 UTC"), "PDF", remove_action=f"{HOME}/evidence/1/remove"),
        Evidence("LV3-FT-0117 relazione prove di volo in condizioni avverse.pdf", "", "11.8 MB", digest("ft"), "Marco Bianchi, " + LIGURE, t("20 Nov 2026 16:40 UTC", "20 лист. 2026, 16:40 UTC"), "PDF", t("Export controlled 9E001", "Експортний контроль 9E001"), t("Stays with Aeronautica Ligure: seen and approved by its owner, proven by hash.", "Залишається в Aeronautica Ligure: переглянуто й схвалено власником, доведено хешем.")),
    )


def _needed(t: Say) -> tuple[Needed, ...]:
    return (
        Needed(t("A safety manager of the operator", "Керівник безпеки експлуатанта"), True, "Ірина Мельник"),
        Needed(t("A technical reviewer of the designer", "Технічний рецензент розробника")	, False),
        Needed(t("From two organisations", "Від двох організацій"), False),
        Needed(t("None of them prepared the step", "Жоден із них не готував цей крок"), True),
    )


def _decisions(t: Say) -> tuple[Decision, ...]:
    iryna = Person("Ірина Мельник", KRYLO, t("Safety manager", "Керівник безпеки"))
    return (
        Decision("approved", iryna, "21 Nov 2026 15:31 UTC", t("I reviewed it and accept it for my organisation", "Я перевірила і приймаю від імені своєї організації"), digest=digest("approved")),
        Decision("submitted", Person("Олена Шевченко", KRYLO, t("Compliance", "Відповідність")), "21 Nov 2026 14:10 UTC"),
        Decision("returned", Person("Giulia Parodi", LIGURE, t("Technical reviewer", "Технічний рецензент")), "18 Nov 2026 10:02 UTC", reason="La procedura di perdita del collegamento non dice chi informa il controllo del traffico aereo. Aggiungere il contatto e il tempo massimo."),
        Decision("submitted", Person("Олена Шевченко", KRYLO), "17 Nov 2026 08:45 UTC"),
    )


def _review(t: Say) -> ReviewPage:
    by, when = "Олена Шевченко", t("21 Nov 2026", "21 лист. 2026")
    covered = Covered(
        step=replace(_step(t), state="submitted", guidance=None),
        answers=(
            AnswerShown(Passage(t("Where do the procedures stand?", "Де викладено процедури?")), "OM Part B, issue 3, B-4.2", by=by, when=when),
            AnswerShown(Passage(t("Flight test hours behind the contingency procedures", "Години льотних випробувань")), "412.5", t("hours", "год"), by, when, True, "380.0"),
            AnswerShown(Passage(t("What do the flight tests cover?", "Що охоплюють льотні випробування?")), t("The whole envelope, with wind, icing and loss of link", "Усю область, з вітром, обмерзанням і втратою зв’язку"), by=by, when=when),
            AnswerShown(Passage(t("Known deviations, and what is done about them", "Відомі відхилення та заходи щодо них")), "Під час випробувань 14 вересня при боковому вітрі 11 м/с перехід у режим висіння тривав на 4 с довше, ніж описано.", by=by, when=when, lang="uk"),
            AnswerShown(Passage(t("Is crew resource management trained every year?", "Чи проводиться щорічна підготовка з CRM?")), ""),
        ),
        evidence=tuple(replace(item, remove_action="") for item in _evidence(t)),
        derived=(
            Rung("sail", "SAIL", "III", t("final GRC 4, ARC-b", "GRC 4, ARC-b"), _why("sail")),
            Rung("design_proof", t("Design proof", "Доказ конструкції"), t("Statement", "Заява"), "", _why("design_proof")),
        ),
        digest=digest("covered"),
    )
    return ReviewPage(
        _head(t),
        covered,
        _needed(t),
        _decisions(t),
        changes=(
            Change("answer", t("Flight test hours behind the contingency procedures", "Години льотних випробувань"), "380.0", "412.5", by, when),
            Change("evidence", "LV3-FT-0117", "", t("added, 11.8 MB", "додано, 11,8 МБ"), "Marco Bianchi", when),
            Change("level", "OSO#08", t("Medium", "Середній"), t("High: SAIL rose from II to III", "Високий: SAIL зріс з II до III")),
        ),
        since=t("since Giulia Parodi returned it on 18 Nov 2026", "відколи Giulia Parodi повернула його 18 лист. 2026"),
        approve_action=f"{HOME}/steps/oso-08/approve",
        return_action=f"{HOME}/steps/oso-08/return",
        meanings=(
            Option("reviewed", Passage(t("I reviewed it; it meets the requirement as claimed", "Я перевірив(-ла); вимогу виконано, як заявлено"))),
            Option("accepted", Passage(t("I accept it for my organisation", "Приймаю від імені своєї організації")), t("Needs authority to bind the organisation.", "Потрібні повноваження діяти від її імені.")),
        ),
    )


def _why_page(t: Say) -> WhyPage:
    def answered(title: str, value: str, who: str) -> Because:
        return Because(title, value, t("Answered by {} on 20 Nov 2026.", "Відповідь: {}, 20 лист. 2026.").format(who), "answer", href=f"{HOME}/steps/step-2")

    igrc = Because(
        t("Intrinsic GRC", "Власний GRC"),
        "6",
        t("3 m and 35 m/s fit the second column; 2 300 people/km² lies in the row below 5 000.", "3 м і 35 м/с відповідають другому стовпцю; 2 300 осіб/км² потрапляє в рядок до 5 000."),
        source="SORA 2.5, S.4.2",
        grid=Grid(t("Intrinsic ground risk class", "Власний клас ризику на землі"), t("People per km²", "Осіб на км²"), t("Dimension and speed, up to", "Розмір і швидкість, до"), ("1 m · 25 m/s", "3 m · 35 m/s", "8 m · 75 m/s", "20 m · 120 m/s", "40 m · 200 m/s"), IGRC_ROWS, (4, 1)),
        inputs=(answered(t("Characteristic dimension", "Характерний розмір"), "3.0 m", "Marco Bianchi"), answered(t("Highest population density", "Найвища щільність населення"), "2 300 /km²", "Олена Шевченко")),
    )
    final = Because(
        t("Final GRC", "Остаточний GRC"),
        "4",
        t("6, less 1 for sheltering, less 1 for reduced impact; not below 1, the value of the controlled ground area.", "6, мінус 1 за укриття, мінус 1 за зменшення удару; не нижче 1."),
        source="SORA 2.5, S.4.3",
        rule="max(igrc - credit_m1a - credit_m1b - credit_m1c - credit_m2, floor)",
        inputs=(igrc, answered("M1(A)", t("low", "низький"), "Олена Шевченко")),
    )
    table = RuleTable(
        t("Initial air risk class", "Початковий клас ризику в повітрі"),
        (t("Environment", "Середовище"), t("Height", "Висота"), t("Airspace", "Простір"), t("Surroundings", "Довкола"), "AEC", "ARC"),
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
        t("The local density claim of 1 lowers ARC-c by one class.", "Заявлена місцева щільність 1 знижує ARC-c на один клас."),
        source="SORA 2.5, S.4.5",
        inputs=(
            Because(t("Initial ARC", "Початковий ARC"), "ARC-c", t("Row 4 is the first that fits.", "Рядок 4 підходить першим."), table=table, inputs=(answered(t("Surroundings", "Довкола"), t("urban", "місто"), "Олена Шевченко"),)),
            Because(t("Common structures", "Спільні структури"), "", t("Nobody has answered this yet; it could lower the class further, never below b.", "На це ще не відповіли; клас може знизитися, але не нижче b."), "unknown", href=f"{HOME}/steps/step-5"),
        ),
    )
    sail = Because("SAIL", "III", t("Final GRC 4 meets residual ARC b.", "Остаточний GRC 4 і залишковий ARC b."), grid=_sail_grid(t), source="SORA 2.5, S.4.7", inputs=(final, arc))
    return WhyPage(_head(t), t("Why SAIL is III", "Чому SAIL дорівнює III"), sail, Link(t("Back to the dossier", "Назад до досьє"), HOME))


def _findings(t: Say, broken: bool) -> Verdict:
    good = (
        Finding("authentic", "yes", t("Sealed by certflow of Aeronautica Ligure; nothing was added after the seal.", "Запечатано; після печатки нічого не додано."), ("ETSI.CAdES.detached, ECDSA P-256, SHA-256",)),
        Finding("identical", "yes", t("Its SHA-256 stands in the ledger, entry 2 041.", "Його SHA-256 є в журналі, запис 2 041.")),
        Finding("complete", "yes", t("31 steps, 58 approvals and 44 files add up with the facts.", "31 крок, 58 схвалень і 44 файли збігаються з фактами.")),
        Finding("current", "yes", t("No later record, and it was not withdrawn.", "Новішого запису немає, його не відкликано.")),
    )
    if not broken:
        return Verdict("passed", good)
    bad = (
        Finding("authentic", "no", t("812 bytes were added after the seal.", "Після печатки додано 812 байтів."), (t("An annotation on page 4", "Примітка на сторінці 4"),)),
        Finding("identical", "no", t("Its SHA-256 is not in the ledger.", "Його SHA-256 немає в журналі.")),
        Finding("complete", "unknown", t("Cannot be told from a file that was changed.", "За зміненим файлом встановити неможливо.")),
        Finding("current", "unknown", t("Cannot be told from a file that was changed.", "За зміненим файлом встановити неможливо.")),
    )
    return Verdict("failed", bad, t("Do not rely on this file. Ask for the original, or look the record up by its number.", "Не покладайтеся на цей файл. Попросіть оригінал або знайдіть запис за номером."))


def _record(t: Say, state: str) -> RecordPage:
    page = RecordPage(
        _head(t),
        "CF-2026-0147",
        state,
        t("Asked for by Bohdan Kovalenko on 22 Nov 2026 09:03 UTC, at revision 148.", "Замовив Богдан Коваленко 22 лист. 2026, 09:03 UTC, ревізія 148."),
    )
    drawn, sealing, stored = t("Draw the pages", "Створити сторінки"), t("Seal the file", "Запечатати файл"), t("Enter its digest in the ledger", "Внести дайджест до журналу")
    frozen = Stage(t("Freeze revision 148", "Зафіксувати ревізію 148"), "done", "09:03 UTC")
    if state == "pending":
        return replace(page, stages=(frozen, Stage(drawn, "now", t("about 40 pages", "близько 40 сторінок")), Stage(sealing, "waiting"), Stage(stored, "waiting")))
    if state == "failed":
        return replace(
            page,
            stages=(frozen, Stage(drawn, "done"), Stage(sealing, "failed"), Stage(stored, "waiting")),
            failure=t("The seal key is not there: /keys/seal.p12 cannot be read.", "Ключа печатки немає: /keys/seal.p12 неможливо прочитати."),
            remedy=t("An administrator restores the key file; nothing of the dossier is lost. Then try again.", "Адміністратор відновить файл ключа; досьє не втрачено. Потім спробуйте знову."),
            retry_action="/records/147/retry",
        )
    return replace(
        page,
        download_href="/records/147/file",
        bundle_href="/records/147/bundle",
        verify_href="/verify?id=CF-2026-0147",
        file="CF-2026-0147_LV-3_Gabbiano_SORA-2.5.pdf",
        size="1.9 MB",
        sha256=digest("record"),
        sealed="22 Nov 2026 09:04 UTC",
        signature="PAdES B-B",
        verdict=_findings(t, broken=False),
    )


def _inbox(t: Say) -> InboxPage:
    dossier = _head(t).title
    votes = t("1 of 2", "1 з 2")
    mine = tuple(
        InboxRow(dossier, code, Passage(title), f"{HOME}/steps/{code.lower()}/review", level, who, organisation, when, votes, t("Technical review for the designer", "Технічна рецензія від розробника"))
        for code, title, level, who, organisation, when in (
            ("OSO#08", t("Operational procedures are defined, validated and adhered to", "Експлуатаційні процедури визначені, перевірені та виконуються"), "high", "Олена Шевченко", KRYLO, t("yesterday, 14:10", "вчора, 14:10")),
            ("OSO#01", "Ensure the operator is competent and proven", "medium", "Олена Шевченко", KRYLO, t("3 days", "3 дні")),
            ("OSO#06", t("C3 link performance is adequate", "Характеристики лінії C3 достатні"), "low", "Тарас Гнатюк", KRYLO, t("5 days", "5 днів")),
        )
    )
    other = InboxRow(dossier, "OSO#05", Passage("System safety and reliability"), f"{HOME}/steps/oso-05/review", "low", "Marco Bianchi", LIGURE, t("today, 08:20", "сьогодні, 08:20"), t("0 of 2", "0 з 2"), cannot=t("You prepared it, so someone else must decide.", "Ви його готували, тож вирішує хтось інший."))
    return InboxPage(mine, (other,))


def _history(t: Say) -> HistoryPage:
    def entry(seq: str, kind: str, who: str, organisation: str, what: str, reason: str = "", about: Link | None = None) -> HistoryEntry:
        return HistoryEntry(seq, kind, "21 Nov 2026 15:31:07", who, organisation, what, about, reason, digest(seq))

    step = Link("OSO#08", f"{HOME}/steps/oso-08")
    return HistoryPage(
        _head(t),
        (
            entry("2 039", "review", "Ірина Мельник", KRYLO, t("approved", "схвалила"), about=step),
            entry("2 038", "review", "Олена Шевченко", KRYLO, t("sent for review", "надіслала на рецензію"), about=step),
            entry("2 037", "evidence", "Marco Bianchi", LIGURE, t("attached LV3-FT-0117 to", "долучив LV3-FT-0117 до"), about=step),
            entry("2 036", "plan", "certflow", "", t("SAIL moved from II to III", "SAIL змінився з II на III"), t("because the answer “Highest population density” changed", "бо змінилася відповідь «Найвища щільність населення»")),
            entry("2 035", "answer", "Олена Шевченко", KRYLO, t("answered “Highest population density”", "відповіла на «Найвища щільність населення»")),
            entry("2 021", "returned", "Giulia Parodi", LIGURE, t("returned", "повернула"), "La procedura di perdita del collegamento non dice chi informa il controllo del traffico aereo.", step),
        ),
        kinds=(Option("", Passage(t("Everything", "Усе")), chosen=True), Option("review", Passage(t("Reviews", "Рецензії")))),
        head=digest("2 039"),
        older=f"{HOME}/history?before=2021",
    )


def _people(t: Say) -> PeoplePage:
    compliance, reviewer = t("Compliance", "Відповідність"), t("Technical reviewer", "Технічний рецензент")
    return PeoplePage(
        (
            PersonRow("Giulia Parodi", "giulia.parodi@ligure.example", LIGURE, (reviewer,), "active", t("seen today", "сьогодні"), "/people/1/disable"),
            PersonRow("Богдан Коваленко", "bohdan.kovalenko@krylo.example", KRYLO, (t("Accountable manager", "Відповідальний керівник"),), "active", t("seen yesterday", "вчора"), "/people/2/disable"),
            PersonRow("Олена Шевченко", "olena.shevchenko@krylo.example", KRYLO, (compliance,), "active", "", "/people/3/disable"),
            PersonRow("", "osservatore@autorita.example", ENAC, (t("Authority observer", "Спостерігач від органу"),), "invited"),
            PersonRow("Тарас Гнатюк", "taras.hnatiuk@krylo.example", KRYLO, (compliance, reviewer), "disabled", enable_action="/people/5/enable"),
        ),
        "/people/invite",
        "https://certflow.example/join/Jm2kP7wq3nXvB0tR9sYc5dLe8hUa",
        "osservatore@autorita.example",
        "24 Nov 2026 09:00 UTC",
    )


def _checklist(t: Say) -> ChecklistPage:
    levels = {
        "OSO#01": "NR L M H H H",
        "OSO#02": "NR NR L M H H",
        "OSO#04": "NR NR NR M H H",
        "OSO#08": "L M H H H H",
    }
    word = {"NR": "not_required", "L": "low", "M": "medium", "H": "high"}
    text = Passage("In our own words: the operator knows its aircraft, and checklists, maintenance, training and duties exist.")
    steps = tuple(ChecklistStep(code, Passage("Ensure the objective is met"), text, f"Annex E, {code}", tuple(word[part] for part in row.split())) for code, row in levels.items())
    first = (ChecklistStep("S.4.2", Passage(t("Ground below the flight", "Місцевість під польотом")), text, "S.4.2"),)
    return ChecklistPage(
        Passage("Specific operations risk assessment"),
        "sora@2.5-easa",
        "published",
        ((t("Publisher", "Видавець"), "certflow"), (t("Source", "Джерело"), "ED Decision 2025/018/R"), (t("Effective", "Чинний з"), "29 Sep 2025")),
        ((Passage(t("Steps 1 to 8", "Кроки 1–8")), first), (Passage(t("Operational safety objectives", "Цілі безпеки експлуатації")), steps)),
        digest("checklist"),
        SAIL_COLUMNS,
        "SAIL",
    )


def _dossiers(t: Say) -> DossiersPage:
    def row(title: str, progress: Progress, headline: str, *, sealed: bool = False) -> DossierRow:
        return DossierRow(title, HOME, "SORA 2.5, EASA", (LIGURE, KRYLO), t("changed 22 Nov 2026 by Олена Шевченко", "змінено 22 лист. 2026, Олена Шевченко"), progress, headline, sealed)

    return DossiersPage(
        (
            row(_head(t).title, Progress(11, 4, 1, 12, 0, 3), "SAIL III · GRC 4 · ARC-b"),
            row(t("LV-3 Gabbiano, coastal survey Genova to La Spezia", "LV-3 Gabbiano, знімання узбережжя від Генуї до Ла-Спеції"), Progress(0, 0, 0, 9, 19, 3), ""),
            row("Крило К-2, медичні вантажі між лікарнями Львова та області", Progress(24, 4, 0, 0, 0, 7), "SAIL II · GRC 3 · ARC-b"),
            row("LV-2 Rondine, ispezione di linee elettriche", Progress(28, 0, 0, 0, 0, 7), "SAIL II · GRC 3 · ARC-b", sealed=True),
        ),
        "/dossiers/new",
    )


def _conflict(t: Say) -> ConflictPage:
    long = "Під час випробувань 14 вересня при боковому вітрі 11 м/с перехід у режим висіння тривав на 4 с довше, ніж описано. "
    mine = long + "Обмеження за вітром знижено до 8 м/с, доки причину не встановлено."
    theirs = long + "Процедуру B-4.2.7 змінено, обмеження за вітром знижено до 9 м/с."
    field = Field("deviations", "text", Passage(t("The answer that shall stand", "Відповідь, яка залишиться")), value=theirs, seen="8", long=True)
    return ConflictPage(
        _head(t),
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


def _step_page(t: Say) -> StepPage:
    shelf = EvidenceShelf(
        _evidence(t),
        (Passage("Operations manual, part B"), Passage("Flight test report that covers the envelope")),
        f"{HOME}/steps/oso-08/evidence",
        ".pdf,.png,.jpg",
        t("PDF, PNG or JPEG, up to 25 MB. It is never shown inside a page, only downloaded.", "PDF, PNG або JPEG, до 25 МБ. Файл не відкривається на сторінці, лише завантажується."),
    )
    return StepPage(
        _head(t),
        _step(t),
        _fields(t),
        f"{HOME}/steps/oso-08",
        evidence=shelf,
        needed=_needed(t),
        decisions=_decisions(t)[2:],
        submitting=Submitting(missing=(t("3 questions have no answer", "3 питання без відповіді"), t("The date of the exercise is not a date", "Дата навчання неправильна"))),
        moved=_moved(t),
        errors=(Error(t("September has 30 days.", "У вересні 30 днів."), "answer.exercised_on"),),
        previous=Link("OSO#07", f"{HOME}/steps/oso-07"),
        next=Link("OSO#09", f"{HOME}/steps/oso-09"),
    )


def _dossier_pages(t: Say) -> dict[str, object]:
    progress = Progress(11, 4, 1, 12, 0, 3)
    whole = DossierPage(_head(t), _tasks(t), progress, _ladder(t), _sail_grid(t))
    return {
        "dossiers-list": _dossiers(t),
        "dossiers-list-empty": DossiersPage((), "/dossiers/new"),
        "dossiers-new": _new(t, ()),
        "dossiers-new-errors": _new(t, (Error(t("Say what your teams call it.", "Вкажіть назву."), "title"), Error(t("Choose an organisation.", "Оберіть організацію."), "party.operator"))),
        "dossier": replace(whole, closing=Closing(missing=(t("15 steps are not approved yet", "15 кроків ще не схвалено"),))),
        "dossier-moved": replace(whole, ladder=_ladder(t, moved=True), moved=_moved(t), closing=Closing("/close", "148")),
        "dossier-undecided": replace(
            whole,
            sections=_undecided_tasks(t),
            progress=Progress(1, 0, 0, 1, 28, 0),
            ladder=_open_ladder(t),
            grid=_sail_grid(t, (None, 1)),
            undecided=(Undecided("SAIL", (Link(t("Highest population density", "Найвища щільність населення"), f"{HOME}/steps/step-2"), Link(t("Impact reduction M2", "Зменшення удару M2"), f"{HOME}/steps/step-3"))),),
        ),
        "dossier-outside": replace(
            whole,
            ladder=Ladder(_ladder(t).lanes, Rung("sail", "SAIL", "", t("final GRC above 7", "остаточний GRC понад 7"), _why("sail"), outside=True)),
            grid=None,
            outside=(Outside(t("Final GRC 8 is above 7, where SORA gives no SAIL.", "Остаточний GRC 8 перевищує 7, для якого SORA не дає SAIL."), (t("the ‘certified’ category", "категорія «certified»"), t("a change of the operation: less dense ground, or a smaller aircraft", "зміна операції: менша щільність або менше судно"))),),
        ),
        "step": _step_page(t),
        "step-read-only": replace(_step_page(t), read_only=t("You may look here but not answer: answers come from the compliance staff of Крило Logistics.", "Ви можете переглядати, але не відповідати: відповідає персонал Крило Logistics."), errors=(), moved=None, evidence=EvidenceShelf(), submitting=Submitting("/submit", digest("s"), withdraw_action="/withdraw"), review_href="/review"),
        "conflict": _conflict(t),
        "why": _why_page(t),
        "history": _history(t),
    }


def _new(t: Say, errors: tuple[Error, ...]) -> NewDossierPage:
    organisations = (Option("ligure", Passage(LIGURE, "it")), Option("krylo", Passage(KRYLO)))
    editions = (
        Option("sora@2.5-easa", Passage("SORA 2.5, EASA"), t("AMC1 to Article 11, in force since 29 Sep 2025", "AMC1 до статті 11, чинний з 29 вер. 2025"), chosen=True),
        Option("sora@2.0-easa", Passage("SORA 2.0, EASA"), t("Only where the authority still takes it", "Лише де орган ще приймає")),
    )
    parties = (PartyChoice("designer", Passage(t("Designer", "Розробник")), organisations), PartyChoice("operator", Passage(t("Operator", "Експлуатант")), organisations))
    return NewDossierPage("/dossiers/new", editions, parties, "", errors)


def _outer_pages(t: Say) -> dict[str, object]:
    reference = t("Nothing was saved twice.", "Нічого не збережено двічі.")
    return {
        "sign-in": SignInPage("/sign-in"),
        "sign-in-demo": SignInPage("/sign-in", errors=(Error(t("Address or password is not right.", "Адреса або пароль неправильні."), "email"),), email="olena@krylo.example", demo=(("olena@krylo.example", "harbour-42-lantern", "Олена Шевченко, " + KRYLO), ("giulia@ligure.example", "gabbiano-17-vela", "Giulia Parodi, " + LIGURE))),
        "join": JoinPage("/join/x", "osservatore@autorita.example", ENAC, (t("Authority observer", "Спостерігач від органу"),), "Caterina Neri", rules=t("At least 12 characters. A sentence is fine.", "Щонайменше 12 знаків. Можна реченням.")),
        "verify": VerifyPage("/verify", t("A PDF or an offline bundle, up to 60 MB.", "PDF або офлайн-пакет, до 60 МБ.")),
        "verify-passed": VerifyPage("/verify", "PDF, 60 MB", checked="CF-2026-0147_LV-3_Gabbiano_SORA-2.5.pdf", sha256=digest("record"), facts=((t("Record", "Запис"), "CF-2026-0147"), (t("Dossier", "Досьє"), _head(t).title)), verdict=_findings(t, broken=False)),
        "verify-failed": VerifyPage("/verify", "PDF, 60 MB", checked="CF-2026-0147 (copia).pdf", sha256=digest("x"), verdict=_findings(t, broken=True)),
        "error-refused": ErrorPage(t("Someone else must approve this step", "Схвалити цей крок має хтось інший"), t("Bohdan prepared this step, and nobody decides on what they prepared.", "Богдан готував цей крок, а ніхто не вирішує щодо власної роботи."), (t("Ask a reviewer of Aeronautica Ligure; they see it under “To review”.", "Зверніться до рецензента Aeronautica Ligure."),), (Link("OSO#08", f"{HOME}/steps/oso-08"),), 403),
        "error-failed": ErrorPage(t("Something broke on our side", "Щось зламалося в нас"), t("Your change was not saved.", "Вашу зміну не збережено."), (t("Go back and try once more.", "Поверніться і спробуйте ще раз."), reference), status=500, reference="CF-7Q2M-91KD"),
    }


def pages(language: str = "en") -> dict[str, object]:
    """Every sample page by name, told in `language` (`uk`, anything else in English)."""

    def t(en: str, uk: str) -> str:
        return uk if language == "uk" else en

    review = _review(t)
    changes = review.changes
    return {
        **_outer_pages(t),
        **_dossier_pages(t),
        "inbox": _inbox(t),
        "inbox-empty": InboxPage(()),
        "review": review,
        "review-cannot": replace(review, cannot=t("You prepared this step, so someone else must decide.", "Ви готували цей крок, тож вирішує хтось інший."), approve_action="", return_action="", changes=()),
        "review-errors": replace(review, errors=(Error(t("Choose what your approval means.", "Оберіть, що означає ваше схвалення."), "meaning"), Error(t("Type your password.", "Введіть пароль."), "password")), reason="…"),
        "changed": ChangedPage(_head(t), Link("OSO#08", f"{HOME}/steps/oso-08"), changes, t("at 14:02 UTC", "о 14:02 UTC"), digest("a"), digest("b"), f"{HOME}/steps/oso-08/review"),
        "record-pending": _record(t, "pending"),
        "record-failed": _record(t, "failed"),
        "record-sealed": _record(t, "sealed"),
        "people": _people(t),
        "invite": InvitePage("/people/invite", (Option("ligure", Passage(LIGURE)),), (Option("compliance", Passage(t("Compliance", "Відповідність")), t("Answers questions and attaches evidence.", "Відповідає на питання й долучає докази.")), Option("reviewer", Passage(t("Technical reviewer", "Технічний рецензент"))))),
        "reason": ReasonPage(t("Disable the account of Giulia Parodi", "Вимкнути обліковий запис Giulia Parodi"), t("They are signed out at once.", "Вихід відбудеться одразу."), "/people/x/disable", t("Disable the account", "Вимкнути обліковий запис"), Link(t("Go back without doing it", "Повернутися без змін"), "/people"), t("Reason; it stays in the history", "Причина; вона лишиться в історії")),
        "checklists": ChecklistsPage((ChecklistRow(Passage("Specific operations risk assessment"), "sora@2.5-easa", "/checklists/x", "certflow", "published", 31, 84, digest("checklist"), 3), ChecklistRow(Passage("Specific operations risk assessment"), "sora@2.0-easa", "/checklists/y", "certflow", "draft", 33, 79, digest("y")))),
        "checklist": _checklist(t),
    }
