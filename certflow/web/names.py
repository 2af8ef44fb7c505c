"""What closed sets of words are called on screen; the texts are msgids, said by `Words.gettext`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from certflow.domain.checklist import Independence, Kind, Visibility
from certflow.domain.checklist.mappings import Credit, Relationship
from certflow.domain.closing import RECORD_LANGUAGES, languages_of
from certflow.domain.marking import Classification, Ground, Sharing
from certflow.domain.people import MAY, Role
from certflow.domain.review.issues import IssueSort
from certflow.domain.review.steps import Meaning


def N_(text: str) -> str:
    """Marks a text for translation where no reader is known yet."""
    return text


ROLES: Mapping[str, str] = {
    Role.COMPLIANCE: N_("Compliance officer"),
    Role.TECHNICAL_REVIEWER: N_("Technical reviewer"),
    Role.SAFETY_MANAGER: N_("Safety manager"),
    Role.VERIFICATION_ENGINEER: N_("Verification engineer"),
    Role.HEAD_OF_AIRWORTHINESS: N_("Head of airworthiness"),
    Role.QUALITY_REPRESENTATIVE: N_("Quality representative"),
    Role.EXPORT_CONTROL_OFFICER: N_("Export control officer"),
    Role.LEGAL_COUNSEL: N_("Legal counsel"),
    Role.SECURITY_OFFICER: N_("Security officer"),
    Role.ACCOUNTABLE_MANAGER: N_("Accountable manager"),
    Role.AUTHORITY_OBSERVER: N_("Observer for the authority"),
    Role.CHECKLIST_EDITOR: N_("Checklist editor"),
    Role.ADMINISTRATOR: N_("Administrator"),
    "system": N_("certflow itself"),
    "self": N_("for themselves"),
}

ROLE_HINTS: Mapping[str, str] = {
    Role.COMPLIANCE: N_("Answers questions, attaches evidence, sends steps for review"),
    Role.TECHNICAL_REVIEWER: N_("Judges whether the evidence shows what a step asks"),
    Role.SAFETY_MANAGER: N_("Judges operational risk"),
    Role.VERIFICATION_ENGINEER: N_("Checks a demonstration of compliance that somebody else wrote"),
    Role.HEAD_OF_AIRWORTHINESS: N_("Answers for the airworthiness of the design"),
    Role.QUALITY_REPRESENTATIVE: N_("Judges that what is produced is what was designed"),
    Role.EXPORT_CONTROL_OFFICER: N_("Decides what may leave the country, and to whom"),
    Role.LEGAL_COUNSEL: N_("Judges what law and contracts allow"),
    Role.SECURITY_OFFICER: N_("Judges how information and products are protected"),
    Role.ACCOUNTABLE_MANAGER: N_("Answers for the dossier as a whole and closes it"),
    Role.AUTHORITY_OBSERVER: N_("Reads along; decides outside certflow"),
    Role.CHECKLIST_EDITOR: N_("Reads and checks checklists"),
    Role.ADMINISTRATOR: N_("Invites people; sees no dossier"),
}

#: kind of question → what it takes
QUESTION_KINDS: Mapping[str, str] = {
    Kind.NUMBER: N_("Number"),
    Kind.CHOICE: N_("One of these"),
    Kind.MULTI_CHOICE: N_("Any of these"),
    Kind.YES_NO: N_("Yes or no"),
    Kind.YES_NO_NA: N_("Yes, no, or not applicable with a reason"),
    Kind.TEXT: N_("Text"),
    Kind.DATE: N_("Date"),
    Kind.REFERENCE: N_("Document and page"),
    Kind.DECLARATION: N_("Declaration to tick"),
    Kind.ROWS: N_("Rows of a table"),
    Kind.EVIDENCE: N_("Evidence attached to the step"),
    Kind.COUNTER: N_("Dated entries that are added up"),
    Kind.DECISION: N_("Decision of somebody outside"),
    Kind.EXPIRY: N_("End of a term: a day or an event"),
    Kind.DURATION: N_("Duration"),
    Kind.PARTY: N_("Organisation of the dossier"),
    Kind.PLACE: N_("Place on the earth or part of the airspace"),
    Kind.CALCULATION: N_("Calculation, shown"),
}

MEANINGS: Mapping[str, str] = {
    Meaning.REVIEW: N_("I have checked the evidence against the requirement"),
    Meaning.APPROVAL: N_("I approve this step for my organisation"),
    Meaning.RESPONSIBILITY: N_("I take responsibility for the statement made here"),
}
#: who is kept apart, as a condition of a review policy
INDEPENDENCE: Mapping[str, str] = {
    Independence.ORGANISATION: N_("nobody from an organisation that prepared the step"),
    Independence.DOSSIER: N_("nobody who prepared anything in the dossier"),
    Independence.ROLE: N_("each in another role"),
}

#: who reads an answer, or a file, where that is not simply every party of the dossier
READ_BY: Mapping[str, str] = {
    Visibility.PUBLIC: N_("Anybody can read it, also in the public summary of the record."),
    Visibility.OWNER: N_("Only the organisation that gives it can read it."),
    Visibility.AUTHORITY: N_("Only the organisation that gives it and the authority can read it."),
}

#: what an issue is about
ISSUE_SORTS: Mapping[str, str] = {
    IssueSort.SPECIAL_CONDITION: N_("Special condition"),
    IssueSort.EQUIVALENT_SAFETY: N_("Equivalent safety finding"),
    IssueSort.DEVIATION: N_("Deviation"),
    IssueSort.INTERPRETATION: N_("Interpretation or means of compliance"),
    IssueSort.CERTIFICATION_BASIS: N_("Certification basis"),
    IssueSort.ELECT_TO_COMPLY: N_("Election to comply"),
    IssueSort.REVERSION: N_("Reversion"),
    IssueSort.ADMINISTRATIVE: N_("Administrative matter"),
}

#: who reads a piece of evidence, as its marking says
AUDIENCES: Mapping[str, str] = {
    Visibility.PUBLIC: N_("Everybody"),
    Visibility.CONSORTIUM: N_("Every party of the dossier"),
    Visibility.AUTHORITY: N_("Its owner and the authority"),
    Visibility.OWNER: N_("Only its owner"),
}
#: how the file of a piece of evidence is passed on
SHARING: Mapping[str, str] = {
    Sharing.FULL: N_("Handed over to whoever may read it"),
    Sharing.REDACTED: N_("This is a redacted copy"),
    Sharing.ATTEST_ONLY: N_("Stays with its owner, attested only"),
}
GROUNDS: Mapping[str, str] = {
    Ground.UNSAID: N_("Not said"),
    Ground.BACKGROUND: N_("Background"),
    Ground.FOREGROUND: N_("Foreground"),
    Ground.THIRD_PARTY: N_("Of a third party"),
}
CLASSIFICATIONS: Mapping[str, str] = {
    Classification.NONE: N_("Not said"),
    Classification.UNCLASSIFIED: N_("Unclassified"),
    Classification.RESTRICTED: N_("Restricted"),
    Classification.CONFIDENTIAL: N_("Confidential"),
    Classification.SECRET: N_("Secret"),
    Classification.TOP_SECRET: N_("Top secret"),
}
#: the other parts of a marking: label and hint
MARKINGS: Mapping[str, tuple[str, str]] = {
    "owner": (N_("Owner of the content"), N_("Where it is not your own organisation")),
    "export": (N_("Export control list and number"), N_("Such as EU 2021/821 9A012")),
    "not_controlled": (N_("Or: not controlled, found by whom and when"), ""),
    "licence": (N_("Number of the licence"), ""),
    "until": (N_("Last day of the licence"), N_("Such as 2027-06-30")),
}

#: what another checklist asks, beside this one
RELATIONSHIPS: Mapping[str, str] = {
    Relationship.EQUAL: N_("it asks the same"),
    Relationship.SUBSET: N_("it asks for a part of this"),
    Relationship.SUPERSET: N_("it asks for this and more"),
    Relationship.INTERSECTS: N_("it has something in common with this"),
    Relationship.NONE: N_("it has nothing in common with this"),
}

#: what may be carried from there
CREDITS: Mapping[str, str] = {Credit.ANSWERS: N_("answers"), Credit.EVIDENCE: N_("evidence")}

#: languages as they call themselves
LANGUAGE_NAMES: Mapping[str, str] = {"en": "English", "it": "Italiano", "uk": "Українська"}
#: what a record can be made in: one language, or two side by side
RECORD_LANGUAGE_NAMES: Mapping[str, str] = {
    each: " + ".join(LANGUAGE_NAMES[one] for one in languages_of(each)) for each in RECORD_LANGUAGES
}

#: kind of fact → its group in the history, which also picks its mark
ENTRY_KINDS: Mapping[str, str] = {
    "DossierOpened": "plan",
    "AnswerGiven": "answer",
    "AnswerWithdrawn": "answer",
    "ItemAdded": "answer",
    "ItemRenamed": "answer",
    "ItemRemoved": "answer",
    "ItemPutBack": "answer",
    "EvidenceAttached": "evidence",
    "EvidenceMarked": "evidence",
    "EvidenceWithdrawn": "evidence",
    "StepSubmitted": "review",
    "StepTakenBack": "review",
    "StepReturned": "review",
    "StepApproved": "review",
    "StepReopened": "review",
    "StepExpired": "review",
    "ConditionSet": "review",
    "ConditionMet": "review",
    "TakenOver": "answer",
    "IssueOpened": "departure",
    "PositionTaken": "departure",
    "IssueDecided": "departure",
    "IssueWithdrawn": "departure",
    "DepartureAsked": "departure",
    "DepartureGranted": "departure",
    "DepartureRefused": "departure",
    "DepartureWithdrawn": "departure",
    "DepartureEnded": "departure",
    "EditionMoved": "plan",
    "DossierClosed": "record",
    "DossierReopened": "record",
    "RecordRequested": "record",
    "RecordDelayed": "record",
    "RecordSealed": "record",
    "RecordFailed": "record",
    "RecordRenewed": "record",
    "RecordWithdrawn": "record",
}

#: kinds of fact whose mark says more than that of their group
MARKS: Mapping[str, str] = {
    "StepSubmitted": "submitted",
    "StepTakenBack": "withdrawn",
    "StepReturned": "returned",
    "StepApproved": "approved",
    "StepReopened": "reopened",
    "StepExpired": "reopened",
    "IssueOpened": "issue",
    "PositionTaken": "answer",
    "IssueDecided": "approved",
    "IssueWithdrawn": "withdrawn",
    "DepartureAsked": "submitted",
    "DepartureGranted": "approved",
    "DepartureRefused": "returned",
    "DepartureWithdrawn": "withdrawn",
    "DepartureEnded": "reopened",
}

KIND_NAMES: Mapping[str, str] = {
    "answer": N_("Answers"),
    "evidence": N_("Evidence"),
    "review": N_("Reviews"),
    "departure": N_("Waivers, other means and issues"),
    "record": N_("Closing and records"),
}


def in_order(roles: Iterable[Role]) -> list[Role]:
    """Roles in the order of the permission table."""
    held = set(roles)
    return [role for role in MAY if role in held]
