"""A record as it comes out of a real dossier: an Italian aircraft, flown by a Ukrainian operator, SORA 2.5, SAIL III."""

# ruff: noqa: E501 - a row of a table and its translations read best on one line each

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from certflow.domain import carried, ledger
from certflow.domain import record as r
from certflow.domain.checkpoint import Checkpoint, NoteKey, Sign, sign_note
from certflow.domain.edition import File, digest_of
from certflow.domain.facts import Json
from certflow.domain.text import Text
from certflow.pdf.parts import MOST_BESIDE

MADE_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DESIGNER = "Grifone Aeronautica S.r.l."
OPERATOR = "ТОВ «Крила Полтави»"
GIULIA, MARCO, OLENA, ANDRII = "Giulia Ferraro", "Niccolò D’Angelo", "Олена Ткаченко", "Андрій Ґудзь"


def t(en: str, it: str, uk: str) -> Text:
    return Text(en, "en", {"it": it, "uk": uk})


def sha(seed: str) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()


NONE = t("None", "Nessuna", "Немає")
NOT_REQUIRED = t("Not required", "Non richiesto", "Не вимагається")
LOW = t("Low", "Basso", "Низький")
MEDIUM = t("Medium", "Medio", "Середній")
HIGH = t("High", "Alto", "Високий")
LEVELS = {"N": NONE, "NR": NOT_REQUIRED, "L": LOW, "M": MEDIUM, "H": HIGH}

OPERATION = t("Operation", "Operazione", "Експлуатація")
GROUND = t("Ground risk mitigations", "Mitigazioni del rischio al suolo", "Зменшення ризику на землі")
AIR = t(
    "Strategic air risk mitigation",
    "Mitigazione strategica del rischio in aria",
    "Стратегічне зменшення ризику в повітрі",
)
TACTICAL = t(
    "Tactical mitigation performance",
    "Prestazioni della mitigazione tattica",
    "Характеристики тактичного зменшення ризику",
)
CONTAINMENT = t("Containment", "Contenimento", "Утримання в межах об’єму")
OBJECTIVES = t("Operational safety objectives", "Obiettivi di sicurezza operativa", "Цілі експлуатаційної безпеки")

