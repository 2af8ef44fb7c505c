"""How names are spelt in a checklist file."""

from __future__ import annotations

STEP_ID = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
EDITION = r"^[A-Za-z0-9][A-Za-z0-9.-]{0,39}$"
NAME = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
#: BCP 47, as far as people write it
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$"
#: names that other formats gave: a parameter, a part, a group
TOKEN = r"^[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,119}$"
