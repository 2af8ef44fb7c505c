"""The rules of certflow: plain Python, no input or output, no clock, no chance.

- A rule takes values and gives back values or facts; it never writes anything down.
- Time, identity and chance are arguments.
- What the rules forbid is said with `Refused(code, **facts)`; the sentence lives in `certflow/wording.py`.
- Lift this folder into a notebook and it works: that is the test of it.
"""