#: id, section, titles, level offered (None: no robustness level), levels on offer
STEPS: Sequence[tuple[str, Text, tuple[str, str, str], str | None, str]] = (
    (
        "aircraft",
        OPERATION,
        ("Aircraft and its limits", "Aeromobile e suoi limiti", "Повітряне судно та його обмеження"),
        None,
        "",
    ),
    (
        "volume",
        OPERATION,
        ("Operational volume and buffer", "Volume operativo e margine", "Експлуатаційний об’єм і буфер"),
        None,
        "",
    ),
    ("m1a", GROUND, ("M1(A) Sheltering", "M1(A) Riparo delle persone", "M1(A) Укриття людей"), "L", "N L M"),
    (
        "m1b",
        GROUND,
        ("M1(B) Operational restrictions", "M1(B) Restrizioni operative", "M1(B) Експлуатаційні обмеження"),
        "N",
        "N M H",
    ),
    (
        "m1c",
        GROUND,
        ("M1(C) Ground observation", "M1(C) Osservazione al suolo", "M1(C) Спостереження за землею"),
        "N",
        "N L",
    ),
    (
        "m2",
        GROUND,
        ("M2 Effects of impact reduced", "M2 Riduzione degli effetti dell’impatto", "M2 Зменшення наслідків удару"),
        "M",
        "N M H",
    ),
    (
        "strategic",
        AIR,
        ("Reduction of the initial ARC", "Riduzione dell’ARC iniziale", "Зниження початкового ARC"),
        None,
        "",
    ),
    ("tmpr-detect", TACTICAL, ("Detect", "Rilevare", "Виявлення"), "L", "L M H"),
    ("tmpr-decide", TACTICAL, ("Decide", "Decidere", "Рішення"), "L", "L M H"),
    ("tmpr-command", TACTICAL, ("Command", "Comandare", "Команда"), "L", "L M H"),
    ("tmpr-execute", TACTICAL, ("Execute", "Eseguire", "Виконання"), "L", "L M H"),
    ("tmpr-feedback", TACTICAL, ("Feedback loop", "Anello di ritorno", "Зворотний зв’язок"), "L", "L M H"),
    (
        "containment",
        CONTAINMENT,
        ("Containment of the operation", "Contenimento dell’operazione", "Утримання польоту в межах"),
        "L",
        "L M H",
    ),
    (
        "oso-01",
        OBJECTIVES,
        ("Operator is competent", "L’operatore è competente", "Експлуатант компетентний"),
        "M",
        "NR L M H",
    ),
    (
        "oso-02",
        OBJECTIVES,
        (
            "Designer and producer are competent",
            "Progettista e costruttore competenti",
            "Розробник і виробник компетентні",
        ),
        "L",
        "NR L M H",
    ),
    (
        "oso-03",
        OBJECTIVES,
        (
            "Maintenance by competent staff",
            "Manutenzione da personale competente",
            "Технічне обслуговування компетентним персоналом",
        ),
        "M",
        "NR L M H",
    ),
    (
        "oso-04",
        OBJECTIVES,
        ("Airworthiness design standard", "Norma di progetto per l’aeronavigabilità", "Стандарт льотної придатності"),
        "NR",
        "NR L M H",
    ),
    (
        "oso-05",
        OBJECTIVES,
        ("System safety and reliability", "Sicurezza e affidabilità del sistema", "Безпечність і надійність системи"),
        "L",
        "NR L M H",
    ),
    (
        "oso-06",
        OBJECTIVES,
        ("Command and control link", "Collegamento di comando e controllo", "Канал керування та контролю"),
        "L",
        "NR L M H",
    ),
    (
        "oso-07",
        OBJECTIVES,
        (
            "Configuration conformity check",
            "Verifica di conformità della configurazione",
            "Перевірка відповідності конфігурації",
        ),
        "M",
        "NR L M H",
    ),
    (
        "oso-08",
        OBJECTIVES,
        ("Operational procedures", "Procedure operative", "Експлуатаційні процедури"),
        "H",
        "NR L M H",
    ),
    (
        "oso-09",
        OBJECTIVES,
        ("Crew is trained and current", "Equipaggio addestrato e aggiornato", "Екіпаж навчений і має чинну підготовку"),
        "M",
        "NR L M H",
    ),
    (
        "oso-13",
        OBJECTIVES,
        ("External services are adequate", "Servizi esterni adeguati", "Зовнішні послуги належні"),
        "M",
        "NR L M H",
    ),
    (
        "oso-16",
        OBJECTIVES,
        ("Multi-crew coordination", "Coordinamento fra più membri", "Взаємодія кількох членів екіпажу"),
        "M",
        "NR L M H",
    ),
    (
        "oso-17",
        OBJECTIVES,
        ("Crew is fit to operate", "Equipaggio idoneo a operare", "Екіпаж придатний до роботи"),
        "M",
        "NR L M H",
    ),
    (
        "oso-18",
        OBJECTIVES,
        ("Flight-envelope protection", "Protezione dell’inviluppo di volo", "Захист меж режимів польоту"),
        "L",
        "NR L M H",
    ),
    (
        "oso-19",
        OBJECTIVES,
        ("Recovery from human error", "Recupero dall’errore umano", "Відновлення після помилки людини"),
        "L",
        "NR L M H",
    ),
    (
        "oso-20",
        OBJECTIVES,
        ("Human-machine interface", "Interfaccia uomo-macchina", "Інтерфейс людина — машина"),
        "L",
        "NR L M H",
    ),
    (
        "oso-23",
        OBJECTIVES,
        ("Environmental conditions defined", "Condizioni ambientali definite", "Умови довкілля визначено"),
        "M",
        "NR L M H",
    ),
    (
        "oso-24",
        OBJECTIVES,
        ("Design for adverse environment", "Progetto per ambienti avversi", "Конструкція для несприятливих умов"),
        "M",
        "NR L M H",
    ),
)

