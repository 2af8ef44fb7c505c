"""Going over to another seal; the ledger's key stays."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta

from certflow.pdf.anchor import read_anchor, write_anchor
from certflow.pdf.authority import SEAL_YEARS, make_authority, make_seal, root_key_in
from certflow.pdf.keys import Keyring, check_keys, trusted_roots


def rotate(ring: Keyring, at: datetime) -> bool:
    """From here on seal with another key; what was sealed before stays verifiable. True when the anchor changed.

    The local seal gets a new key and certificate, and a new root where the old one would end before it. A seal of
    another authority was changed in the settings; its root goes into the anchor beside the earlier ones.
    """
    if not (ring.pkcs12 or ring.pkcs11):
        _renew_local(ring, at)
    (root,), anchor = trusted_roots(ring), read_anchor(ring.anchor)
    if root == anchor.root:
        return False
    earlier = tuple(each for each in anchor.roots if each != root)
    write_anchor(replace(anchor, root=root, earlier=earlier), ring.anchor)
    check_keys(ring, at)
    return True


def _renew_local(ring: Keyring, at: datetime) -> None:
    """Make the new set beside the old one, whole, and then put each file in its place."""
    new = replace(ring, folder=ring.folder / "new")
    new.folder.mkdir(mode=0o700)
    (root,) = trusted_roots(ring)
    if root.not_valid_after_utc < at + timedelta(days=365 * SEAL_YEARS):
        make_authority(new.folder, new.instance, at)
    else:
        make_seal(new.folder, new.instance, root.subject, root_key_in(ring.folder), at)
    for made in sorted(new.folder.iterdir()):
        os.replace(made, ring.folder / made.name)
    new.folder.rmdir()
