"""Review: who may approve what, of which exact content, and what a change voids.

- `covered.py`  what a reviewer is shown, as one canonical value with one digest (P2)
- `steps.py`    submit, approve, return: quorum, organisations and four eyes (P3)
- `earlier.py`  what reviewers were shown before, and what they made of it
- `validity.py` for how long approvals hold, and what ends one
- `gates.py`, `conditions.py` what has to be approved first, and what an approval depends on
- `departures.py` waivers and other means of compliance
- `voiding.py`  what a change takes back, and exactly that (P4)
"""