ANSWERS = (
    "The organisation assesses every change to crew, aircraft or area before the next flight and reports each occurrence "
    "to the designer within 72 hours. The method is described in the operations manual and was last audited in September.",
    "La configurazione di volo (P/N GRF-24-B, S/N da 0107 a 0112, software 4.2.1) è congelata con la richiesta di modifica "
    "CR-318; la verifica prevolo confronta l’etichetta, la somma di controllo del firmware e il peso con la scheda tecnica.",
    "Перевірку виконують дві особи з різних організацій. Відхилень від методики не було, крім скорочення витримки за "
    "температури −20 °C до 40 хвилин; обґрунтування наведено в додатку 7, об’єм випробувань — 12 польотів.",
    "Loss of link below 30 m in the northern corridor ends in an automatic landing within 9 s; the parachute opens at 1.8 s.\n"
    "Residual risk accepted by the accountable manager until issue 5 of the operations manual.",
)
DOCUMENTS = ("Operations manual, Part B", "Manuale tecnico GRF-24, Parte T", "Керівництво з експлуатації, частина D")
FILES = (
    ("flight-log", "csv", "text/csv"),
    ("analisi-FMEA", "xlsx", "application/vnd.ms-excel"),
    ("звіт-випробувань", "pdf", "application/pdf"),
)


def requirement(title: Text) -> Text:
    return Text(
        f"{title.in_language('en')}: the applicant shows how this is achieved at the level claimed, for the configuration under "
        "review and for as long as the operation lasts, and keeps the proof available to the authority on request.",
        "en",
        {
            "it": f"{title.in_language('it')}: il richiedente dimostra come ciò è ottenuto al livello dichiarato, per la "
            "configurazione in esame e per tutta la durata dell’operazione, e conserva la prova a disposizione dell’autorità.",
            "uk": f"{title.in_language('uk')}: заявник показує, як цього досягнуто на заявленому рівні для розглянутої конфігурації "
            "впродовж усього часу експлуатації, і зберігає докази для надання уповноваженому органу на вимогу.",
        },
    )


def because(level: str | None) -> Text:
    if level is None:
        return t("Every dossier asks for it.", "Ogni fascicolo lo chiede.", "Цього потребує кожне досьє.")
    if level in ("NR", "N"):
        return t(
            "Not needed: at SAIL III the table asks for no proof here.",
            "Non necessario: a SAIL III la tabella non chiede alcuna prova.",
            "Не потрібно: за SAIL III таблиця не вимагає тут доказів.",
        )
    name = LEVELS[level]
    return t(
        f"SAIL is III, so the table of objectives asks for {name.in_language('en').lower()} robustness.",
        f"SAIL è III, quindi la tabella degli obiettivi chiede robustezza: {name.in_language('it').lower()}.",
        f"SAIL дорівнює III, тому таблиця цілей вимагає рівень стійкості «{name.in_language('uk').lower()}».",
    )


def approval(who: str, where: str, number: int, digest: str) -> r.Approval:
    return r.Approval(
        name=who,
        organisation=where,
        role=t("technical reviewer", "revisore tecnico", "технічний рецензент"),
        meaning=t(
            "Reviewed and found as claimed", "Esaminato e trovato come dichiarato", "Розглянуто, відповідає заявленому"
        ),
        at=MADE_AT - timedelta(days=20) + timedelta(hours=5 * number, minutes=7 * number),
        digest=digest,
        signed_in=t("password, asked again", "password, richiesta di nuovo", "пароль, запитано повторно"),
    )


def step(number: int, row: tuple[str, Text, tuple[str, str, str], str | None, str]) -> r.Step:
    name, section, words, level, _ = row
    title = t(*words)
    applies = level not in ("NR", "N")
    question = t("How is this shown?", "Come viene dimostrato?", "Як це підтверджено?")
    since = t("In force since", "In vigore dal", "Чинне з")
    return r.Step(
        id=name,
        section=section,
        title=title,
        applies=r.Applies.YES if applies else r.Applies.NO,
        level=LEVELS[level] if level else None,
        because=because(level),
        source="AMC1 to Article 11 of Regulation (EU) 2019/947, "
        + (f"Annex E, {name.upper()}" if name.startswith("oso") else "S.4.2"),
        requirement=requirement(title),
        criteria=tuple(r.CriterionText(f"{name}.c{n}", requirement(title)) for n in (1, 2)) if number % 3 == 0 else (),
        answers=(
            (
                r.Answer(f"{name}_how", question, r.typed(ANSWERS[number % 4])),
                r.Answer(f"{name}_since", since, r.typed(f"2026-0{number % 9 + 1}-14")),
                r.Answer(f"{name}_note", t("Remarks", "Note", "Примітки"), r.typed("—") if number % 2 else None),
            )
            if applies
            else ()
        ),
        evidence=tuple(sha(f"{name}/{n}") for n in range(1 + number % 3)) if applies else (),
        approvals=(
            approval(GIULIA if number % 2 else MARCO, DESIGNER, number, sha(name)),
            approval(ANDRII, OPERATOR, number + 1, sha(name)),
        )
        if applies
        else (),
        state=r.StepState.APPROVED if applies else r.StepState.NOT_REQUIRED,
    )


