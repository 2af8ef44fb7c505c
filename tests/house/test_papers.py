"""What stands around the code keeps its word too."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions

import pytest

from certflow.cli import COMMANDS
from certflow.config import ROOT
from certflow.version import VERSION, read_version
from tests.house.code import imports, modules

LOCKS = ("requirements.txt", "requirements-test.txt")


def pins(file: str) -> dict[str, str]:
    """Name → version of everything the file installs."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / file).read_text(), re.MULTILINE))


def _normal(name: str) -> str:
    """A distribution's name as the locked files write it."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("file", LOCKS)
def test_requirements_name_no_index_and_no_place_on_a_disk(file: str) -> None:
    for line in (ROOT / file).read_text().splitlines():
        assert re.fullmatch(r"#.*|[\w.-]+==[\w.!+]+( ; [^/@]+)? \\|    --hash=sha256:[0-9a-f]{64}( \\)?", line), line


def test_what_tests_install_holds_exactly_what_certflow_installs() -> None:
    assert pins(LOCKS[0]).items() <= pins(LOCKS[1]).items()


def test_everything_the_project_asks_for_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    def names(wishes: list[str]) -> set[str]:
        return {re.match(r"[\w.-]+", wish)[0].lower() for wish in wishes}  # type: ignore[index]

    assert names(project["dependencies"]) <= set(pins(LOCKS[0]))
    assert names(project["optional-dependencies"]["test"]) <= set(pins(LOCKS[1]))


def test_every_library_that_code_imports_is_pinned() -> None:
    sources = packages_distributions()
    wanted = {each.top for module in modules() for each in imports(module)} - {
        *sys.stdlib_module_names,
        "certflow",
        "_typeshed",
    }
    # `certflow test` and the Python it is run by have the test tools, and nothing else asks for them
    locked = set(pins(LOCKS[0])) | {"pytest"}

    strays = {top for top in wanted if not {_normal(name) for name in sources.get(top, ())} & locked}

    assert strays == set()


def test_architecture_names_every_room() -> None:
    told = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    rooms = {f"`{module.room}`" for module in modules()} - {"`__init__`", "`__main__`"}

    assert {room for room in rooms if room not in told} == set()


def test_the_changelog_says_the_version() -> None:
    assert read_version((ROOT / "CHANGELOG.md").read_text("utf-8")) == VERSION
    with pytest.raises(RuntimeError, match="names no version"):
        read_version("# What changed\n")


def test_every_command_in_the_list_exists_and_every_existing_one_is_listed() -> None:
    exist = {path.stem for path in (ROOT / "certflow" / "cli").glob("*.py")} - {"__init__"}

    assert exist == set(COMMANDS)


@pytest.mark.parametrize(
    "file",
    ["README.md", "ARCHITECTURE.md", *sorted(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/decisions/*.md"))],
)
def test_what_a_paper_points_to_exists(file: str) -> None:
    text = (ROOT / file).read_text("utf-8")
    places = [place for place in re.findall(r"\]\(([^)#:]+)\)", text) if place]

    assert [place for place in places if not ((ROOT / file).parent / place).exists()] == []


def test_nothing_that_git_keeps_was_made_by_running() -> None:
    """No database, key or cache slips into a commit."""
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split("\n")

    assert [name for name in kept if re.search(r"(^|/)(var|\.venv|__pycache__)/|-key\.pem$|\.sqlite$", name)] == []
