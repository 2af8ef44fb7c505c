"""The record on paper: drawn, sealed, and checked again by anyone.

- What is drawn is `domain.record.RecordContent` and nothing else: same content, same bytes.
- Drawing and reading happen in short-lived children with limits on time and memory and without a network (`child.py`);
  a file that somebody brought is read in a fork or a child of its own (`readers.py`).
- What people typed is text: escaped, limited in length, and visible even where our fonts have no letter for it.
- Only `sign.py` opens the seal key. We seal what we drew, never what somebody brought.
- A time-stamp comes from the configured service or not at all (`stamping.py`); no level is ever lowered. Behind a seal
  nothing may stand but further document time-stamps (`renewals.py`).
- A verdict is ours and strict (`verify.py`): what a library calls valid is one condition among many.
"""
