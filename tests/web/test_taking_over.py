"""Taking over from another dossier, as people see it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.actions.office import Office
from tests.actions.test_taking_over import MAPPING
from tests.web.browser import Browser

People = Callable[[str], Browser]


@pytest.fixture
def office(office: Office) -> Office:
    office.save(office.anna, mass_kg="200", towed="no", remark="Dry.")
    return office.on_another_edition(MAPPING)


def test_a_dossier_is_chosen_looked_at_and_carried_from(office: Office, browser: People) -> None:
    anna = browser("anna").open(f"/dossiers/{office.dossier_id}")
    anna.follow("Take over from another dossier").follow("A glider (glider@1)")
    assert "mass Mass → mass Mass" in anna.main
    assert "Dry." in anna.main
    anna.press("Take over what is chosen")
    assert (anna.status, anna.errors) == (422, ["Choose at least one row that has something to carry."])

    anna.press("Take over what is chosen", row="mass>mass")

    assert anna.notices == ["Taken over. Each step says from where in the history; nothing was approved by it."]
    assert "Took over from glider@1 mass into" in anna.open(f"/dossiers/{office.dossier_id}/history").main
    assert "Take over from another dossier" not in browser("bruno").open(f"/dossiers/{office.dossier_id}").main


def test_nobody_looks_into_a_dossier_that_is_not_theirs(office: Office, browser: People) -> None:
    zoe = browser("zoe").open(f"/dossiers/{office.dossier_id}/take-over")

    assert zoe.status == 404
