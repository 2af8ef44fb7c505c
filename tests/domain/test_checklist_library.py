"""The folder of checklists, and the commands that read it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from certflow.cli import check, plan
from certflow.domain.refusal import Refused
from certflow.storage.checklists import read_checklists
from tests.domain.checklists import example_text

ANSWERS = """\
characteristic_dimension_m: 1
max_speed_m_s: 25
people: 4
sight: vlos
m1a: not_required
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    home = tmp_path / "example"
    home.mkdir()
    (home / "1.0.yaml").write_text(example_text(), encoding="utf-8")
    return tmp_path


def test_a_library_gives_editions_by_name(folder: Path):
    library = read_checklists(folder)

    assert library.get("example", "1.0").title.in_language("it") == "Voli sopra una valle"
    assert [one.id for one in library.all()] == ["example"]


def test_a_checklist_is_compiled_once_however_often_it_is_read(folder: Path):
    assert read_checklists(folder).get("example", "1.0") is read_checklists(folder).get("example", "1.0")


def test_the_digest_of_an_edition_is_known_without_compiling_it(folder: Path):
    """Proven on a file that cannot be compiled: its digest is there all the same, and so are the other files."""
    broken = folder / "example" / "2.0.yaml"
    broken.write_text("checklist: example", encoding="utf-8")
    library = read_checklists(folder)

    assert library.editions == (("example", "1.0"), ("example", "2.0"))
    assert library.digest("example", "2.0") == hashlib.sha256(b"checklist: example").hexdigest()
    assert library.digest("example", "1.0") == library.get("example", "1.0").digest
    with pytest.raises(Refused, match=r"checklist\.unknown"):
        library.digest("example", "9.9")


def test_an_edition_stays_as_it_was_first_read(folder: Path):
    library = read_checklists(folder)
    first = library.get("example", "1.0")
    (folder / "example" / "1.0.yaml").write_text("checklist: example", encoding="utf-8")

    assert library.get("example", "1.0") is first
    assert library.digest("example", "1.0") == first.digest


def test_a_bad_file_is_listed_with_its_problems_and_stops_nobody(folder: Path):
    (folder / "example" / "2.0.yaml").write_text("checklist: example", encoding="utf-8")
    (folder / "example" / "3.0.yaml").write_text(example_text(), encoding="utf-8")

    library = read_checklists(folder)

    assert library.get("example", "1.0")
    assert {Path(file).name: {one.code for one in found} for file, found in library.problems.items()} == {
        "2.0.yaml": {"shape.missing"},
        "3.0.yaml": {"file.name"},
    }
    with pytest.raises(Refused, match=r"checklist\.unusable"):
        library.get("example", "2.0")
    with pytest.raises(Refused, match=r"checklist\.unknown"):
        library.get("example", "9.9")


def test_a_folder_that_is_not_there_holds_no_checklist(tmp_path: Path):
    assert read_checklists(tmp_path / "nothing").all() == ()


def test_check_says_that_a_clean_file_is_clean(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert check.run([str(folder / "example" / "1.0.yaml")]) == 0
    assert "is clean: 5 steps" in capsys.readouterr().out


def test_check_tells_all_problems_of_all_files_one_a_line(folder: Path, capsys: pytest.CaptureFixture[str]):
    first, second = folder / "a.yaml", folder / "b.yaml"
    first.write_text(example_text().replace("publisher:", "publishr:"), encoding="utf-8")
    second.write_text(example_text().replace("[1, 25, 4, 2]", "[1, 25, 4, 3]"), encoding="utf-8")

    assert check.run([str(first), str(second), str(folder / "none.yaml")]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{first}:1:1 'publisher' is missing here. [shape.missing]"
    assert (
        lines[1] == f"{first}:5:1 Nothing called 'publishr' belongs here. Nearest: 'publisher' [shape.extra-forbidden]"
    )
    assert lines[2].endswith("igrc should be 3, but is 2. [test.failed]")
    assert lines[3].endswith("[file.unreadable]")


def test_plan_writes_what_applies_and_why_as_json(folder: Path, capsys: pytest.CaptureFixture[str]):
    answers = folder / "answers.yaml"
    answers.write_text(ANSWERS, encoding="utf-8")

    assert plan.run(["example@1.0", str(answers), "--json", "--checklists", str(folder)]) == 0
    told = json.loads(capsys.readouterr().out)

    assert {"checklist", "edition", "digest", "derived", "steps", "problems"} <= told.keys()
    assert told["derived"]["igrc"]["value"] == 2
    assert "row “below 5”, column “1 m”" in told["derived"]["igrc"]["because"]
    steps = {step["id"]: step for step in told["steps"]}
    assert (steps["oso-05"]["applies"], steps["oso-05"]["level"]) == ("no", "not_required")
    assert (steps["night"]["applies"], steps["night"]["level"]) == ("undecided", None)
    assert told["problems"] == []


def test_plan_without_json_can_be_read(folder: Path, capsys: pytest.CaptureFixture[str]):
    answers = folder / "answers.yaml"
    answers.write_text("", encoding="utf-8")

    assert plan.run(["example@1.0", str(answers), "--checklists", str(folder)]) == 0
    assert "oso-05: undecided" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "answers", "part"),
    [
        ("example@9.9", ANSWERS, "Nearest: 'example@1.0'"),
        ("../example@1.0", ANSWERS, "There is no checklist"),
        ("example@../example/1.0", ANSWERS, "There is no checklist"),
        ("example@1.0", "people: many", ":1:9 people: Enter a number"),
        ("example@1.0", "max_speed: 3", ":1:1 example@1.0 has no question 'max_speed'. Nearest: 'max_speed_m_s'"),
        ("example@1.0", "igrc: 3", "derived value: leave it out"),
        ("example@1.0", "sight: evlos", "They are: vlos, bvlos."),
        ("example@1.0", "max_speed_m_s: 200", "less than 200"),
        ("example@1.0", "- people", "'question: answer'"),
        ("example@1.0", "people: [", "Not YAML"),
        ("example@1.0", None, "cannot be read"),
    ],
)
def test_plan_refuses_unusable_input_with_place_and_remedy(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str, answers: str | None, part: str
):
    file = folder / "answers.yaml"
    if answers is not None:
        file.write_text(answers, encoding="utf-8")

    assert plan.run([name, str(file), "--checklists", str(folder)]) == 2
    assert part in capsys.readouterr().err


