"""Verifying on the page: a verdict in the reader's language, down to its reasons."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from certflow.actions import printing
from tests.actions.office import Office
from tests.web.browser import Browser


def speaking(app: Flask, language: str) -> Browser:
    """Somebody whose browser asks for this language; known from the first page on."""
    reader = Browser(app)
    reader.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    return reader


@pytest.fixture
def record(office: Office) -> str:
    """A sealed record."""
    office.finish()
    asked = office.close()
    while printing.work_once(office.desk):
        pass
    return asked


def test_a_verdict_gives_its_reasons_in_the_readers_language(app: Flask, record: str) -> None:
    told = {}
    for language in ("en", "it", "uk"):
        reader = speaking(app, language).open("/verify")
        told[language] = reader.send("/verify", {"csrf_token": reader.token(), "id": record}).main

    assert f"The ledger sealed exactly this file as record {record}." in told["en"]
    assert not any(re.search(r"[0-9]T[0-9]{2}:", page) for page in told.values()), "no moment as machines write it"
    assert f"Il giornale degli atti ha sigillato esattamente questo file come verbale {record}." in told["it"]
    assert f"Журнал засвідчує, що саме цей файл скріплено печаткою як протокол {record}." in told["uk"]
    for language in ("it", "uk"):
        assert "ledger" not in told[language]
        assert "Sealed" not in told[language]


def test_a_verdict_says_how_far_the_proof_of_the_seal_reaches(app: Flask, record: str) -> None:
    reader = speaking(app, "en").open("/verify")
    told = reader.send("/verify", {"csrf_token": reader.token(), "id": record}).main

    assert "At the sealing" in told
    assert "Today" in told
    assert "Level of the seal: PAdES B-B" in told
