"""The glider's checklist with things in it that one side keeps to itself."""

from __future__ import annotations

from tests.domain.building import CHECKLIST


def _with(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


#: `mass_kg` is the designer's alone, `how` the owner's and the authority's, the files of `link` their owner's;
#: `mass_lb` could be turned back into the mass, `size` and `heavy` are classes that both sides share
PROTECTED = _with(
    CHECKLIST,
    (
        "parties: {designer: Designer, operator: Operator}",
        "parties: {designer: Designer, operator: Operator, authority: Authority}",
    ),
    ("title: Mass, unit: kg, min: 0,", "title: Mass, unit: kg, min: 0, visibility: owner, held_by: designer,"),
    ("how: {kind: text, title: How?}", "how: {kind: text, title: How?, visibility: authority}"),
    ("        applies_from: low\n", "        applies_from: low\n        evidence_visibility: owner\n"),
    ("        shows: [heavy]\n", "        shows: [heavy, mass_lb, margin]\n"),
    (
        "        text: Say what it weighs.\n        questions:\n",
        "        text: Say what it weighs.\n        shows: [size]\n        questions:\n"
        "          limit_kg: {kind: number, title: Limit, unit: kg, min: 0, optional: yes,"
        " lever: {effort: {100: 1, 1000: 2}}}\n",
    ),
    (
        "derived:\n",
        """\
tables:
  sizes:
    title: Sizes
    gives: size
    rows:
      read: mass_kg
      bands:
        - {label: Feather, when: "< 100", gives: S}
        - {label: Between the two, when: "[100, 400)", gives: M}
        - {label: Anvil, when: "≥ 400", gives: L}
derived:
  size: {title: Size, source: "1", table: sizes}
  mass_lb: {title: Mass in pounds, source: "1", unit: lb, value: mass_kg * 2.5}
  margin: {title: Margin, source: "1", unit: kg, value: "limit_kg - mass_kg"}
  fits: {title: Fits, source: "1", value: mass_kg <= limit_kg}
""",
    ),
    (
        "  robustness:\n",
        "  size: {small: {title: Small, short: S}, middle: {title: Middle, short: M},"
        " large: {title: Large, short: L}}\n"
        "  robustness:\n",
    ),
)

#: what nobody else may read in any form, and what it comes to
SECRET_MASS = "271.75"
SECRET_POUNDS = "679.375"
SECRET_WORDS = "By quartz laser"
SECRET_FILE = "quartz-drawing.txt"
SECRET_CONTENT = b"the drawing of the quartz"
