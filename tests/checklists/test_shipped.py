"""Every checklist that certflow ships is clean, and does what its tests and its scenarios say.

A scenario is a file `tests/checklists/<id>-<edition>/<what>.yaml`, in the author's words:

    name: …
    answers: {question: answer}
    expect: {derived value, question or step: what comes out}
    because: {derived value or step: a part of the reason that is shown}
    problems: [codes]
"""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from certflow.domain.checklist import Checklist, Problem
from certflow.domain.checklist.changes import unknown_ids
from certflow.domain.checklist.laying_out import lay_out
from certflow.domain.checklist.model import Trial
from certflow.domain.checklist.stamping import with_items
from certflow.domain.checklist.strict_yaml import read_yaml
from certflow.domain.checklist.trials import failing_trials, got
from certflow.domain.checklist.written import written
from certflow.domain.plan import make_plan
from certflow.domain.why import explain_derived, explain_question, explain_step
from certflow.storage.checklists import read_checklist_file

HERE = Path(__file__).parent
SHIPPED = sorted((HERE.parents[1] / "checklists").glob("*/*.yaml"))
SCENARIOS = sorted(HERE.glob("*/*.yaml"))


def checklist_of(scenario: Path) -> Checklist:
    return next(
        read_checklist_file(path) for path in SHIPPED if f"{path.parent.name}-{path.stem}" == scenario.parent.name
    )


def test_checklists_are_shipped():
    assert SHIPPED


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}@{path.stem}")
def test_a_shipped_checklist_is_clean_and_its_tests_pass(path: Path):
    assert failing_trials(read_checklist_file(path), file=path.name) == ()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}@{path.stem}")
def test_a_shipped_checklist_speaks_all_its_languages(path: Path):
    checklist = read_checklist_file(path)
    assert set(checklist.languages) == {"en", "it", "uk"}
    assert checklist.lacks == ()


#: a word that somebody can translate; `de minimis` is Latin in all of them
WORD = re.compile(r"\b(?!minimis)[a-z]{3,}")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}@{path.stem}")
def test_every_document_and_point_that_is_named_in_words_has_them_in_every_language(path: Path):
    document = read_yaml(path.read_bytes())
    named = [
        document.at(at)
        for at in document.places
        if at[-1:] == ("source",)
        or at[-2:] == ("source", "point")
        or (at[:1] == ("documents",) and at[2:] == ("title",))
    ]

    assert named
    assert [said for said in map(str, map(written, named)) if not said.startswith("{") and WORD.search(said)] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}@{path.stem}")
def test_every_step_says_where_it_stands_what_it_asks_what_is_expected_and_who_decides(path: Path):
    steps = read_checklist_file(path).steps.values()

    assert [step.id for step in steps if not str(step.source.point)] == []
    assert [step.id for step in steps if not step.questions] == []
    assert [step.id for step in steps if not step.expected_evidence] == []
    assert [step.id for step in steps if not step.policy().roles] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}@{path.stem}")
def test_everything_in_a_shipped_checklist_can_be_explained_in_every_language(path: Path):
    checklist = read_checklist_file(path)
    plan = make_plan(checklist, {})
    for language in ("en", "it", "uk"):
        assert all(explain_derived(plan, name, language) for name in plan.derived)
        assert all(explain_step(plan, name, language) for name in plan.steps)
        assert all(explain_question(plan, name, language) for name in plan.questions)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}@{path.stem}")
def test_a_shipped_checklist_walks_the_same_way_answer_by_answer_as_at_once(path: Path):
    checklist = read_checklist_file(path)
    for trial in _widest(checklist):
        about = with_items(checklist, trial.items)
        walked, so_far = make_plan(about, {}), {}
        for name, answer in trial.answers.items():
            so_far[name] = answer
            walked = make_plan(about, dict(so_far), walked)
        assert walked.same_as(make_plan(about, trial.answers))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}@{path.stem}")
def test_a_shipped_checklist_follows_only_what_there_was(path: Path):
    after = read_checklist_file(path)
    for edition in after.supersedes:
        assert unknown_ids(read_checklist_file(path.with_name(f"{edition}.yaml")), after) == ()


def _widest(checklist: Checklist) -> list[Trial]:
    return sorted(checklist.trials, key=lambda trial: -len(trial.answers))[:20]


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_scenario_comes_out_as_its_author_says(path: Path):
    checklist = checklist_of(path)
    told = read_yaml(path.read_bytes()).data
    assert isinstance(told, dict)
    laid = lay_out(checklist, told["answers"])
    assert not laid.wrong
    checklist = with_items(checklist, laid.items)
    answers = {name: checklist.question(name).from_data(one) for name, (one, _) in laid.written.items()}

    plan = make_plan(checklist, answers)

    for name, expected in told.get("expect", {}).items():
        assert got(plan, name, str(expected)) == str(expected), name
    for name, part in told.get("because", {}).items():
        said = explain_derived(plan, name) if name in plan.derived else explain_step(plan, name)
        assert part in said, name
    if "problems" in told:
        assert [one.code for one in plan.problems] == told["problems"]


def test_a_failing_test_of_a_file_would_be_seen():
    """The runner is worth nothing if it cannot fail."""
    checklist = read_checklist_file(SHIPPED[0])
    step = next(iter(checklist.steps))
    wrong = Trial("wrong", 3, 1, {}, {}, {step: "no such level"})

    [problem] = failing_trials(dataclasses.replace(checklist, trials=(wrong,)), file="x.yaml")

    assert isinstance(problem, Problem)
    assert str(problem).startswith("x.yaml:3:1 Test 'wrong'")
