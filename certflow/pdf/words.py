"""The fixed words of the paper in every language. A template asks for them by name; a missing name fails the drawing."""

# ruff: noqa: E501 - a passage and its translations read best on one line each

from __future__ import annotations

from types import MappingProxyType

from certflow.domain.record import Applies, Step
from certflow.domain.text import Text


def _text(en: str, it: str, uk: str) -> Text:
    return Text(en, "en", {"it": it, "uk": uk})


WORDS = MappingProxyType(
    {
        # running heads and cover
        "kind": _text("Certification record", "Verbale di certificazione", "Протокол сертифікації"),
        "dossier": _text("Dossier", "Fascicolo", "Досьє"),
        "revision": _text("Revision", "Revisione", "Ревізія"),
        "record": _text("Record", "Verbale", "Протокол"),
        "page": _text("Page", "Pagina", "Сторінка"),
        "of": _text("of", "di", "з"),
        "made": _text("Made", "Redatto", "Складено"),
        "checklist": _text("Checklist", "Lista di controllo", "Контрольний перелік"),
        "publisher": _text("Publisher", "Editore", "Видавець"),
        "parties": _text("Organisations", "Organizzazioni", "Організації"),
        "data_digest": _text("SHA-256 of the data", "SHA-256 dei dati", "SHA-256 даних"),
        "checklist_digest": _text("SHA-256 of the checklist", "SHA-256 della lista", "SHA-256 переліку"),
        "ledger_place": _text("Place in the ledger", "Posto nel giornale degli atti", "Місце в журналі"),
        "entry_of": _text("entry {index} of {size}", "voce {index} di {size}", "запис {index} з {size}"),
        "no_ledger": _text(
            "This copy carries no proof from the ledger.",
            "Questa copia non porta prove dal giornale degli atti.",
            "Ця копія не містить доказу з журналу.",
        ),
        "software": _text("Made with", "Prodotto con", "Створено за допомогою"),
        "draft": _text(
            "This edition of the checklist is a draft.",
            "Questa edizione della lista è una bozza.",
            "Ця редакція переліку є чернеткою.",
        ),
        "check_here": _text("Check this record", "Verificare questo verbale", "Перевірити цей протокол"),
        "check_here_how": _text(
            "Scan the code or open the address. You are asked for the PDF file; paper alone proves nothing.",
            "Inquadrare il codice o aprire l’indirizzo. Viene chiesto il file PDF: la sola carta non prova nulla.",
            "Зчитайте код або відкрийте адресу. Потрібен PDF-файл: сам папір нічого не доводить.",
        ),
        "qr": _text("QR code with the address {url}", "Codice QR con l’indirizzo {url}", "QR-код з адресою {url}"),
        "not_an_authorisation": _text(
            "This record states what was claimed, on which evidence, and who reviewed it. It is not an authorisation: only the competent authority authorises.",
            "Questo verbale riporta ciò che è stato dichiarato, su quali prove e chi lo ha esaminato. Non è un’autorizzazione: solo l’autorità competente autorizza.",
            "Цей протокол фіксує, що було заявлено, на підставі яких доказів і хто це розглянув. Він не є дозволом: дозвіл надає лише уповноважений орган.",
        ),
        # views
        "made_for": _text("Made for", "Redatto per", "Складено для"),
        "for_partner": _text(
            "{name}: what other organisations hold is replaced by its commitment in the ledger",
            "{name}: ciò che altre organizzazioni custodiscono è sostituito dal suo impegno crittografico nel giornale",
            "{name}: те, що зберігають інші організації, замінено зобов’язанням у журналі",
        ),
        "for_public": _text("Everybody: public summary", "Tutti: sintesi pubblica", "Усіх: публічний підсумок"),
        "held_by": _text("Held by {name}", "Custodito da {name}", "Зберігає {name}"),
        "unseen": _text("Approved without seeing", "Approvato senza vedere", "Схвалено, не бачивши"),
        # chapters
        "chapter_outcome": _text("Outcome", "Esito", "Результат"),
        "chapter_matrix": _text("Compliance matrix", "Matrice di conformità", "Матриця відповідності"),
        "chapter_glance": _text("Steps at a glance", "I passi in sintesi", "Кроки стисло"),
        "chapter_derived": _text("Derived values", "Valori derivati", "Похідні значення"),
        "chapter_tables": _text("Deciding tables", "Tabelle decisive", "Вирішальні таблиці"),
        "chapter_waivers": _text("Waivers and issues", "Deroghe e questioni", "Відступи та питання"),
        "chapter_steps": _text("Steps", "Passi", "Кроки"),
        "chapter_lists": _text("Long lists", "Elenchi lunghi", "Довгі переліки"),
        "chapter_evidence": _text("Evidence list", "Elenco delle prove", "Перелік доказів"),
        "chapter_history": _text("History", "Cronologia", "Історія"),
        "chapter_ledger": _text("Proof from the ledger", "Prova dal giornale degli atti", "Доказ із журналу"),
        "chapter_verify": _text("How to verify", "Come verificare", "Як перевірити"),
        # languages
        "languages": _text("Languages", "Lingue", "Мови"),
        "en": _text("English", "inglese", "англійська"),
        "it": _text("Italian", "italiano", "італійська"),
        "uk": _text("Ukrainian", "ucraino", "українська"),
        "authoritative": _text("authoritative", "fa fede", "має перевагу"),
        "translation": _text("translation", "traduzione", "переклад"),
        "two_languages": _text(
            "What is set in italics is the translation. What people typed stands once, as it was typed.",
            "In corsivo sta la traduzione. Ciò che le persone hanno scritto sta una volta sola, come è stato scritto.",
            "Курсивом набрано переклад. Введене людьми наведено один раз, так, як його введено.",
        ),
        # figures and tables
        "picture": _text("How the outcome was derived", "Come si è giunti all’esito", "Як отримано результат"),
        "picture_from": _text("from", "da", "з"),
        "by_level": _text("Steps by level", "Passi per livello", "Кроки за рівнем"),
        "by_state": _text("Steps by state", "Passi per stato", "Кроки за станом"),
        "no_level": _text("No level", "Senza livello", "Без рівня"),
        "table": _text("Table", "Tabella", "Таблиця"),
        "tables_intro": _text(
            "Each table that decided something stands here once, as the checklist has it. The deciding cell has a heavy frame and an arrow (→).",
            "Ogni tabella che ha deciso qualcosa sta qui una volta, come nella lista. La cella decisiva ha una cornice spessa e una freccia (→).",
            "Кожна таблиця, що щось вирішила, наведена тут один раз, як у переліку. Вирішальну клітинку позначено товстою рамкою та стрілкою (→).",
        ),
        "rows_by": _text("Rows", "Righe", "Рядки"),
        "columns_by": _text("Columns", "Colonne", "Стовпці"),
        "decided": _text("Decided", "Ha deciso", "Вирішила"),
        "no_row_holds": _text(
            "No row holds, so no cell is marked.",
            "Nessuna riga è valida: nessuna cella è marcata.",
            "Жоден рядок не справджується, тож клітинок не позначено.",
        ),
        # waivers
        "waivers_intro": _text(
            "What was set aside with a reason, or agreed as an issue, and when that ends.",
            "Ciò che è stato derogato con un motivo, o concordato come questione, e fino a quando.",
            "Що відкладено з поясненням або погоджено як питання, і доки це чинне.",
        ),
        "expires": _text("Expires", "Scade", "Діє до"),
        "by_whom": _text("Last act", "Ultimo atto", "Остання дія"),
        "kind_of": _text("Kind", "Tipo", "Вид"),
        "in_detail": _text("In detail", "In dettaglio", "Докладно"),
        # history
        "history_intro": _text(
            "All acts on this dossier, counted for each step. Approvals that stand are printed in full with their step; every other decision follows below in full.",
            "Tutti gli atti su questo fascicolo, contati per ogni passo. Le approvazioni in vigore stanno per intero presso il loro passo; ogni altra decisione segue qui per intero.",
            "Усі дії з цим досьє, пораховані за кроками. Чинні схвалення наведено повністю біля їхнього кроку; усі інші рішення наведено повністю нижче.",
        ),
        "counted": _text("Acts by step", "Atti per passo", "Дії за кроками"),
        "answered": _text("Answers saved", "Risposte salvate", "Збережено відповідей"),
        "attached_count": _text("Files attached", "File allegati", "Додано файлів"),
        "submitted": _text("Sent for review", "Inviato in esame", "Надіслано на розгляд"),
        "approved_count": _text("Approvals", "Approvazioni", "Схвалень"),
        "returned": _text("Returned", "Restituito", "Повернено"),
        "reopened": _text("Reopened", "Riaperto", "Відкрито знову"),
        "first_last": _text("First and last act (UTC)", "Primo e ultimo atto (UTC)", "Перша й остання дія (UTC)"),
        "decisions": _text("Decisions in full", "Le decisioni per intero", "Рішення повністю"),
        "who": _text("Who", "Chi", "Хто"),
        "what": _text("What", "Che cosa", "Що"),
        "entry_no": _text("Entry", "Voce", "Запис"),
        "comment": _text("Said with it", "Annotazione", "Примітка до рішення"),
        "marking": _text("Marking", "Contrassegno", "Позначка"),
        # open points
        "open_list": _text("Open points", "Punti aperti", "Відкриті питання"),
        # how to verify
        "verify_intro": _text(
            "This file is sealed: changing a single byte of it breaks the seal. You need no account and nobody’s permission to check it, and you need not trust whoever handed it to you.",
            "Questo file è sigillato: cambiarne un solo byte rompe il sigillo. Per verificarlo non servono né account né permessi, e non occorre fidarsi di chi l’ha consegnato.",
            "Цей файл скріплено печаткою: зміна навіть одного байта її порушує. Для перевірки не потрібні ні обліковий запис, ні дозвіл, ні довіра до того, хто його передав.",
        ),
        "verify_browser": _text("In a browser", "Nel browser", "У браузері"),
        "verify_page": _text(
            "Open the address below and choose this PDF file. The page answers four questions:",
            "Aprire l’indirizzo qui sotto e scegliere questo file PDF. La pagina risponde a quattro domande:",
            "Відкрийте адресу нижче й виберіть цей PDF-файл. Сторінка відповість на чотири запитання:",
        ),
        "verify_alone": _text("Without a network", "Senza rete", "Без мережі"),
        "verify_offline": _text(
            "Install certflow, get its trust anchor from a source you trust, and run the line below. It ends with 0 when all holds, with 2 when something was tampered with.",
            "Installare certflow, ottenere la sua ancora di fiducia da una fonte fidata ed eseguire la riga qui sotto. Termina con 0 se tutto torna, con 2 se qualcosa è stato manomesso.",
            "Установіть certflow, візьміть його якір довіри з надійного джерела й виконайте рядок нижче. Код 0 означає, що все сходиться, код 2 — що щось підроблено.",
        ),
        "verify_tools": _text("With other tools", "Con altri strumenti", "Іншими засобами"),
        "verify_other": _text(
            "Any viewer that knows PAdES signatures shows the seal. It calls the certificate unknown until you import the root certificate from the trust anchor.",
            "Ogni lettore che conosce le firme PAdES mostra il sigillo. Chiama sconosciuto il certificato finché non si importa la radice contenuta nell’ancora di fiducia.",
            "Будь-який переглядач із підтримкою підписів PAdES покаже печатку. Сертифікат він зватиме невідомим, доки не імпортувати кореневий сертифікат із якоря довіри.",
        ),
        "verify_files": _text("The data inside", "I dati contenuti", "Вкладені дані"),
        "verify_data": _text(
            "The same content is attached to this PDF as {file} for machines: open the attachments pane of your viewer.",
            "Lo stesso contenuto è allegato a questo PDF come {file} per le macchine: aprire il riquadro degli allegati del lettore.",
            "Той самий вміст долучено до цього PDF як {file} для програм: відкрийте панель вкладень свого переглядача.",
        ),
        "verify_means": _text("What the seal means", "Che cosa significa il sigillo", "Що означає печатка"),
        # outcome
        "contents": _text("Contents", "Indice", "Зміст"),
        "met_as_claimed": _text(
            "Requirements met as claimed", "Requisiti soddisfatti come dichiarato", "Вимоги виконано, як заявлено"
        ),
        "met_with_waivers": _text(
            "Requirements met as claimed, or waived",
            "Requisiti soddisfatti come dichiarato, o in deroga",
            "Вимоги виконано, як заявлено, або є відступ",
        ),
        "met_with_waivers_long": _text(
            "Every step that applies was approved by the reviewers it needs or is set aside by a waiver. The waivers are listed below, each with its last day. No other point was left open.",
            "Ogni passo applicabile è stato approvato dai revisori necessari oppure è oggetto di una deroga. Le deroghe sono elencate di seguito, ciascuna con il suo ultimo giorno. Nessun altro punto è rimasto aperto.",
            "Кожен застосовний крок схвалили потрібні рецензенти, або щодо нього надано відступ. Відступи наведено нижче, кожен з останнім днем. Інших відкритих питань немає.",
        ),
        "open_points": _text(
            "Reviewed, with open points", "Esaminato, con punti aperti", "Розглянуто, є відкриті питання"
        ),
        "met_as_claimed_long": _text(
            "Every step that applies was approved by the reviewers it needs. No point was left open.",
            "Ogni passo applicabile è stato approvato dai revisori necessari. Nessun punto è rimasto aperto.",
            "Кожен застосовний крок схвалили потрібні рецензенти. Відкритих питань немає.",
        ),
        "open_points_long": _text(
            "The dossier was closed with the points below still open.",
            "Il fascicolo è stato chiuso con i punti aperti elencati di seguito.",
            "Досьє закрито, хоча наведені нижче питання лишаються відкритими.",
        ),
        "conditions": _text("Conditions", "Condizioni", "Умови"),
        "none": _text("None.", "Nessuno.", "Немає."),
        "closing": _text("Closing statement", "Dichiarazione conclusiva", "Підсумкова заява"),
        "closing_words": _text(
            "From the answers given, the edition of the checklist named on the cover derived the requirements that apply. For each of them this record says what was claimed, on which evidence, and who reviewed it; met means met as claimed. Whether the operation or the product is authorised is for the competent authority to decide, and for nobody else.",
            "Dalle risposte date, l’edizione della lista indicata in copertina ha derivato i requisiti applicabili. Per ciascuno questo verbale dice che cosa è stato dichiarato, su quali prove e chi lo ha esaminato; soddisfatto significa soddisfatto come dichiarato. Se l’operazione o il prodotto sia autorizzato lo decide l’autorità competente, e nessun altro.",
            "З наданих відповідей зазначена на обкладинці редакція переліку вивела застосовні вимоги. Щодо кожної з них цей протокол каже, що заявлено, на підставі яких доказів і хто це розглянув; виконано означає виконано, як заявлено. Чи дозволено політ або виріб, вирішує уповноважений орган і ніхто інший.",
        ),
        "meaning": _text("Meaning", "Significato", "Значення підпису"),
        "accountable": _text("Who answers for it", "Chi ne risponde", "Хто за це відповідає"),
        "organisation": _text("Organisation", "Organizzazione", "Організація"),
        "part": _text("Part it plays", "Ruolo", "Роль"),
        "country": _text("Country", "Paese", "Країна"),
        "applies": _text("Applies", "Si applica", "Застосовується"),
        "applies_yes": _text("Yes", "Sì", "Так"),
        "applies_no": _text("No", "No", "Ні"),
        "applies_undecided": _text("Undecided", "Non deciso", "Не вирішено"),
        # matrix
        "matrix_intro": _text(
            "In the order and with the columns of the authority’s own form; a tick marks what is claimed. The matrix says where the proof stands; it is not the proof.",
            "Nell’ordine e con le colonne del modulo dell’autorità; la spunta indica ciò che è dichiarato. La matrice dice dove si trova la prova; non è la prova.",
            "У порядку та зі стовпцями форми уповноваженого органу; позначка вказує, що заявлено. Матриця показує, де міститься доказ, але сама не є доказом.",
        ),
        "requirement": _text("Requirement", "Requisito", "Вимога"),
        "robustness": _text("Level of robustness", "Livello di robustezza", "Рівень надійності"),
        "reference": _text(
            "Reference to documentation", "Riferimento alla documentazione", "Посилання на документацію"
        ),
        "reference_parts": _text(
            "Document name; chapter or page",
            "Nome del documento; capitolo o pagina",
            "Назва документа; розділ або сторінка",
        ),
        # lists
        "lists_intro": _text(
            "Answers with more rows than fit beside their question stand here in full.",
            "Le risposte con più righe di quante stiano accanto alla domanda sono qui per intero.",
            "Відповіді, у яких рядків більше, ніж уміщується біля запитання, наведено тут повністю.",
        ),
        "list": _text("List", "Elenco", "Перелік"),
        "no_rows": _text("No rows.", "Nessuna riga.", "Рядків немає."),
        # derived values
        "derived_intro": _text(
            "Each value follows from the answers by the rules and tables of the checklist. The table it was read from is named below the reason and drawn in the next chapter. A number after ≈ is printed with five digits; calculations use all of them.",
            "Ogni valore segue dalle risposte secondo le regole e le tabelle della lista. La tabella da cui è letto è indicata sotto il motivo e disegnata nel capitolo seguente. Un numero dopo ≈ è stampato con cinque cifre; i calcoli le usano tutte.",
            "Кожне значення випливає з відповідей за правилами й таблицями переліку. Таблицю, з якої його взято, названо під поясненням і наведено в наступному розділі. Число після ≈ надруковано з п’ятьма цифрами; обчислення використовують усі.",
        ),
        "value": _text("Value", "Valore", "Значення"),
        "why": _text("Why", "Perché", "Чому"),
        "no_value": _text("none", "nessuno", "немає"),
        # steps
        "step": _text("Step", "Passo", "Крок"),
        "level": _text("Level", "Livello", "Рівень"),
        "state": _text("State", "Stato", "Стан"),
        "state_draft": _text("Draft", "Bozza", "Чернетка"),
        "state_submitted": _text("In review", "In esame", "На розгляді"),
        "state_returned": _text("Returned", "Restituito", "Повернено"),
        "state_approved": _text("Approved", "Approvato", "Схвалено"),
        "state_waived": _text("Waived", "In deroga", "Відступ"),
        "state_not_required": _text("Not required", "Non richiesto", "Не вимагається"),
        "source": _text("Source", "Fonte", "Джерело"),
        "answers": _text("Answers", "Risposte", "Відповіді"),
        "not_answered": _text("Not answered", "Senza risposta", "Без відповіді"),
        "evidence": _text("Evidence", "Prove", "Докази"),
        "approvals": _text("Approvals", "Approvazioni", "Схвалення"),
        "valid_until": _text("Valid until", "Valido fino al", "Чинне до"),
        "signed_in": _text("Signed in with", "Accesso con", "Вхід через"),
        "shown_digest": _text("SHA-256 of what was shown", "SHA-256 di quanto mostrato", "SHA-256 показаного"),
        # evidence
        "evidence_intro": _text(
            "A file is the one that was reviewed if, and only if, its SHA-256 is the one printed here.",
            "Un file è quello esaminato se e solo se il suo SHA-256 è quello stampato qui.",
            "Файл є саме тим, який розглянули, лише якщо його SHA-256 збігається з наведеним тут.",
        ),
        "number": _text("No.", "N.", "№"),
        "file": _text("File", "File", "Файл"),
        "attached": _text("Attached", "Allegato da", "Долучено"),
        "bytes": _text("bytes", "byte", "байтів"),
        # ledger and verification
        "ledger_intro": _text(
            "Every act on this dossier is an entry in a ledger that only grows. The checkpoint below is signed over all its entries; the hashes lead from the request for this record to that checkpoint.",
            "Ogni atto su questo fascicolo è una voce di un giornale che può solo crescere. Il punto di controllo qui sotto è firmato su tutte le voci; gli hash portano dalla richiesta di questo verbale a quel punto.",
            "Кожна дія з цим досьє є записом у журналі, який лише зростає. Контрольну точку нижче підписано за всіма записами; геші ведуть від запиту на цей протокол до неї.",
        ),
        "checkpoint": _text("Signed checkpoint", "Punto di controllo firmato", "Підписана контрольна точка"),
        "hashes": _text("Inclusion proof", "Prova di inclusione", "Доказ включення"),
        "entry": _text("Entry", "Voce", "Запис"),
        "verify_authentic": _text(
            "Authentic: was it sealed by the system it names, and unchanged since?",
            "Autentico: è stato sigillato dal sistema che indica, e da allora è intatto?",
            "Справжній: чи скріпила його названа система і чи не змінено його відтоді?",
        ),
        "verify_identical": _text(
            "Identical: does the ledger know exactly this file?",
            "Identico: il giornale degli atti conosce proprio questo file?",
            "Тотожний: чи знає журнал саме цей файл?",
        ),
        "verify_complete": _text(
            "Complete: do the data inside and the proof from the ledger add up?",
            "Completo: i dati contenuti e la prova dal giornale degli atti concordano?",
            "Повний: чи узгоджуються вкладені дані й доказ із журналу?",
        ),
        "verify_current": _text(
            "Current: has it been replaced or withdrawn since?",
            "Attuale: è stato nel frattempo sostituito o ritirato?",
            "Чинний: чи не замінено або відкликано його відтоді?",
        ),
        "verify_seal": _text(
            "The seal is the system’s own and no person’s signature. The approvals of people are acts in the ledger, made after signing in again.",
            "Il sigillo è del sistema e non è la firma di una persona. Le approvazioni delle persone sono atti nel giornale degli atti, compiuti dopo un nuovo accesso.",
            "Печатка належить системі й не є підписом особи. Схвалення людей — це дії в журналі, зроблені після повторного входу.",
        ),
        "marks": _text(
            "A mark such as ‹U+1F600› stands for a character that cannot be printed; the attached data hold the original.",
            "Un segno come ‹U+1F600› sta per un carattere non stampabile; i dati allegati contengono l’originale.",
            "Позначка на зразок ‹U+1F600› замінює символ, який неможливо надрукувати; оригінал є у вкладених даних.",
        ),
    }
)


def standing(step: Step) -> str:
    """The word for where a step stands; of one that is undecided nobody can say yet that nothing is required."""
    return "applies_undecided" if step.applies is Applies.UNDECIDED else f"state_{step.state}"