def evidence(number: int, name: str, applies: bool) -> list[r.Evidence]:
    return [
        r.Evidence(
            name=f"{FILES[n][0]}-{name}.{FILES[n][1]}",
            size=18_204 + 91_733 * number * (n + 1),
            media_type=FILES[n][2],
            sha256=sha(f"{name}/{n}"),
            attached_by=OLENA if n % 2 else GIULIA,
            attached_at=MADE_AT - timedelta(days=40 - number, hours=n),
        )
        for n in range(1 + number % 3)
        if applies
    ]


def matrix(steps: Sequence[r.Step]) -> tuple[r.MatrixBlock, ...]:
    """The blocks in the order of the regulator's form; steps without a robustness level show none."""
    blocks = []
    for title in (GROUND, AIR, TACTICAL, CONTAINMENT, OBJECTIVES):
        rows = tuple(
            r.MatrixRow(
                step=s.id,
                requirement=s.title,
                levels=tuple(r.Tick(LEVELS[code], code == STEPS[n][3]) for code in STEPS[n][4].split()),
                references=(r.Reference(DOCUMENTS[n % 3], f"{n % 7 + 1}.{n % 4 + 1}, p. {n * 3 + 11}"),)
                * (s.applies is r.Applies.YES),
            )
            for n, s in enumerate(steps)
            if s.section == title
        )
        blocks.append(r.MatrixBlock(title, rows))
    return tuple(blocks)


def derived(
    name: str, titles: tuple[str, str, str], value: str, reason: tuple[str, str, str], cell: str, point: str
) -> r.Derived:
    return r.Derived(name, t(*titles), r.typed(value), t(*reason), r.typed(cell), f"AMC1 to Article 11, {point}")


