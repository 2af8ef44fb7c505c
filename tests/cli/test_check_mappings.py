"""`certflow check` holds what a mapping says of another checklist against its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from certflow.cli import check
from tests.domain.building import CHECKLIST

MAPPING = """mappings:
  "rules@1":
    rows:
      - {from: mass, to: mass, relationship: equal, credit: [answers, evidence]}
      - {from: lnik, to: link, relationship: subset, credit: answers}
derived:
"""


def test_an_id_that_the_other_checklist_does_not_have_is_told_with_the_nearest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("glider", CHECKLIST.replace("derived:\n", MAPPING)), ("rules", CHECKLIST)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.yaml").write_text(text.replace("checklist: glider", f"checklist: {name}"), "utf-8")
    file = tmp_path / "glider" / "1.yaml"

    assert check.run([str(file)]) == 1
    told = capsys.readouterr().out
    line = file.read_text("utf-8")[: file.read_text("utf-8").index("lnik")].count("\n") + 1
    assert f"{file}:{line}:" in told
    assert "rules@1 has no step or criterion 'lnik'. Nearest: 'link'" in told

    file.write_text(file.read_text("utf-8").replace("lnik", "link"), "utf-8")
    assert check.run([str(file)]) == 0


def test_a_mapping_to_a_checklist_that_is_not_at_hand_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "glider").mkdir()
    file = tmp_path / "glider" / "1.yaml"
    file.write_text(CHECKLIST.replace("derived:\n", MAPPING), "utf-8")

    assert check.run([str(file)]) == 0
