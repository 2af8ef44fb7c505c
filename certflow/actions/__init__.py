"""What a person can do or see: one function each.

- Every act asks the one permission table (`domain/people.py`), decides in `domain`, and writes its facts in one turn.
- Reading goes through here too: who may see a dossier is a rule like any other.
- Time, identity and chance come from the desk (`desk.now()`, `desk.chance(n)`); nothing below asks the machine.
- Slow work (drawing, sealing) stays outside a turn; the turn after it checks that the dossier is still what was drawn.
"""