DERIVED = (
    derived(
        "igrc",
        ("Intrinsic ground risk class", "Classe di rischio al suolo intrinseca", "Власний клас ризику на землі"),
        "6",
        (
            "The aircraft measures 2.4 m and can be commanded to 28 m/s, which the column “3 m · 35 m/s” covers; 1 200 people/km² fall in the row “< 5 000”.",
            "L’aeromobile misura 2,4 m e può essere comandato fino a 28 m/s: vale la colonna «3 m · 35 m/s»; 1 200 persone/km² rientrano nella riga «< 5 000».",
            "Розмір судна 2,4 м, найбільша швидкість 28 м/с — це стовпець «3 м · 35 м/с»; 1 200 осіб/км² належать до рядка «< 5 000».",
        ),
        "< 5 000 × 3 m · 35 m/s",
        "S.4.2.2",
    ),
    derived(
        "final_grc",
        ("Final ground risk class", "Classe di rischio al suolo finale", "Остаточний клас ризику на землі"),
        "4",
        (
            "6, less 1 for M1(A) at low, less 1 for M2 at medium. The floor of the column is 1 and is not reached.",
            "6, meno 1 per M1(A) a livello basso, meno 1 per M2 a livello medio. Il minimo della colonna, 1, non è raggiunto.",
            "6 мінус 1 за M1(A) низького рівня, мінус 1 за M2 середнього рівня. Нижню межу стовпця, 1, не досягнуто.",
        ),
        "M1(A) low −1; M2 medium −1",
        "S.4.2.3",
    ),
    derived(
        "aec",
        (
            "Airspace encounter category",
            "Categoria di incontro nello spazio aereo",
            "Категорія зустрічей у повітряному просторі",
        ),
        "10",
        (
            "120 m is below 500 ft, the airspace is uncontrolled and the surroundings are rural.",
            "120 m sono sotto i 500 ft, lo spazio aereo non è controllato e l’ambiente è rurale.",
            "120 м нижче 500 футів, простір неконтрольований, місцевість сільська.",
        ),
        "< 500 ft AGL, uncontrolled, rural",
        "S.4.2.4",
    ),
    derived(
        "initial_arc",
        ("Initial air risk class", "Classe di rischio in aria iniziale", "Початковий клас ризику в повітрі"),
        "ARC-b",
        (
            "Category 10 has density rating 1.",
            "La categoria 10 ha indice di densità 1.",
            "Категорія 10 має показник щільності 1.",
        ),
        "AEC 10",
        "S.4.2.4",
    ),
    derived(
        "residual_arc",
        ("Residual air risk class", "Classe di rischio in aria residua", "Залишковий клас ризику в повітрі"),
        "ARC-b",
        (
            "No strategic reduction is claimed.",
            "Non è richiesta alcuna riduzione strategica.",
            "Стратегічне зниження не заявлено.",
        ),
        "ARC-b",
        "S.4.2.5",
    ),
    derived(
        "tmpr",
        (
            "Tactical mitigation performance",
            "Prestazione di mitigazione tattica",
            "Вимоги до тактичного зменшення ризику",
        ),
        "low",
        ("The residual air risk class is b.", "La classe di rischio residua è b.", "Залишковий клас ризику — b."),
        "ARC-b",
        "S.4.2.6",
    ),
    derived(
        "sail",
        (
            "Specific assurance and integrity level",
            "Livello specifico di garanzia e integrità",
            "Рівень гарантій і цілісності (SAIL)",
        ),
        "III",
        (
            "Final ground risk class 4 and residual air risk class b meet in this cell.",
            "La classe al suolo finale 4 e la classe in aria residua b si incontrano in questa cella.",
            "Остаточний клас на землі 4 і залишковий клас у повітрі b сходяться в цій клітинці.",
        ),
        "4 × ARC-b",
        "S.4.2.7",
    ),
    derived(
        "containment",
        ("Containment", "Contenimento", "Утримання в межах об’єму"),
        "low",
        (
            "SAIL III; on average 3 100 people/km² beside the volume and no assembly of 40 000 within 1 km; sheltering is claimed.",
            "SAIL III; in media 3 100 persone/km² accanto al volume e nessun assembramento di 40 000 entro 1 km; il riparo è dichiarato.",
            "SAIL III; поруч з об’ємом у середньому 3 100 осіб/км², у межах 1 км немає зібрань від 40 000; укриття заявлено.",
        ),
        "≤ 3 m and < 35 m/s; < 5 000 / < 40k; III",
        "S.4.2.8",
    ),
    derived(
        "design_proof",
        ("Proof of design", "Prova del progetto", "Підтвердження конструкції"),
        "designer’s statement",
        (
            "SAIL I to III asks for a statement.",
            "Da SAIL I a III basta una dichiarazione.",
            "Для SAIL I–III потрібна заява.",
        ),
        "SAIL III",
        "Annex E",
    ),
)


def sample(extra: Sequence[r.Step] = (), ledger: r.LedgerProof | None = None) -> r.RecordContent:
    """The whole record; `extra` steps come last and are part of no matrix."""
    steps = [step(n, row) for n, row in enumerate(STEPS)]
    return r.RecordContent(
        identity=r.Identity(
            record_id="R-7F3K-2Q9D",
            dossier_id="CF-2026-0042",
            title="GRF-24 “Grifone” over the Vorskla corridor · «Грифон» над Ворсклою",
            revision=214,
            made_at=MADE_AT,
            languages=("en", "it", "uk"),
            software="certflow 0.1",
            verify_url="https://certflow.example/verify/R-7F3K-2Q9D",
        ),
        checklist=r.ChecklistEdition(
            id="sora",
            edition="2.5-easa",
            digest=sha("sora@2.5-easa"),
            title=t("SORA 2.5, EASA edition", "SORA 2.5, edizione EASA", "SORA 2.5, редакція EASA"),
            publisher="certflow project, after EASA AMC1 to Article 11 of Regulation (EU) 2019/947",
            status="published",
        ),
        parties=(
            r.Party(DESIGNER, t("designer and producer", "progettista e costruttore", "розробник і виробник"), "IT"),
            r.Party(OPERATOR, t("operator", "operatore", "експлуатант"), "UA"),
        ),
        result=r.Result(
            outcome=r.Outcome.OPEN_POINTS,
            open_points=(
                r.OpenPoint(
                    "oso-08",
                    t(
                        "At high robustness the authority verifies the procedures; its answer is awaited.",
                        "A robustezza alta l’autorità verifica le procedure; si attende la sua risposta.",
                        "За високої стійкості процедури перевіряє уповноважений орган; очікується його відповідь.",
                    ),
                ),
            ),
            conditions=(
                t(
                    "Not above 500 people/km² until 300 flight hours are logged.",
                    "Non oltre 500 persone/km² fino a 300 ore di volo registrate.",
                    "Не більше 500 осіб/км² до 300 зареєстрованих годин нальоту.",
                ),
            ),
        ),
        matrix=matrix(steps),
        derived=DERIVED,
        steps=(*steps, *extra),
        evidence=tuple(e for n, s in enumerate(steps) for e in evidence(n, s.id, s.applies is r.Applies.YES)),
        ledger=ledger,
    )


