"""The sentence for each refusal: what is wrong, where, and what would make it right; and for each reason of a verdict.

The code is the rule's; the sentence can change, or be translated, without touching a rule.
"""

from __future__ import annotations

from collections.abc import Mapping

from certflow.domain.refusal import Refused
from certflow.domain.text import Text
from certflow.languages import catalogue

SENTENCES: Mapping[str, str] = {
    # answers
    "answer.conflict": "{who} changed this answer while you were typing. Both texts are kept: choose one.",
    "answer.required": "Enter an answer.",
    "answer.number": "Enter a number, such as 35 or 2.5. “{given}” is not one.",
    "answer.too-small": "Enter {least} or more. “{given}” is below the limit.",
    "answer.too-large": "Enter {most} or less. “{given}” is above the limit.",
    "answer.not-above": "Enter more than {limit}. “{given}” is not.",
    "answer.not-below": "Enter less than {limit}. “{given}” is not.",
    "answer.whole": "Enter a whole number. “{given}” is not one.",
    "answer.digits": "Enter a number of at most {most} digits.",
    "answer.ambiguous": "“{given}” can be read in two ways. Write 1500 or 1.5 instead.",
    "answer.character": "The text holds a character that cannot be kept ({given}). Type it again without it.",
    "answer.choice": "Choose one of the options shown. “{given}” is not among them.",
    "answer.date": "Enter a date such as 2026-11-30. “{given}” is not one.",
    "answer.text": "Shorten the text to at most {most} characters.",
    "answer.pattern": "“{given}” does not have the expected form.",
    "answer.reference": "Name the document; give a chapter or page where you can.",
    "answer.reason": "Give the reason why this does not apply.",
    "answer.protected": "Another organisation holds this answer, so it cannot be given or changed from here.",
    "answer.month": "Enter a month such as 2026-11. “{given}” is not one.",
    "answer.year": "Enter a year such as 2026. “{given}” is not one.",
    "answer.row": "Row {row}, “{column}”: {why}",
    "answer.column": "Row {row} has no column “{given}”. Columns: {offered}.",
    "answer.rows-none": "Enter at least one row, or say that there is nothing to list.",
    "answer.rows-few": "Enter at least {least} rows.",
    "answer.rows-many": "Enter at most {most} rows; there are {given}.",
    "answer.configuration": "Say which configuration this counts for, such as type and software version.",
    "answer.entry-amount": "Row {row}: enter the amount that was added.",
    "answer.reset-reason": "Row {row}: say why counting starts anew.",
    "answer.outcome": "Choose what was decided, or that the decision is pending.",
    "answer.decision-by": "Say who decides or decided.",
    "answer.decision-letter": "Give the reference and the date of the decision.",
    "answer.decision-conditions": "Write down the conditions under which it was granted.",
    "answer.expiry-both": "Give a date or an event, not both.",
    "answer.expiry-none": "Give the date, or the event after which it ends.",
    "answer.expiry-months": "Enter whole months from 0 to 600. “{given}” is not that.",
    "answer.designator": "Enter a designator as it is published, such as LI R64. “{given}” does not look like one.",
    "answer.degrees": "Enter degrees such as 45.4642 or 45°27'51\"N, at most {most}. “{given}” is not that.",
    "answer.evidence-many": "Choose at most {most} pieces; {given} are chosen.",
    "answer.evidence-type": "This question takes files of these kinds only: {allowed}.",
    "answer.not-attached": "A chosen piece of evidence is not attached to this step any more. Choose again.",
    "answer.no-party": "Choose an organisation that takes part in this dossier.",
    "rows.none": "Choose a file, or paste the cells.",
    "rows.too-large": "The table is larger than {most}. Bring it in parts.",
    "rows.unreadable": "This can be read neither as a spreadsheet nor as text with separators. Save it as XLSX or CSV.",
    "rows.empty": "There is no row in it.",
    "rows.heads": "{sheet}, row {row}: these heads are missing: {missing}.",
    "rows.cell": "{sheet}, row {row}, “{column}”: {why}",
    "answer.calculated": "This is calculated from other answers, so there is nothing to enter.",
    # dossiers
    "dossier.unknown": "There is no such dossier, or your organisation is no party to it.",
    "dossier.exists": "This dossier has been opened already.",
    "dossier.title": "Give the dossier a title of at most {longest} characters.",
    "dossier.party": "Give each organisation one of these parts: {known}.",
    "dossier.own-party": "Your own organisation must play a part in a dossier you open.",
    "dossier.closed": "The dossier is closed. Its accountable manager can reopen it with a reason.",
    "dossier.open": "The dossier is still open. Close it first.",
    "dossier.incomplete": "These steps are not approved yet: {steps}. Finish their review, then close the dossier.",
    "dossier.problems": "The plan shows a problem that has to be settled first: {problems}.",
    "dossier.statement": "Write the statement you make by closing the dossier.",
    "dossier.reason": "Give the reason for reopening; it stays in the history.",
    "edition.same": "The dossier stands on edition {edition} already.",
    "edition.not-newer": "Edition {edition} does not say that it follows {present}, so nothing leads there.",
    "edition.parties": "The edition does not know these parts of the dossier: {parties}. It knows: {known}.",
    "edition.issues": "Nothing follows these steps, and issues are open on them: {steps}. Settle those first.",
    "edition.changed": "The dossier changed meanwhile. Look again at what the edition does to it, then agree.",
    "edition.reason": "Give the reason for going over to this edition; it stays in the history.",
    "edition.long": "Shorten the reason to at most {most} characters.",
    "dossier.checklist": "The edition {checklist} of this dossier cannot be read now: {why}",
    # steps and questions
    "step.unknown": "The checklist has no step “{step}”.",
    "step.undecided": "This step cannot be decided yet. Answer first: {waits_for}.",
    "step.not-required": "This step is not required for the answers given, so it needs no review.",
    "checklist.unknown": "There is no edition {checklist} here. Known: {known}.",
    "question.unknown": "The checklist has no question “{question}”.",
    "question.protected": "Another organisation holds the answer to “{question}”, so nothing can be tried with it.",
    # lists of things
    "list.unknown": "The checklist has no list “{list}”.",
    "list.most": "There are {most} already, and there cannot be more. Remove one first.",
    "item.unknown": "There is no such item in the list. Somebody may have changed the list; look at it again.",
    "item.name": "Shorten the name to at most {longest} characters.",
    "item.twice": "Another one is called “{name}” already. Choose a name that tells them apart.",
    "item.last": "This is the only one. Add another before you remove it.",
    "item.conflict": "Somebody else changed the name to “{name}” meanwhile. Change it again if yours is still right.",
    # import and export
    "import.too-large": "The file has {bytes} bytes; {most} are allowed. Split it, or leave out what is not needed.",
    "import.old-workbook": "This is a workbook of the old kind (.xls). Save it as .xlsx and try again.",
    "import.workbook": "The workbook cannot be read: {said}.",
    "import.bomb": "The workbook would unpack to {bytes} bytes; {most} are allowed, and not many times its own size.",
    "import.rows": "The sheet {sheet} has more than {most} rows. Remove those that are not needed, or split it.",
    "import.csv": "Line {line} of the table cannot be read: {said}.",
    "import.json": "This is not JSON: {said} (line {line}, column {column}).",
    "import.yaml": "This is not YAML that can be taken: {said} (line {line}, column {column}).",
    "import.deep": "The file is nested more than {most} deep.",
    "import.beside": "Beside the catalog the file holds something that is not known: {names}.",
    "import.empty": "{format}: nothing in it can become a checklist. It holds: {holds}.",
    "import.unknown": "What this file is cannot be told ({file}). Known are spreadsheets (.xlsx, .csv), OSCAL catalogs "
    "and profiles (.json), and libraries of CISO Assistant (.yaml).",
    "import.profile": "An OSCAL profile tailors a catalog: import that first, then name its checklist with --over.",
    "import.failed": "The file could not be read: {why}",
    "export.format": "“{given}” is no format to export. Known: {known}.",
    # what if
    "goal.unknown": "The checklist derives no value “{name}”. Known: {known}.",
    "goal.value": "“{given}” is no value that can be asked for here. It can be: {known}.",
    # review
    "review.already-submitted": "This step is already with the reviewers.",
    "review.unanswered": "Answer these questions before you submit the step: {questions}.",
    "review.not-submitted": "This step is not waiting for review; somebody may have changed or returned it.",
    "review.changed": "The step changed after this page was drawn. Look at the differences before you decide.",
    "review.same-person": "{who} prepared this step, so someone else must approve it.",
    "review.same-organisation": "Your organisation prepared this step, so another one must approve it.",
    "review.same-dossier": "{who} prepared a part of this dossier, so someone who did not must approve this step.",
    "review.role-taken": "Each approval is given in another role. Still needed: {roles}.",
    "review.over": "An approval would hold until {day}, and that day is over. Bring that date up to date first.",
    "review.approved-meanwhile": "Somebody has approved this step already. Ask a reviewer to return it.",
    "review.sent-by-others": "Another organisation sent this step for review, so only its people can take it back.",
    "review.already-voted": "You have given your approval already; somebody else has to give the next one.",
    "review.role": "This is decided by people in one of these roles: {roles}.",
    "review.party": "Your organisation plays no part in this dossier.",
    "review.seat-taken": "Your organisation's approval is there already. Still needed from: {parties}.",
    "review.owner-first": "Another organisation holds something here: first one of its reviewers has to vouch for it.",
    "review.sign-in-again": "Enter your password to sign this approval.",
    "review.password": "That is not your password. Nothing was signed.",
    "review.meaning": "Choose what your signature means.",
    "review.reason": "Say what has to change before you can approve; the author will read it.",
    # waivers and other means
    "departure.never": "The checklist does not allow this for this step.",
    "departure.unknown": "There is no such waiver or other means in this dossier.",
    "departure.approved": "This step is approved, so there is nothing to set aside.",
    "departure.waiting": "One was asked for already and waits for a decision. Take it back first, or wait.",
    "departure.not-waiting": "This waits for no decision any more; somebody may have decided or taken it back.",
    "departure.over": "This neither waits nor stands any more.",
    "departure.reason": "Give the reason; everybody in the dossier reads it, and the record prints it.",
    "departure.instead": "Say what is done instead.",
    "departure.long": "Shorten the text to at most {most} characters.",
    "departure.day": "Enter a day such as 2027-03-01. “{given}” is not one.",
    "departure.until": "Enter the last day, {day} at the latest.",
    "departure.past": "{day} is over. Choose a later day.",
    "departure.too-long": "The checklist allows it until {day} at the latest.",
    "departure.changed": "It is not what you were shown. Look at it again before you decide.",
    "departure.same-person": "{who} asked for it, so someone else must decide.",
    "departure.same-organisation": "Your organisation asked for it, so another one must decide.",
    "departure.not-yours": "Only the organisation that asked for it, or those who may grant it, can take it back.",
    "departure.means-undecided": "Another means of compliance was proposed here. It has to be decided, or taken back, "
    "before the step goes to review.",
    # taking over
    "take-over.nothing": "Choose at least one row that has something to carry.",
    "take-over.no-mapping": "The checklist says nothing of {edition}, so nothing can be taken over from there.",
    # issues
    "dossier.issues": "Issues are open on these steps: {steps}. Decide them or take them back, then close the dossier.",
    "issue.unknown": "There is no such issue in this dossier.",
    "issue.sort": "Choose what the issue is about.",
    "issue.title": "Give the issue a title of at most {longest} characters.",
    "issue.text": "Say what has to be settled.",
    "issue.position": "Write what your organisation holds.",
    "issue.verdict": "Choose whether it is accepted.",
    "issue.decision": "Write the decision.",
    "issue.reason": "Say why the issue is taken back.",
    "issue.long": "Shorten the text to at most {most} characters.",
    "issue.settled": "This issue is settled already.",
    "issue.same-person": "{who} opened this issue, so someone else must decide it.",
    "issue.not-yours": "Only the organisation that opened the issue can take it back.",
    # gates and conditions
    "gate.closed": "This goes to review once these steps are approved: {steps}.",
    "gate.early": "Before this step, these have to be approved: {steps}.",
    "condition.unknown": "There is no such condition; the approval it belonged to may have fallen.",
    "condition.met": "This condition is met already.",
    "condition.note": "Say how the condition was met.",
    "condition.too-many": "Set at most {most} conditions.",
    "condition.long": "Shorten each condition to at most {most} characters.",
    # evidence
    "evidence.type": "Files of this kind are not taken. Allowed: {allowed}.",
    "evidence.content": "“{name}” does not contain what its ending .{ending} says. Save it again in that format.",
    "evidence.empty": "“{name}” is empty. Choose the file again.",
    "evidence.name": "Give the file a name of at most {longest} characters.",
    "evidence.none": "Choose a file first.",
    "evidence.too-large": "The file is larger than {most}. Split or compress it.",
    "evidence.too-many": "This step holds {most} files already. Withdraw one that is no longer needed.",
    "evidence.protected": "Another organisation holds this file and does not hand it over. Its SHA-256 stands here.",
    "evidence.classified": "This installation is accredited up to {accredited}. Keep {level} content out of it; "
    "name its SHA-256 where it may be kept, and attest it there.",
    "evidence.not-yours": "The organisation that attached this file marks it.",
    "evidence.sha256": "Enter the file's SHA-256: 64 letters a to f and digits.",
    "evidence.size": "Enter the file's size in bytes, such as 48213.",
    "marking.value": "This marking is not known: {given}.",
    "marking.day": "Enter a day such as 2027-06-30. “{given}” is not one.",
    "marking.long": "Shorten the marking to at most {most} characters.",
    "marking.export": "Say either which list controls it, or who found that it is not controlled.",
    "evidence.unknown": "There is no such evidence in this dossier.",
    "evidence.reason": "Say why the evidence is withdrawn; the reason stays in the history.",
    # records
    "record.unknown": "There is no such record.",
    "record.protected": "This record says what other organisations hold. Ask for a view of it for your organisation.",
    "record.language": "A record can be made in these languages: {known}.",
    "disclosure.unknown": "There is nothing to disclose: “{question}” has no protected answer in this record.",
    "disclosure.erased": "The answer was erased, so it cannot be disclosed any more.",
    "record.audience": "There is no view of the record for “{audience}”. Known: {known}.",
    "record.no-bundle": "A public summary has no bundle: the ledger's entries name people. Its PDF alone is enough.",
    "bundle.key": "The ledger's key cannot be used now, so the bundle cannot be made. Tell whoever runs certflow.",
    "record.pending": "A record of this dossier is being made. Wait until it is ready.",
    "record.not-sealed": "Only a sealed record can be withdrawn.",
    "record.replacing": "Say why a new record takes the place of this one; whoever verifies this one will read it.",
    "record.reason": "Say why the record is withdrawn; whoever verifies it will read the reason.",
    "record.not-ready": "This record is not sealed yet.",
    "file.missing": "The file is not in the store. Tell an operator to restore it from a backup.",
    "file.damaged": "The file in the store is damaged. Tell an operator to restore it from a backup.",
    "text.unreadable": "The text holds a character that cannot be kept. Type it again without it.",
    # people
    "people.not-allowed": "Your role does not include this. Ask an administrator if it should.",
    "organisation.unknown": "There is no such organisation: {organisations}.",
    "organisation.exists": "There is already an organisation “{organisation}”.",
    "organisation.id": "Use small letters, digits and hyphens for the short name, such as aeronautica-ligure.",
    "organisation.name": "Enter the organisation's name.",
    "organisation.country": "Enter the country as two capital letters, such as IT or UA.",
    "person.name": "Enter the person's name.",
    "person.email": "Enter an e-mail address such as anna@example.org.",
    "person.exists": "Somebody with the address {email} has been invited already.",
    "person.organisation": "There is no organisation “{organisation}”. Known: {known}.",
    "person.roles": "Choose at least one of these roles: {known}.",
    "person.password": "Choose a password of {shortest} to {longest} characters. A few words in a row work well.",
    "person.unknown": "There is no such person.",
    "person.self": "You cannot disable your own account; another administrator can.",
    "person.reason": "Say why the account is disabled.",
    "invite.unusable": "This invitation was used or has expired. Ask an administrator for a new one.",
    "session.wrong": "The e-mail address or the password is wrong.",
    "session.throttled": "Too many attempts. Try again in {minutes} minutes.",
    "session.ended": "You were signed out. Sign in again; what you typed is still in your browser.",
    "form.token": "This page is too old to be sent safely. Reload it and send it again; nothing was saved.",
    "form.too-large": "What you sent is larger than {most}. Send a smaller file.",
    # the demonstration
    "demo.other-data": "{folder} holds data already, so no examples were loaded. Give CERTFLOW_DATA another folder.",
    "demo.other-checklist": "The examples in {folder} use another {checklist}. Remove that folder and load them again.",
    # the machine
    "storage.full": "The disk is full, so nothing was saved. What you typed is still on your page. Tell an operator.",
    "storage.busy": "The database was busy for too long, so nothing was saved. Send the page again.",
    "verify.too-large": "The file is larger than any record ({most}).",
    "checklist.unusable": "The edition {checklist} cannot be used: {file} has {problems} problems. Run: certflow check",
    "storage.away": "The database cannot be reached. Reload the page to see what was saved last, and tell an operator.",
    "storage.unknown-database": "certflow keeps its data in SQLite or PostgreSQL, not in {kind}.",
    "storage.newer-schema": "A newer certflow has set this database up ({found}). Install that version or a later one.",
    "storage.schema": "The database is not set up for this certflow. Run: python3 -m certflow migrate",
    "page.unknown": "There is no such page.",
    "page.failed": "Something went wrong inside certflow. Nothing was saved by this request.",
}


