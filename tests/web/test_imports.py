"""Bringing in a checklist on a page, and saving one in the format of others."""

from __future__ import annotations

import io

import pytest
from flask import Flask

from certflow.actions.imports import import_file
from certflow.child import Limits
from certflow.domain.checklist import read_checklist
from certflow.domain.people import Role
from certflow.domain.refusal import Refused
from certflow.exchange.drawing import example
from tests.actions.office import PASSWORD, Office, email_of, hire
from tests.web.browser import Browser


@pytest.fixture
def editor(app: Flask, office: Office) -> Browser:
    """Somebody who may bring in checklists, on the page for it."""
    hire(office.desk, "Edda", "krylo", Role.CHECKLIST_EDITOR)
    browser = Browser(app).sign_in(email_of("Edda"), PASSWORD)
    return browser.open("/checklists/import")


def send(browser: Browser, content: bytes, name: str, **more: str) -> Browser:
    data = {"csrf_token": browser.token(), "file": (io.BytesIO(content), name), **more}
    return browser.send("/checklists/import", data, content_type="multipart/form-data")


def test_a_file_is_told_and_then_saved(editor: Browser) -> None:
    told = send(editor, example(), "survey.xlsx").main
    saved = send(editor.open("/checklists/import"), example(), "survey.xlsx", save="yes")

    assert "4 questions, 2 sections, 3 steps" in told
    assert "site-survey/1.yaml" in told
    assert saved.response.headers["Content-Disposition"].startswith("attachment")
    assert len(read_checklist(saved.response.data).steps) == 3


def test_what_is_wrong_is_told_and_nothing_is_saved(editor: Browser) -> None:
    wrong = send(editor, b"Section,Title,Kind,Asked\nA,B,numbr,<b>C</b>?\n", "survey.csv", save="yes")

    assert wrong.status == 422
    assert "survey.csv, row 2, column C" in wrong.main
    assert "<b>C</b>" not in wrong.main


@pytest.mark.parametrize(("content", "name"), [(b"", ""), (b"PK\x03\x04", "x.xlsx"), (b"{", "x.json")])
def test_what_cannot_be_read_is_refused_at_the_field(editor: Browser, content: bytes, name: str) -> None:
    assert send(editor, content, name).status == 422


def test_who_may_not_bring_in_checklists_is_not_offered_it(app: Flask, office: Office) -> None:
    reader = Browser(app).sign_in(email_of("Bruno"), PASSWORD)

    assert "/checklists/import" not in reader.open("/checklists").main
    assert reader.open("/checklists/import").status == 403
    assert reader.open("/checklists/template.xlsx").response.data.startswith(b"PK")


@pytest.mark.parametrize(
    ("format_", "start"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf"), ("oscal", b"{"), ("ciso", b"urn")]
)
def test_an_edition_is_saved_in_the_format_of_others(app: Flask, office: Office, format_: str, start: bytes) -> None:
    reader = Browser(app).sign_in(email_of("Bruno"), PASSWORD)
    saved = reader.open(f"/checklists/glider@1/export/{format_}")

    assert saved.response.data.startswith(start)
    assert saved.response.headers["Content-Disposition"].startswith("attachment")


def test_a_file_that_takes_too_much_ends_with_its_child() -> None:
    rows = b"\n".join(b"S,T%d,text,Q" % at for at in range(15_000))

    with pytest.raises(Refused) as refused:
        import_file(b"Section,Title,Kind,Asked\n" + rows, "x.csv", limits=Limits(cpu_s=1, wall_s=5, memory_mb=1536))

    assert refused.value.code == "import.failed"
