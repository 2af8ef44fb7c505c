"""The one table of who may do what."""

from __future__ import annotations

import pytest

from certflow.domain.people import MAY, Permission, Role
from certflow.domain.recording import ROLES
from certflow.web import names

REVIEWING = [role for role in Role if Permission.STEP_REVIEW in MAY[role]]


def test_the_table_has_a_line_for_every_role():
    assert set(MAY) == set(Role)


@pytest.mark.parametrize("role", REVIEWING)
def test_nobody_reviews_in_the_role_in_which_answers_are_given(role):
    assert not MAY[role] & {Permission.ANSWER_WRITE, Permission.EVIDENCE_ATTACH, Permission.STEP_SUBMIT}


@pytest.mark.parametrize("role", REVIEWING)
def test_a_role_that_signs_has_a_name_on_screen_and_in_the_record(role):
    assert names.ROLE_HINTS[role]
    assert names.ROLES[role] == ROLES[role].authoritative
    assert set(ROLES[role].translations) == {"it", "uk"}
