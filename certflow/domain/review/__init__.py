"""Review: who may approve what, of which exact content, and what a change voids.

- `covered.py`  what a reviewer is shown, as one canonical value with one digest (P2)
- `steps.py`    submit, approve, return: quorum, organisations and four eyes (P3)
- `voiding.py`  what a change takes back, and exactly that (P4)
"""