SAIL_TABLE = r.DecisionTable(
    id="sail",
    title=t(
        "SAIL by ground and air risk", "SAIL per rischio al suolo e in aria", "SAIL за наземним і повітряним ризиком"
    ),
    source="AMC1 to Article 11, S.4.2.7",
    down=DERIVED[1].title,
    across=DERIVED[4].title,
    columns=tuple(r.typed(f"ARC-{each}") for each in "abcd"),
    rows=tuple(
        r.TableRow(
            t(f"final GRC {n}", f"GRC finale {n}", f"кінцевий GRC {n}"), tuple(r.typed(each) for each in row.split())
        )
        for n, row in enumerate(
            ("I II IV VI", "II II IV VI", "III III IV VI", "IV IV IV VI", "V V V VI", "VI VI VI VI"), 2
        )
    ),
    marks=(r.Mark(2, 1, "sail"),),
)
WAIVER = r.Waiver(
    id="W-1",
    kind=t("Waiver", "Deroga", "Відступ"),
    steps=("m2",),
    title="Parachute drop test on the second airframe",
    words=r.typed("The drop test is repeated once the second airframe is back from Полтава."),
    conditions=(r.typed("No flight over people until then."),),
    state=t("in force", "in vigore", "чинний"),
    name=GIULIA,
    organisation=DESIGNER,
    at=MADE_AT - timedelta(days=9),
    expires=r.typed("2027-03-31"),
)
DEEDS = (
    r.Deed(
        1,
        MADE_AT - timedelta(days=60),
        OLENA,
        OPERATOR,
        t("Compliance", "Conformità", "Відповідність"),
        t("Dossier opened", "Fascicolo aperto", "Досьє відкрито"),
        None,
        None,
    ),
    r.Deed(
        97,
        MADE_AT - timedelta(days=21),
        MARCO,
        DESIGNER,
        t("Technical reviewer", "Revisore tecnico", "Технічний рецензент"),
        t("Returned", "Restituito", "Повернено"),
        "m1a",
        r.typed("Manca la firma dell’ultima pagina."),
    ),
)
TALLIES = tuple(
    r.Tally(name, 3, n, 1 + n, 2, n, 0, MADE_AT - timedelta(days=40 + n), MADE_AT - timedelta(days=4), (GIULIA, OLENA))
    for n, name in enumerate(("aircraft", "volume", "m1a"))
)


#: the checklist that the short record followed: a few lines over another edition
CHECKLIST = carried.checklist_files(
    "sora", (("2.5-it", b"checklist: sora # few lines\n"), ("2.5-easa", b"checklist: sora\n"))
)
CARRIED = {carried.SCHEMA: carried.schema_file(), **CHECKLIST}


def grid(rows: int) -> r.Grid:
    """So many parts of an aircraft with their masses, and ten columns: more than fit side by side."""
    titles = (("No.", "N.", "№"), ("Part", "Parte", "Частина"), ("Mass, kg", "Massa, kg", "Маса, кг"))
    first = tuple(r.GridColumn(t(*each), 4 + 8 * (at == 1), at != 1) for at, each in enumerate(titles))
    more = tuple(r.GridColumn(t(f"Remark {n}", f"Nota {n}", f"Примітка {n}"), 6, number=False) for n in range(7))
    cells = tuple(
        (
            r.typed(str(n)),
            r.typed(f"Крило {n} <b>"),
            r.typed(f"{n}.25"),
            *(r.typed("" if n % 3 else f"R-{n}.{m}") for m in range(7)),
        )
        for n in range(1, rows + 1)
    )
    total = (t("Total", "Totale", "Разом"), r.typed(""), r.typed("12.5"), *(r.typed("") for _ in range(7)))
    return r.Grid((*first, *more), cells, total)


