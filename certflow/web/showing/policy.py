"""The review policy of a step in words: who has to approve, who is kept apart, and for how long it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from certflow.actions.desk import Sight
from certflow.domain.checklist import Independence, ReviewPolicy, Step, Validity
from certflow.domain.dossier import Vote
from certflow.domain.people import Directory
from certflow.domain.review import validity
from certflow.domain.review.covered import questions_covered
from certflow.domain.visibility import owners_of
from certflow.web import names
from certflow.web.pages import Needed
from certflow.web.showing.heads import organisation
from certflow.web.words import Words


def needed(sight: Sight, step: Step, directory: Directory, words: Words) -> tuple[Needed, ...]:
    """The review policy, condition by condition, and who has met it; then for how long an approval holds."""
    policy = step.policy(sight.plan.steps[step.id].level)
    votes = sight.dossier.case(step.id).votes
    return (
        *deciders(sight, policy, votes, directory, words),
        *_owners(sight, step, votes, directory, words),
        *_holds(sight, step, policy.validity, words),
    )


def deciders(
    sight: Sight, policy: ReviewPolicy, votes: tuple[Vote, ...], directory: Directory, words: Words
) -> tuple[Needed, ...]:
    """Who has to decide, condition by condition, and who has."""
    _ = words.gettext
    roles = words.one_of([_(names.ROLES.get(role, role)) for role in policy.roles])
    found = [
        Needed(
            words.ngettext(
                "%(num)s approval by: %(roles)s", "%(num)s approvals by: %(roles)s", policy.quorum, roles=roles
            ),
            len(votes) >= policy.quorum,
            words.listed([vote.by.name for vote in votes]),
        )
    ]
    if policy.organisations > 1:
        found.append(
            Needed(
                _("from at least %(num)s organisations", num=policy.organisations),
                len({vote.by.organisation for vote in votes}) >= policy.organisations,
            )
        )
    for party in policy.parties:
        mine = [vote for vote in votes if sight.dossier.party_of(vote.by.organisation) == party]
        who = words.listed([f"{vote.by.name} ({organisation(directory, vote.by.organisation)})" for vote in mine])
        name = words.plain(sight.checklist.parties[party])
        found.append(Needed(_("one of them from: %(party)s", party=name), bool(mine), who))
    return (*found, *_apart(policy, words))


def _owners(sight: Sight, step: Step, votes: tuple[Vote, ...], directory: Directory, words: Words) -> Iterator[Needed]:
    """The organisations that hold what others may not see: one of each has to approve."""
    covered = questions_covered(sight.checklist, sight.plan, step)
    for owner in owners_of(sight.checklist, sight.dossier, covered, step.id):
        own = [vote.by.name for vote in votes if vote.by.organisation == owner]
        text = words.gettext(
            "one of them from %(owner)s, which holds what others may not see", owner=organisation(directory, owner)
        )
        yield Needed(text, bool(own), words.listed(own))


def _apart(policy: ReviewPolicy, words: Words) -> Iterator[Needed]:
    for each in Independence:
        if each in policy.independence:
            yield Needed(words.gettext(names.INDEPENDENCE[each]), None)


def _holds(sight: Sight, step: Step, rule: Validity | None, words: Words) -> Iterator[Needed]:
    """Until when the approval holds; for one that is not given yet, for how long it will."""
    _ = words.gettext
    if rule is None:
        return
    until = valid_until(sight, step, words)
    if until:
        yield Needed(_("valid until %(day)s", day=until), None)
        return
    if rule.months is not None and rule.after is None:
        text = words.ngettext("valid for %(num)s month", "valid for %(num)s months", rule.months)
        yield Needed(text, None)
    elif rule.months is not None:
        text = words.ngettext(
            "valid for %(num)s month after: %(date)s",
            "valid for %(num)s months after: %(date)s",
            rule.months,
            date=_titled(sight, rule.after or "", words),
        )
        yield Needed(text, None)
    if rule.until is not None:
        yield Needed(_("valid until: %(date)s", date=_titled(sight, rule.until, words)), None)


def valid_until(sight: Sight, step: Step, words: Words) -> str:
    """The last day on which the approval of a step holds; empty where it has none or is not given."""
    end = validity.end_of(step, sight.plan, sight.dossier.case(step.id))
    return words.day(end.day) if end else ""


def over(sight: Sight, told: Mapping[str, object], words: Words) -> str:
    """Why an approval ended, as a sentence. told: `until`, and what that day was counted from."""
    _ = words.gettext
    day, months = words.day(date.fromisoformat(str(told["until"]))), int(str(told["months"]))
    if told["from"] == "approval":
        return words.ngettext(
            "It was valid for %(num)s month, until %(day)s.",
            "It was valid for %(num)s months, until %(day)s.",
            months,
            day=day,
        )
    title = _titled(sight, str(told["from"]), words)
    return _("It was valid until %(day)s, as “%(date)s” says.", day=day, date=title)


def _titled(sight: Sight, name: str, words: Words) -> str:
    """The title of a date: a question's or a derived value's."""
    named = sight.checklist.questions.get(name) or sight.checklist.derived.get(name)
    return words.plain(named.title) if named else name
