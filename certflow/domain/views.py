"""The views of one record: whom each is made for, what it leaves out, and who may have it.

A view is the dossier as its audience may read it, made by the same rules as everything else they are shown. All views
of a dossier rest on the same ledger; each is a sealed record of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from certflow.domain.checklist import Checklist, Visibility
from certflow.domain.dossier import Dossier
from certflow.domain.facts import FULL
from certflow.domain.record import Approval, Audience, RecordContent, ViewOf
from certflow.domain.text import Text
from certflow.domain.visibility import ANYBODY, Reader, hidden_answers, holds_back

_PARTNER = "partner:"


@dataclass(frozen=True)
class View:
    """One view. organisation: whose view it is, of a partner's."""

    audience: Audience
    organisation: str = ""

    @property
    def written(self) -> str:
        """As the ledger names it: `full`, `public`, `partner:krylo`."""
        return ViewOf(self.audience, self.organisation).written

    def reader(self, parties: Mapping[str, str]) -> Reader | None:
        """Whose eyes it is drawn for; None where nothing is left out."""
        match self.audience:
            case Audience.FULL:
                return None
            case Audience.PUBLIC:
                return ANYBODY
        return Reader(self.organisation, parties.get(self.organisation))


#: the view that leaves nothing out
EVERYTHING = View(Audience.FULL)


def read_view(written: str) -> View | None:
    """The view that the ledger names so; None for anything else."""
    if written.startswith(_PARTNER):
        return View(Audience.PARTNER, written.removeprefix(_PARTNER))
    return View(Audience(written)) if written in (FULL, Audience.PUBLIC) else None


def views_of(dossier: Dossier) -> tuple[View, ...]:
    """The views that can be asked for."""
    partners = (View(Audience.PARTNER, organisation) for organisation in dossier.parties)
    return (EVERYTHING, *partners, View(Audience.PUBLIC))


def may_have(view: View, checklist: Checklist, dossier: Dossier, reader: Reader) -> bool:
    """Whether `reader` may be handed a view: whoever may read everything in it may."""
    whose = view.reader(dossier.parties)
    left_out = _hidden(checklist, dossier, whose) if whose else frozenset[str]()
    return reader.party is not None and _hidden(checklist, dossier, reader) <= left_out


def _hidden(checklist: Checklist, dossier: Dossier, reader: Reader) -> frozenset[str]:
    back = (f"evidence:{each.id}" for each in dossier.evidence.values() if holds_back(checklist, each, reader))
    return frozenset({*hidden_answers(checklist, dossier, reader), *back})


def public_summary(content: RecordContent, checklist: Checklist) -> RecordContent:
    """What anybody may know: what was asked, at which level, how it stands, and which organisations vouch for it.

    No answer but those for everybody, no file that is not, and no person's name nor words.
    """
    public = {name for name, question in checklist.questions.items() if question.visibility is Visibility.PUBLIC}
    evidence = tuple(each for each in content.evidence if each.held_by is None)
    listed = {each.sha256 for each in evidence}
    steps = tuple(
        replace(
            step,
            answers=tuple(each for each in step.answers if each.id in public),
            evidence=tuple(each for each in step.evidence if each in listed),
            approvals=_unnamed(step.approvals),
            conditions=(),
        )
        for step in content.steps
    )
    return replace(
        content,
        result=replace(content.result, accountable=_unnamed(content.result.accountable)),
        steps=steps,
        evidence=tuple(replace(each, attached_by="") for each in evidence),
        waivers=tuple(replace(each, title="", name="", words=Text(""), conditions=()) for each in content.waivers),
        tallies=tuple(replace(each, people=()) for each in content.tallies),
        deeds=(),
    )


def _unnamed(approvals: tuple[Approval, ...]) -> tuple[Approval, ...]:
    return tuple(replace(each, name="", comment=None) for each in approvals)