def test_plan_refuses_a_checklist_with_problems_and_tells_them(folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "example" / "1.0.yaml").write_text("checklist: example", encoding="utf-8")
    (folder / "answers.yaml").write_text("", encoding="utf-8")

    assert plan.run(["example@1.0", str(folder / "answers.yaml"), "--checklists", str(folder)]) == 2
    assert "'edition' is missing" in capsys.readouterr().err


def test_check_says_what_a_draft_needs_before_it_is_published(folder: Path, capsys: pytest.CaptureFixture[str]):
    file = folder / "example" / "1.0.yaml"

    assert check.run([str(file)]) == 0
    told = capsys.readouterr().out

    assert f"before it is published: {file}:" in told
    assert "The text is missing in it, uk" in told


def test_check_and_the_library_find_the_edition_that_is_extended(folder: Path, capsys: pytest.CaptureFixture[str]):
    sibling = folder / "example" / "1.1.yaml"
    head = 'checklist: example\nedition: "1.1"\nextends: "1.0"\nstatus: draft\ntitle: Another\n'
    sibling.write_text(head, encoding="utf-8")
    library = read_checklists(folder)
    digest = library.digest("example", "1.1")

    assert check.run([str(sibling)]) == 0
    assert library.get("example", "1.1").digest == digest != library.get("example", "1.0").digest

    (folder / "example" / "1.0.yaml").write_text(example_text() + "\n# edited\n", encoding="utf-8")
    assert read_checklists(folder).digest("example", "1.1") != digest
    (folder / "example" / "1.0.yaml").unlink()
    assert check.run([str(sibling)]) == 1
    assert "1.1.yaml:3:10 There is no edition '1.0' beside this one" in capsys.readouterr().out
    with pytest.raises(Refused, match=r"checklist\.unusable"):
        read_checklists(folder).digest("example", "1.1")


def test_check_holds_what_follows_against_what_there_was(folder: Path, capsys: pytest.CaptureFixture[str]):
    later = folder / "example" / "2.0.yaml"
    followed = (
        'edition: "2.0"\nsupersedes:\n  "1.0":\n    steps:\n      night: {from: [night, dusk], change: material}\n'
        "      oso-05: {from: oso-5, change: editorial}\n    withdrawn: {containmnt: Gone.}\n"
        '  "0.9": {withdrawn: {anything: Nobody has that edition here.}}\n'
    )
    later.write_text(example_text().replace('edition: "1.0"', followed, 1), encoding="utf-8")

    assert check.run([str(later)]) == 1
    told = capsys.readouterr().out.splitlines()

    assert [one.split()[0].rsplit("/", 1)[1] for one in told] == ["2.0.yaml:6:29", "2.0.yaml:7:22", "2.0.yaml:8:17"]
    assert "Edition 1.0 has no step or criterion 'oso-5'. Nearest: 'oso-05'" in told[1]
    assert all(one.endswith("[supersedes.unknown]") for one in told)
