"""Nothing of a checklist can be forgotten on the pages that show it before it is used.

A new part of the model is named here by whoever adds it: either it is drawn, or it says why people need not see it.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from certflow.domain.checklist import mappings, model
from certflow.domain.checklist.items import ListOfItems
from certflow.domain.checklist.policies import DepartureRule, ReviewPolicy, Validity
from certflow.domain.checklist.questions import Choice, Kind, Limits, Question
from certflow.domain.checklist.source import Source
from certflow.domain.checklist.tables import Axis, Band, Table
from certflow.web import names

#: part of the model → its fields that the pages draw, and those that they leave out on purpose
PARTS: dict[type[Any], tuple[str, str]] = {
    model.Checklist: (
        "id edition digest title publisher authority source licence status effective extends changes supersedes "
        "jurisdictions language languages parties enumerations routes sections steps questions derived tables matrix "
        "trials lacks readers lists groups gates mappings",
        # how it is worked with, and what a dossier adds
        "order place steps_of_questions items base",
    ),
    model.Enumeration: ("name ordered titles shorts", ""),
    model.Section: ("id title intro steps headings", ""),
    model.Step: (
        "id title source text guidance expected_evidence criteria questions provided_by shows levels when level "
        "applies_from reviews departures each under groups parts acceptance weight "
        "evidence_visibility",
        "section wording_digest item",
    ),
    model.Criterion: ("key title text texts source provided_by cumulative acceptance", "order"),
    model.Heading: ("id title text source at parts", "under"),
    model.Part: ("name kind label title text depth", ""),
    model.Group: ("title text", "name"),
    model.LevelText: ("level aspect text", ""),
    model.LevelRow: ("by levels table source", ""),
    model.Derived: ("name title help source unit type titles cases each", "reads item symbol"),
    model.Case: ("when rule source", ""),
    model.Route: ("message", "id code"),
    # which classes have boxes is seen in the tables themselves
    model.MatrixBlock: ("title rows columns asked", "ticks levels"),
    model.MatrixColumn: ("title", "shows"),
    model.Gate: ("title step before after", "id"),
    model.Supersession: ("edition note steps withdrawn", ""),
    model.Jurisdiction: ("name effective mandatory_by accept_until valid_until note", ""),
    mappings.Mapping: ("checklist edition rows", "note"),
    # how sure a row is, and why, is for those who write checklists
    mappings.Mapped: ("source target relationship credit", "rationale strength note"),
    ReviewPolicy: ("roles quorum organisations parties step_up independence validity shows", ""),
    Validity: ("months after until", ""),
    DepartureRule: ("policy months instead", ""),
    ListOfItems: ("title item most", "name"),
    Question: (
        "id kind title help unit optional when otherwise choices limits max_length pattern criterion lever precision "
        "units columns least most types symbol visibility held_by",
        # where it stands, what conditions read of it, and how its input is drawn
        "step type long plainly item shows",
    ),
    Choice: ("title when", "value"),
    Limits: ("min max above below whole", ""),
    Source: ("document point url", "read_on"),
    Table: ("id title source rows columns outputs combine grid each", ""),
    Axis: ("reads hit bands", ""),
    Band: ("label cells", ""),
}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__)
def test_every_part_of_a_checklist_is_drawn_or_left_out_on_purpose(part: type[Any]) -> None:
    drawn, left_out = (told.split() for told in PARTS[part])

    assert {field.name for field in fields(part)} == {*drawn, *left_out}


def test_every_kind_of_question_has_a_name() -> None:
    assert {str(kind) for kind in names.QUESTION_KINDS} == {kind.value for kind in Kind}
