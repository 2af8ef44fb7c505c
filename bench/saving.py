"""What an answer costs: planned anew, planned from the last plan, and saved as one turn."""

from __future__ import annotations

from itertools import cycle

from bench.measure import cpu_ms, table
from bench.work import Work
from certflow.actions import answers, dossiers
from certflow.domain.plan import make_plan

HEADS = ("answer", "steps", "moved", "from nothing ms", "from the last ms", "ratio", "saved as a turn ms", "budget ms")


def measure(works: tuple[Work, ...]) -> None:
    table(
        "An answer saved and the plan evaluated again (CPU)",
        HEADS,
        [_row(work, reach, *given) for work in works for reach, given in (("local", work.local), ("wide", work.wide))],
    )


def _row(work: Work, reach: str, question: str, first: str, second: str) -> tuple[object, ...]:
    sight = dossiers.see(work.desk, work.actor, work.dossier)
    checklist = sight.checklist
    known = {name: checklist.questions[name].from_json(value) for name, value in sight.dossier.values().items()}
    one, two = ({**known, question: checklist.questions[question].parse(text)} for text in (first, second))
    plan = make_plan(checklist, one)
    whole = cpu_ms(lambda: make_plan(checklist, two))
    part = cpu_ms(lambda: make_plan(checklist, two, plan))
    texts = cycle((first, second))
    seq = {"seen": 0, "moved": 0}

    def save() -> None:
        standing = dossiers.see(work.desk, work.actor, work.dossier).dossier.answers.get(question)
        seen = {question: standing.seq if standing else 0}
        saved = answers.save_answers(work.desk, work.actor, work.dossier, {question: next(texts)}, seen)
        seq["moved"] = len(saved.moves)

    save()
    turn = cpu_ms(save)
    return f"{work.name}, {reach}: {question}", len(plan.steps), seq["moved"], whole, part, part / whole, turn, 20
