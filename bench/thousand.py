"""A checklist of any size, as regular as no regulation is: each section has a size of its own that sets the levels of
its steps, and one question for all decides which steps apply at all."""

from __future__ import annotations

import textwrap

HEAD = """\
checklist: thousand
edition: "1"
status: draft
title: Many steps
publisher: bench
authority: none
licence: CC0-1.0
effective: 2026-01-01
language: en
languages: [en]
documents: {rules: {title: Rules}}
parties: {designer: Designer, operator: Operator}
orders:
  robustness:
    low: {title: Low, short: L}
    high: {title: High, short: H}
reviews:
  one: {roles: [technical_reviewer]}
review: one
sections:
"""

SECTION = """\
  - id: part-{part}
    title: Part {part}
    steps:
      - id: size-{part}
        title: Size of part {part}
        source: "{part}"
        text: Say how large it is.
        questions:
          size_{part}: {{kind: number, title: Size, unit: m, min: 0}}
"""

STEP = """\
      - id: step-{part}-{step}
        title: Step {part}.{step}
        source: "{part}.{step}"
        text: It holds.
        when: {when}
        level: level_{part}
        questions:
          how_{part}_{step}: {{kind: text, title: How?}}
          done_{part}_{step}: {{kind: yes_no, title: Is it done?}}
"""

#: the same on one line and with one question, so that the largest file stays under the limit of 1 MiB
LEAN = """\
      - {{id: step-{part}-{step}, title: Step {part}.{step}, source: "{part}.{step}", text: It holds., when: {when},
         level: level_{part}, questions: {{how_{part}_{step}: {{kind: text, title: How?}}}}}}
"""

LEVEL = """\
  level_{part}:
    title: Level of part {part}
    source: "{part}"
    gives: robustness
    cases:
      - {{when: size_{part} <= 10, is: low}}
      - {{is: high}}
"""


#: sections, and steps in each: with the sections themselves 5,880 nodes
LARGEST = (120, 48)


def many_steps(sections: int, steps: int) -> str:
    """The checklist's file: so many sections of so many steps; `size_0` also decides about every second step."""
    parts = range(sections)
    one = STEP if sections * steps <= 2000 else LEAN
    body = "".join(
        SECTION.format(part=part)
        + "".join(one.format(part=part, step=step, when=_when(part, step)) for step in range(1, steps))
        for part in parts
    )
    return textwrap.dedent(HEAD) + body + "derived:\n" + "".join(LEVEL.format(part=part) for part in parts)


def _when(part: int, step: int) -> str:
    return "size_0 > 5" if step % 2 else f"size_{part} > 1"