def in_rows(rows: int) -> r.Answer:
    """An answer of so many rows."""
    question = t("Which parts are there?", "Quali parti ci sono?", "Які є частини?")
    return r.Answer(f"parts_{rows}", question, t(f"{rows} rows", f"{rows} righe", f"рядків: {rows}"), None, grid(rows))


#: a block of the authority's form with columns of its own, and one whose rows another organisation keeps
OWN_COLUMNS = r.MatrixBlock(t("Parts", "Parti", "Частини"), (), grid(3))
KEPT_ROWS = r.MatrixBlock(t("Materials", "Materiali", "Матеріали"), (), grid(0), r.Held("Krylo Aero", sha("rows")))


def full() -> r.RecordContent:
    """A short record that has every chapter there is, and every mark on its evidence and approvals."""
    short = brief()
    first, *others = short.steps
    said = replace(first.approvals[0], comment=r.typed("Only with the parachute fitted."))
    marked = replace(
        short.evidence[0],
        marking=t("Partners only", "Solo partner", "Лише партнерам"),
        mode=t("attested by its owner", "attestata dal proprietario", "засвідчено власником"),
    )
    return replace(
        short,
        steps=(
            replace(
                first,
                approvals=(said, *first.approvals[1:]),
                answers=(*first.answers, in_rows(5), in_rows(MOST_BESIDE + 1)),
                conditions=short.result.conditions,
            ),
            *others,
        ),
        matrix=(*short.matrix, OWN_COLUMNS, KEPT_ROWS),
        result=replace(short.result, accountable=(said,)),
        evidence=(marked, *short.evidence[1:]),
        derived=tuple(
            replace(each, table="sail", reads=("final_grc", "residual_arc")) if each.name == "sail" else each
            for each in short.derived
        ),
        tables=(SAIL_TABLE,),
        waivers=(WAIVER,),
        tallies=TALLIES,
        deeds=DEEDS,
        checklist=replace(short.checklist, digest=digest_of(tuple(File(raw) for raw in CHECKLIST.values()))),
        files=carried.listed(CARRIED[carried.SCHEMA], CHECKLIST),
    )


def brief(*steps: r.Step) -> r.RecordContent:
    """A short record: the first steps of the sample, or the given ones, with what belongs to them."""
    whole = sample()
    kept = steps or whole.steps[:3]
    named = {sha256 for each in kept for sha256 in each.evidence}
    return replace(
        whole, steps=kept, evidence=tuple(e for e in whole.evidence if e.sha256 in named), matrix=whole.matrix[:1]
    )


def answered(words: str) -> r.RecordContent:
    """A short record whose first answer is `words`."""
    first = sample().steps[0]
    answer = replace(first.answers[0], value=r.typed(words))
    return brief(replace(first, answers=(answer, *first.answers[1:])))


def proven(
    content: r.RecordContent, key: NoteKey, sign: Sign, lie: Mapping[str, Json] = MappingProxyType({})
) -> r.RecordContent:
    """The same record with a proof from a ledger of seven entries; the members of `lie` make its entry say something else."""
    identity = content.identity
    entry: dict[str, Json] = {
        "seq": 5,
        "kind": "RecordRequested",
        "dossier": identity.dossier_id,
        "revision": identity.revision,
        "object": {"record": identity.record_id, "language": "en"},
    }
    bodies = [ledger.canonical({"seq": n + 1}) for n in range(7)]
    bodies[4] = ledger.canonical({**entry, **lie})
    leaves = [ledger.leaf_hash(body) for body in bodies]

    def node(level: int, place: int) -> bytes:
        if level == 0:
            return leaves[place]
        return ledger.node_hash(node(level - 1, 2 * place), node(level - 1, 2 * place + 1))

    checkpoint = Checkpoint(key.name, 7, ledger.root(7, node))
    proof = r.LedgerProof(
        entries=identity.revision,
        checkpoint=sign_note(checkpoint.text, key, sign),
        leaf_index=4,
        tree_size=7,
        hashes=tuple(each.hex() for each in ledger.prove_inclusion(4, 7, node)),
        entry=bodies[4].decode(),
    )
    return replace(content, ledger=proof)
