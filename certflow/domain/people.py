"""Who people are, and the one table of what each role may do.

- A person belongs to one organisation and holds roles there.
- An organisation plays a part (`party`) in a dossier; whoever is of no party sees nothing of it.
- What the table does not grant is forbidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from certflow.domain.refusal import Refused


class Role(StrEnum):
    #: answers questions, attaches evidence, submits steps
    COMPLIANCE = "compliance"
    #: judges whether the evidence shows what the step asks
    TECHNICAL_REVIEWER = "technical_reviewer"
    #: judges operational risk
    SAFETY_MANAGER = "safety_manager"
    #: checks a demonstration of compliance that somebody else wrote (Part 21)
    VERIFICATION_ENGINEER = "verification_engineer"
    #: answers for the airworthiness of the design
    HEAD_OF_AIRWORTHINESS = "head_of_airworthiness"
    #: judges that what is produced is what was designed
    QUALITY_REPRESENTATIVE = "quality_representative"
    #: decides what may leave the country, to whom
    EXPORT_CONTROL_OFFICER = "export_control_officer"
    #: judges what law and contracts allow
    LEGAL_COUNSEL = "legal_counsel"
    #: judges how information and products are protected
    SECURITY_OFFICER = "security_officer"
    #: answers for the dossier as a whole and closes it
    ACCOUNTABLE_MANAGER = "accountable_manager"
    #: reads along for the authority; decides outside certflow
    AUTHORITY_OBSERVER = "authority_observer"
    #: reads and checks checklists
    CHECKLIST_EDITOR = "checklist_editor"
    #: invites people and organisations; sees no dossier
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    DOSSIER_SEE = "dossier.see"
    DOSSIER_OPEN = "dossier.open"
    ANSWER_WRITE = "answer.write"
    EVIDENCE_ATTACH = "evidence.attach"
    STEP_SUBMIT = "step.submit"
    STEP_REVIEW = "step.review"
    #: opens issues about a step, takes positions, takes back what one's side asked for
    STEP_DISCUSS = "step.discuss"
    DOSSIER_CLOSE = "dossier.close"
    #: has a dossier go over to a later edition of its checklist
    DOSSIER_MOVE = "dossier.move"
    RECORD_MAKE = "record.make"
    RECORD_WITHDRAW = "record.withdraw"
    CHECKLIST_SEE = "checklist.see"
    CHECKLIST_IMPORT = "checklist.import"
    PEOPLE_MANAGE = "people.manage"


_READ = {Permission.DOSSIER_SEE, Permission.CHECKLIST_SEE}
_REVIEW = _READ | {Permission.STEP_REVIEW, Permission.STEP_DISCUSS}
_PREPARE = _READ | {
    Permission.ANSWER_WRITE,
    Permission.EVIDENCE_ATTACH,
    Permission.STEP_SUBMIT,
    Permission.STEP_DISCUSS,
}

#: the one table: role → what it may do
MAY: Mapping[Role, frozenset[Permission]] = {
    Role.COMPLIANCE: frozenset(_PREPARE | {Permission.DOSSIER_OPEN}),
    Role.TECHNICAL_REVIEWER: frozenset(_REVIEW),
    Role.SAFETY_MANAGER: frozenset(_REVIEW),
    Role.VERIFICATION_ENGINEER: frozenset(_REVIEW),
    Role.HEAD_OF_AIRWORTHINESS: frozenset(_REVIEW),
    Role.QUALITY_REPRESENTATIVE: frozenset(_REVIEW),
    Role.EXPORT_CONTROL_OFFICER: frozenset(_REVIEW),
    Role.LEGAL_COUNSEL: frozenset(_REVIEW),
    Role.SECURITY_OFFICER: frozenset(_REVIEW),
    Role.ACCOUNTABLE_MANAGER: frozenset(
        _REVIEW
        | {Permission.DOSSIER_CLOSE, Permission.DOSSIER_MOVE, Permission.RECORD_MAKE, Permission.RECORD_WITHDRAW}
    ),
    Role.AUTHORITY_OBSERVER: frozenset(_READ),
    Role.CHECKLIST_EDITOR: frozenset({Permission.CHECKLIST_SEE, Permission.CHECKLIST_IMPORT}),
    Role.ADMINISTRATOR: frozenset({Permission.PEOPLE_MANAGE, Permission.CHECKLIST_SEE}),
}


@dataclass(frozen=True)
class Organisation:
    """id is a short slug; country is an ISO 3166-1 alpha-2 code."""

    id: str
    name: str
    country: str


@dataclass(frozen=True)
class Person:
    id: str
    name: str
    email: str
    organisation: str
    roles: frozenset[Role]
    joined: bool = False
    disabled: bool = False


@dataclass(frozen=True)
class Actor:
    """A person at work: who acts, for whom, and how they proved who they are.

    signed_in    how the session began: "password", "cli" or "system"
    stepped_up   whether the password was given again for this very act
    """

    id: str
    name: str
    organisation: str
    roles: frozenset[Role]
    signed_in: str = "password"
    stepped_up: bool = False


#: certflow itself, for what follows from rules or from finished work
SYSTEM = Actor("certflow", "certflow", "", frozenset(), signed_in="system")


@dataclass(frozen=True)
class Directory:
    """Everybody certflow knows, replayed from the facts about people."""

    organisations: Mapping[str, Organisation]
    people: Mapping[str, Person]

    @cached_property
    def told(self) -> str:
        """All of it as one text, to see whether anything is different."""
        return repr((sorted(self.people.items()), sorted(self.organisations.items())))

    def by_email(self, email: str) -> Person | None:
        wanted = email_key(email)
        return next((person for person in self.people.values() if email_key(person.email) == wanted), None)


def email_key(email: str) -> str:
    """An address as it is compared: without outer spaces, in one case."""
    return email.strip().casefold()


def may(actor: Actor, permission: Permission) -> bool:
    """Whether any role of `actor` grants `permission`."""
    return any(permission in MAY[role] for role in actor.roles)


def role_for(actor: Actor, permission: Permission) -> Role:
    """The role `actor` uses for `permission`, first in the table's order.

    Raises Refused: people.not-allowed.
    """
    for role, granted in MAY.items():
        if role in actor.roles and permission in granted:
            return role
    raise Refused("people.not-allowed", permission=permission.value, who=actor.name)


def sees(actor: Actor, parties: Mapping[str, str]) -> bool:
    """Whether a dossier with these parties (organisation → part it plays) is any of `actor`'s business."""
    return may(actor, Permission.DOSSIER_SEE) and actor.organisation in parties
