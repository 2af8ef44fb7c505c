"""Tables that go on over the page keep company, and no heading is left behind at the foot of one."""

from __future__ import annotations

import pytest

from tests.pdf.breaks import broken
from tests.pdf.conftest import PAIRS


@pytest.mark.parametrize("language", ["en", *PAIRS])
def test_the_short_record_breaks_well(drawn: bytes, drawn_pairs: dict[str, bytes], language: str):
    assert broken({"en": drawn, **drawn_pairs}[language]) == []


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_whole_sample_breaks_well(drawn_whole: dict[str, bytes], language: str):
    assert broken(drawn_whole[language]) == []