#: why a verdict answers as it does; the codes and the facts are those of the `Reason`s in certflow/pdf
FINDINGS: Mapping[str, str] = {
    # what stands in the way of reading the file
    "file.another-record": "The ledger knows this file as another record than it says it is.",
    "file.too-long": "The file is longer than any record.",
    "file.unreadable": "The file cannot be read as a record. {why}",
    "file.broken": "The file cannot be read as a record ({kind}).",
    "file.encrypted": "The file is encrypted; a record never is.",
    "file.signatures-order": "The file's signatures do not follow one another.",
    "file.other-parts": "The file has parts from before or after sealing.",
    "file.no-validation-data": "The file lacks its validation data.",
    "file.signature-range": "A signature does not say what it covers.",
    "file.signed-before": "The file was signed before it was sealed.",
    "file.form-fields": "The file carries form fields beside the seal.",
    # the seal
    "seal.not-judged": "Not judged, because the file is not authentic.",
    "seal.no-time": "No time-stamp proves when it was sealed. Ask the ledger that issued it.",
    "seal.good": "Sealed under the trust anchor, and unchanged since.",
    "seal.good-stamped": "Sealed under the trust anchor, and unchanged since. "
    "A time-stamp proves that it stood on {day} at {time} UTC.",
    "seal.missing": "The file carries no seal.",
    "seal.not-whole-file": "The seal does not cover the whole file: something was appended or cut off.",
    "seal.no-stamp": "The seal itself carries no time-stamp.",
    "seal.no-seal": "The signature is no seal.",
    "seal.not-pades": "The seal is not of the PAdES kind.",
    "seal.allows-changes": "The seal does not forbid changes.",
    "seal.not-certifying": "The seal is not the certifying one.",
    "seal.place": "The place of the signature holds something else.",
    "seal.space": "The space behind the signature was written to.",
    "seal.algorithm": "The seal uses an algorithm we never use.",
    "seal.extra": "The signature carries something that we never write.",
    "seal.attributes": "The seal lacks the attributes that PAdES asks for.",
    "seal.other-certificate": "The seal names another certificate than it carries.",
    "seal.content-changed": "The content is not what was sealed: it was changed after sealing.",
    "seal.signature": "The signature does not fit the content.",
    "seal.digest": "The seal uses another digest than SHA-256.",
    "seal.changed-after": "Something was changed or added after sealing.",
    "seal.useless-certificates": "The seal carries certificates it has no use for.",
    "seal.checks": "The signature does not stand up to all checks.",
    "seal.revoked": "The seal's certificate was revoked.",
    "seal.expired": "The seal's certificate was valid from {first} to {last}, and nothing here proves that the "
    "record was sealed within that time. Ask the ledger that issued it.",
    "seal.stranger": "The seal was made with a certificate that the trust anchor does not vouch for.",
    # time-stamps
    "stamp.future": "A time-stamp is from the future.",
    "stamp.extra": "A time-stamp carries more than one authority signed.",
    "stamp.form": "A time-stamp is not written in the one form there is (DER).",
    "stamp.other": "A time-stamp is about something else.",
    "stamp.signature": "A time-stamp's signature does not fit.",
    "stamp.digest": "A time-stamp uses a digest we do not accept.",
    "stamp.revocation-unproven": "The file does not prove that the authority of a time-stamp was not revoked.",
    "stamp.stranger": "A time-stamp comes from an authority that the trust anchor does not name.",
    "stamp.content": "A time-stamp holds something else.",
    "stamp.revoked": "The authority of a time-stamp was revoked.",
    "stamp.expired": "The proof of time ended on {day}, when the certificate of the time-stamp expired, and it was not "
    "renewed before. Ask the ledger that issued the record.",
    "stamp.unusable": "A time-stamp cannot be used: {why}",
    # what came after the seal
    "renewal.more": "Something was changed or added after sealing that is no time-stamp.",
    "renewal.signature": "Something was added after sealing: the file carries more than one signature.",
    # the data inside
    "data.not-read": "The data inside were not looked at, because the file is not authentic.",
    "data.whole": "The data inside add up, and the ledger's proof holds.",
    "data.unreadable": "The data inside cannot be read: {why}",
    "data.attachments": "The file must carry exactly the files that its data name.",
    "data.file": "The attached file {name} is not among those that the data name.",
    "data.no-data": "The file does not carry {name}.",
    "data.left-open": "The outcome says that all is met, but something is left open.",
    "data.evidence": "Step {step} names evidence that is not listed.",
    "data.nobody-approved": "Step {step} counts as approved but names nobody who approved it.",
    "data.waived": "Step {step} counts as waived, but the record does not say by what, or not on its cover.",
    # the ledger's proof inside
    "proof.unreadable": "The ledger's proof cannot be read: {why}",
    "proof.missing": "The record carries no proof from the ledger.",
    "proof.other-ledger": "The checkpoint is of another ledger than the trust anchor names.",
    "proof.numbers": "The checkpoint, the proof and the record speak of different numbers of entries.",
    "proof.not-included": "The entry for this record is not in the ledger that the checkpoint describes.",
    "proof.other-entry": "The ledger's entry is about {said}, not about {meant}.",
    "proof.checkpoint": "The ledger's checkpoint does not hold: {why}.",
    # what the ledger knows
    "ledger.not-asked": "Not asked: the ledger that issued the record is not at hand.",
    "ledger.sealed": "The ledger sealed exactly this file as record {record}.",
    "ledger.never-sealed": "The ledger has never sealed a file with this SHA-256.",
    "ledger.unknown-file": "The ledger does not know this file.",
    # the record's standing
    "disclosure.unreadable": "The disclosure cannot be used: {why}.",
    "disclosure.no-record": "Not judged, because the record itself is not authentic.",
    "disclosure.other-record": "This copy holds no commitment to an answer “{what}”.",
    "disclosure.other-value": "The value is not the one this copy commits to as “{what}”.",
    "disclosure.fits": "The value disclosed is the one this copy commits to as “{what}”.",
    "record.current": "Neither replaced nor withdrawn.",
    "record.withdrawn": "The record was withdrawn: {why}",
    "record.replaced": "The record was replaced by {record}.",
    "record.replaced-why": "The record was replaced by {record}: {why}",
}


def sentence(refused: Refused, language: str = "en") -> str:
    """What to tell the person, in their language. A code without a sentence is a broken promise inside the house."""
    if refused.code not in SENTENCES:
        raise RuntimeError(f"no sentence for the refusal {refused.code}; add one to certflow/wording.py") from refused
    told = {name: _plain(value, language) for name, value in refused.facts.items()}
    return catalogue(language).gettext(SENTENCES[refused.code]).format_map(_Told(told))


class _Told(dict[str, str]):
    """Facts by name; a fact the rule did not tell is shown as an ellipsis, never as a broken page."""

    def __missing__(self, key: str) -> str:
        return "…"


def finding(code: str, facts: Mapping[str, str], language: str = "en") -> str | None:
    """Why a verdict answers as it does, in the reader's language; None where there is no such sentence."""
    if code not in FINDINGS:
        return None
    return catalogue(language).gettext(FINDINGS[code]).format_map(_Told(facts))


def _plain(value: object, language: str) -> str:
    match value:
        case list() | tuple() | set() | frozenset():
            return ", ".join(_plain(each, language) for each in value)
        case Refused():  # what is wrong with a part of what was typed
            return sentence(value, language)
        case Text():
            return value.in_language(language)
        case _:
            return str(value)
