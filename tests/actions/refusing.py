"""Acts that are refused, and leave nothing behind."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from certflow.domain.refusal import Refused
from tests.actions.office import Office, size


def refused(office: Office, act: Callable[..., object], *arguments: object, **more: object) -> str:
    """The code with which an act is refused; nothing may be written by it."""
    before = size(office.desk)
    with pytest.raises(Refused) as told:
        act(office, *arguments, **more)
    assert size(office.desk) == before
    return told.value.code
