"""How a piece of evidence is marked, in words and as a form asks it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from certflow.domain.checklist import Visibility
from certflow.domain.dossier import Evidence
from certflow.domain.marking import Classification, Ground, Marking, Sharing
from certflow.web import names
from certflow.web.pages import MarkingForm, Option, Passage, Wording
from certflow.web.words import Words


def marking_told(each: Evidence, words: Words) -> str:
    """What is marked, in one line; empty where nothing is."""
    _, marking = words.gettext, each.marking
    until = words.day(date.fromisoformat(marking.until)) if marking.until else ""
    told = (
        _(names.CLASSIFICATIONS[marking.classification]) if marking.classification else "",
        _(names.GROUNDS[marking.ground]) if marking.ground else "",
        _("owner: %(owner)s", owner=marking.owner) if marking.owner else "",
        _("controlled: %(list)s", list=marking.export) if marking.export else "",
        _("not controlled: %(who)s", who=marking.not_controlled) if marking.not_controlled else "",
        _("licence %(number)s", number=marking.licence) if marking.licence else "",
        _("until %(day)s", day=until) if until else "",
        _(names.AUDIENCES[marking.audience]) if marking.audience else "",
    )
    return " · ".join(each for each in told if each)


def shared_told(each: Evidence, words: Words, *, handed: bool, own: bool) -> str:
    """Whether the file itself is handed over, where that is not simply so."""
    _ = words.gettext
    if not each.kept:
        return _("The file stays with its owner and was never uploaded. Reviewers of its owner vouch for it.")
    if each.marking.sharing is Sharing.ATTEST_ONLY:
        if own:
            return _("Attested only: nobody outside your organisation gets this file.")
        return _("Attested only: its owner's reviewers vouch for it, and the SHA-256 proves which file they saw.")
    if not handed:
        return _("Its owner keeps this file; the SHA-256 proves which one it is.")
    return _("A redacted copy.") if each.marking.sharing is Sharing.REDACTED else ""


def marking_form(marking: Marking, words: Words, typed: Mapping[str, str] | None = None) -> MarkingForm:
    """The inputs of a marking. typed: what could not be taken, so that it stands there again."""
    _ = words.gettext
    stands: dict[str, str] = {name: str(value) for name, value in marking.as_json().items()} | dict(typed or {})

    def options(kind: type[StrEnum], told: Mapping[str, str], name: str, default: str = "") -> tuple[Option, ...]:
        chosen = stands.get(name, default)
        return tuple(Option(each, Passage(_(told[each])), chosen=each == chosen) for each in kind if each in told)

    inherited = Option("", Passage(_("As the step says")), chosen=not stands.get("audience"))
    return MarkingForm(
        sharing=options(Sharing, names.SHARING, "sharing", Sharing.FULL),
        ground=options(Ground, names.GROUNDS, "ground"),
        classification=options(Classification, names.CLASSIFICATIONS, "classification"),
        audience=(inherited, *options(Visibility, names.AUDIENCES, "audience")),
        words=tuple(
            Wording(f"mark.{name}", _(label), stands.get(name, ""), _(hint))
            for name, (label, hint) in names.MARKINGS.items()
        ),
    )
