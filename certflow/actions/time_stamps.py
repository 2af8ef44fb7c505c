"""The configured time-stamp service, with the authorities that the trust anchor names."""

from __future__ import annotations

from certflow.actions.desk import Desk
from certflow.pdf.anchor import read_anchor
from certflow.pdf.stamping import StampFailed, TimeStampService


def time_stamp_service(desk: Desk) -> TimeStampService | None:
    """The configured service with the authorities that the anchor names; None where none is configured.

    Raises StampFailed where the anchor names none: whatever such a service answered, nobody would accept it.
    """
    if desk.config.tsa_url is None:
        return None
    roots = read_anchor(desk.keyring.anchor).time_stamping
    if not roots:
        raise StampFailed(
            "The trust anchor names no time-stamp authority. Set CERTFLOW_TSA_ROOTS_FILE to its root certificates "
            "(PEM), then run: python3 -m certflow migrate"
        )
    return TimeStampService(desk.config.tsa_url, roots)
