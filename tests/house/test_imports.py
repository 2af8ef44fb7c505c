"""Doors: which room may import which. Imports point down only; a new door is a design decision."""

from __future__ import annotations

import sys

import pytest

from tests.house.code import Import, Module, calls, imports, modules

#: room → rooms it may import; every room may import itself
DOORS = {
    "__init__": set(),
    "__main__": {"cli", "setting_up"},
    "app": {"actions", "config", "domain", "opening", "pdf", "storage", "web", "wording"},
    "opening": {"actions", "config", "storage"},
    "cli": {
        *("actions", "app", "config", "domain", "languages", "opening", "pdf", "serving"),
        *("setting_up", "storage", "version", "wording"),
    },
    "web": {"actions", "config", "domain", "languages", "version", "wording"},
    # whatever is drawn or read for somebody else is given to a child with limits
    "child": set(),
    "exchange": {"child", "domain"},
    "actions": {"child", "exchange", "config", "domain", "languages", "pdf", "storage", "version"},
    "storage": {"domain"},
    "pdf": {"child", "domain", "languages"},
    "serving": {"config"},
    "wording": {"domain", "languages"},
    "domain": set(),
    "config": set(),
    "languages": set(),
    "setting_up": set(),
    "version": set(),
}

#: what `domain` may use beside the standard library, and only to read checklists
CHECKLIST_LIBRARIES = {"cel_expr_python", "pydantic", "pydantic_core", "re2", "yaml"}

#: and to read and write the formats of others
EXCHANGE_LIBRARIES = {"yaml"}

LIBRARIES = {"certflow/domain/checklist/": CHECKLIST_LIBRARIES, "certflow/domain/exchange/": EXCHANGE_LIBRARIES}

#: the parts of the standard library that look out of the window
OUTSIDE = {
    *("asyncio", "glob", "http", "logging", "multiprocessing", "os", "pathlib", "random", "secrets", "shutil"),
    *("signal", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "urllib"),
}

#: asking for the time or for the disk
CLOCKS = ("now", "utcnow", "today")
DISK = ("open", "read_bytes", "read_text", "write_bytes", "write_text")


def ids(module: Module) -> str:
    return module.path


def of(*rooms: str) -> tuple[Module, ...]:
    return tuple(module for module in modules() if module.room in rooms)


def test_every_room_has_its_doors() -> None:
    assert {module.room for module in modules()} <= set(DOORS)


@pytest.mark.parametrize("module", modules(), ids=ids)
def test_a_file_imports_only_through_doors(module: Module) -> None:
    missing = [
        f"{module.at(wanted.node)} no door leads from {module.room} to {room} ({wanted.name})"
        for wanted in imports(module)
        if (room := _room(wanted)) and room != module.room and room not in DOORS[module.room]
    ]
    assert missing == []


@pytest.mark.parametrize("module", of("domain"), ids=ids)
def test_the_domain_needs_nothing_but_python_and_a_reader_of_checklists(module: Module) -> None:
    libraries = next((known for room, known in LIBRARIES.items() if module.path.startswith(room)), set())
    allowed = (set(sys.stdlib_module_names) - OUTSIDE) | libraries | {"certflow"}

    strangers = [f"{module.at(each.node)} imports {each.name}" for each in imports(module) if each.top not in allowed]

    assert strangers == []


@pytest.mark.parametrize("module", of("domain"), ids=ids)
def test_the_domain_asks_neither_clock_nor_disk(module: Module) -> None:
    assert [module.at(call) for name in CLOCKS + DISK for call in calls(module, name)] == []


@pytest.mark.parametrize("module", of("__main__", "setting_up"), ids=ids)
def test_set_up_needs_nothing_that_it_would_have_to_install(module: Module) -> None:
    allowed = {*sys.stdlib_module_names, "certflow"}

    assert [module.at(each.node) for each in imports(module) if each.top not in allowed] == []


def test_using_one_rule_never_loads_the_web() -> None:
    """`certflow/__init__.py` imports nothing, and neither does the one of `domain`."""
    thresholds = [
        module for module in modules() if module.path in {"certflow/__init__.py", "certflow/domain/__init__.py"}
    ]

    assert len(thresholds) == 2
    assert [module.at(each.node) for module in thresholds for each in imports(module) if each.top != "__future__"] == []


def _room(wanted: Import) -> str | None:
    """The room of ours that is asked for; None for everybody else's code."""
    parts = wanted.name.split(".")
    return parts[1] if parts[0] == "certflow" and len(parts) > 1 else None
