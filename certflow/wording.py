"""The sentence for each refusal: what is wrong, where, and what would make it right.

The code is the rule's; the sentence can change, or be translated, without touching a rule.
"""

from __future__ import annotations

from collections.abc import Mapping

from certflow.domain.refusal import Refused
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
    "dossier.checklist": "The edition {checklist} of this dossier cannot be read now: {why}",
    # steps and questions
    "step.unknown": "The checklist has no step “{step}”.",
    "step.undecided": "This step cannot be decided yet. Answer first: {waits_for}.",
    "step.not-required": "This step is not required for the answers given, so it needs no review.",
    "checklist.unknown": "There is no edition {checklist} here. Known: {known}.",
    "question.unknown": "The checklist has no question “{question}”.",
    # what if
    "goal.unknown": "The checklist derives no value “{name}”. Known: {known}.",
    "goal.value": "“{given}” is no value that can be asked for here. It can be: {known}.",
    # review
    "review.already-submitted": "This step is already with the reviewers.",
    "review.unanswered": "Answer these questions before you submit the step: {questions}.",
    "review.not-submitted": "This step is not waiting for review; somebody may have changed or returned it.",
    "review.changed": "The step changed after this page was drawn. Look at the differences before you decide.",
    "review.same-person": "{who} prepared this step, so someone else must approve it.",
    "review.approved-meanwhile": "Somebody has approved this step already. Ask a reviewer to return it.",
    "review.sent-by-others": "Another organisation sent this step for review, so only its people can take it back.",
    "review.already-voted": "You have approved this step already; somebody else has to give the next approval.",
    "review.role": "This step is approved by people in one of these roles: {roles}.",
    "review.party": "Your organisation plays no part in this dossier.",
    "review.seat-taken": "Your organisation's approval is there already. Still needed from: {parties}.",
    "review.sign-in-again": "Enter your password to sign this approval.",
    "review.password": "That is not your password. Nothing was signed.",
    "review.meaning": "Choose what your signature means.",
    "review.reason": "Say what has to change before you can approve; the author will read it.",
    # evidence
    "evidence.type": "Files of this kind are not taken. Allowed: {allowed}.",
    "evidence.content": "“{name}” does not contain what its ending .{ending} says. Save it again in that format.",
    "evidence.empty": "“{name}” is empty. Choose the file again.",
    "evidence.name": "Give the file a name of at most {longest} characters.",
    "evidence.none": "Choose a file first.",
    "evidence.too-large": "The file is larger than {most}. Split or compress it.",
    "evidence.too-many": "This step holds {most} files already. Withdraw one that is no longer needed.",
    "evidence.unknown": "There is no such evidence in this dossier.",
    "evidence.reason": "Say why the evidence is withdrawn; the reason stays in the history.",
    # records
    "record.unknown": "There is no such record.",
    "record.language": "A record can be made in these languages: {known}.",
    "record.pending": "A record of this dossier is being made. Wait until it is ready.",
    "record.not-sealed": "Only a sealed record can be withdrawn.",
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


def sentence(refused: Refused, language: str = "en") -> str:
    """What to tell the person, in their language. A code without a sentence is a broken promise inside the house."""
    if refused.code not in SENTENCES:
        raise RuntimeError(f"no sentence for the refusal {refused.code}; add one to certflow/wording.py") from refused
    told = {name: _plain(value) for name, value in refused.facts.items()}
    return catalogue(language).gettext(SENTENCES[refused.code]).format_map(_Told(told))


class _Told(dict[str, str]):
    """Facts by name; a fact the rule did not tell is shown as an ellipsis, never as a broken page."""

    def __missing__(self, key: str) -> str:
        return "…"


def _plain(value: object) -> str:
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(_plain(each) for each in value)
    return str(value)
