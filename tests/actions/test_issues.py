"""Issue records: positions of each party, decided by others than who opened them, printed with their effect."""

from __future__ import annotations

import pytest

from certflow.actions import issues
from certflow.actions.inbox import inbox
from certflow.actions.snapshot import record_content
from certflow.domain.dossier import IssueState
from certflow.domain.people import Actor
from certflow.domain.refusal import Refused
from certflow.storage import database
from certflow.storage.records import every
from tests.actions.office import PASSWORD, Office
from tests.actions.refusing import refused


@pytest.fixture
def office(office: Office) -> Office:
    """Everything approved; then Anna opens an issue."""
    office.finish()
    return office


def open_one(office: Office, actor: Actor | None = None, **more: str) -> str:
    told = {"sort": "deviation", "title": "No lights", "text": "None are fitted.", **more}
    return issues.open_issue(office.desk, actor or office.anna, office.dossier_id, "mass", **told)


def decide(office: Office, name: str, actor: Actor, **more: str) -> None:
    told = {"verdict": "accepted", "decision": "By day only.", "effect": "No night flight.", "password": PASSWORD}
    issues.decide(office.desk, actor, office.dossier_id, name, **{**told, **more})


def test_an_open_issue_keeps_the_dossier_open_until_it_is_decided(office: Office) -> None:
    name = open_one(office)
    assert refused(office, Office.close) == "dossier.issues"

    decide(office, name, office.bruno)

    assert office.dossier.issues[name].state is IssueState.ACCEPTED
    office.close()


def test_nobody_decides_what_they_opened_and_only_those_who_may_approve_the_step_decide(office: Office) -> None:
    name = open_one(office)

    assert refused(office, decide, name, office.anna) == "issue.same-person"
    assert refused(office, decide, name, office.iryna) == "review.role"
    assert refused(office, decide, name, office.zoe) == "dossier.unknown"
    assert refused(office, decide, name, office.bruno, password="guess") == "review.password"
    assert refused(office, decide, name, office.bruno, verdict="perhaps") == "issue.verdict"
    assert refused(office, decide, name, office.bruno, decision=" ") == "issue.decision"


def test_each_party_holds_one_position_the_latest(office: Office) -> None:
    name = open_one(office)
    for actor, text in ((office.bruno, "Not needed."), (office.evhen, "Needed."), (office.anna, "Not by day.")):
        issues.take_position(office.desk, actor, office.dossier_id, name, text)

    held = office.dossier.issues[name].positions
    assert {party: each.text for party, each in held.items()} == {"designer": "Not by day.", "operator": "Needed."}


def test_what_is_settled_stays_settled(office: Office) -> None:
    name = open_one(office)
    decide(office, name, office.bruno, verdict="not_accepted")

    assert refused(office, decide, name, office.evhen) == "issue.settled"
    with pytest.raises(Refused, match=r"issue\.settled"):
        issues.take_position(office.desk, office.evhen, office.dossier_id, name, "Too late.")


def test_only_those_who_opened_it_take_it_back_with_a_reason(office: Office) -> None:
    name = open_one(office)
    with pytest.raises(Refused, match=r"issue\.not-yours"):
        issues.withdraw(office.desk, office.evhen, office.dossier_id, name, "No.")
    with pytest.raises(Refused, match=r"issue\.reason"):
        issues.withdraw(office.desk, office.anna, office.dossier_id, name, " ")

    issues.withdraw(office.desk, office.anna, office.dossier_id, name, "Settled by mail.")

    assert office.dossier.open_issues == ()


def test_it_waits_in_the_inbox_of_those_who_may_decide_it(office: Office) -> None:
    open_one(office)

    assert [each.cannot for each in inbox(office.desk, office.bruno).requests] == [None]
    mine = inbox(office.desk, office.anna).requests[0].cannot
    assert mine is not None
    assert mine.code == "issue.same-person"


@pytest.mark.parametrize(
    ("given", "code"),
    [({"sort": "quarrel"}, "issue.sort"), ({"title": ""}, "issue.title"), ({"text": " "}, "issue.text")],
)
def test_an_issue_says_what_it_is_about(office: Office, given: dict[str, str], code: str) -> None:
    assert refused(office, open_one, **given) == code


def test_the_record_prints_positions_decision_and_effect(office: Office) -> None:
    name = open_one(office)
    issues.take_position(office.desk, office.evhen, office.dossier_id, name, "Needed.")
    decide(office, name, office.bruno)
    office.close()
    with database.reading(office.desk.engine) as conn:
        content = record_content(office.desk, every(conn)[-1])

    [issue] = content.waivers
    assert (issue.id, str(issue.kind), str(issue.state), issue.title) == ("CRI-1", "Deviation", "accepted", "No lights")
    assert [str(each) for each in issue.conditions] == [
        "Operator: Needed.",
        "Decision: By day only.",
        "Effect: No night flight.",
    ]
