"""Small worlds for tests of the rules: one checklist, one dossier, a few people, and acts written as prose."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from certflow.domain import answer as answers
from certflow.domain import evidence as files
from certflow.domain.checklist import Checklist, Departing, read_checklist
from certflow.domain.dossier import Case, Dossier
from certflow.domain.entry import By, Entry
from certflow.domain.facts import DossierOpened, Fact, committed_fields
from certflow.domain.impact import RULE, Impact, impact_of, move
from certflow.domain.ledger import commitment
from certflow.domain.people import Actor, Role
from certflow.domain.plan import Plan, make_plan
from certflow.domain.replay import replay
from certflow.domain.review import departures, validity, voiding
from certflow.domain.review import steps as review
from certflow.domain.review.conditions import meet, set_conditions
from certflow.domain.review.covered import digest_of
from certflow.domain.visibility import Reader

#: two organisations and one step for each rule: `mass` needs one approval, `link` one from each side
CHECKLIST = """
checklist: glider
edition: "1"
status: draft
title: Gliders
publisher: tests
authority: none
licence: CC0-1.0
effective: 2026-01-01
language: en
languages: [en]
documents: {rules: {title: Rules}}
parties: {designer: Designer, operator: Operator}
orders:
  robustness:
    not_required: {title: Not required, short: NR}
    low: {title: Low, short: L}
    high: {title: High, short: H}
reviews:
  one: {roles: [technical_reviewer]}
  both: {roles: [technical_reviewer], quorum: 2, organisations: 2, parties: [designer, operator], step_up: yes}
review: one
sections:
  - id: all
    title: All
    steps:
      - id: mass
        title: Mass
        source: "1"
        text: Say what it weighs.
        questions:
          mass_kg: {kind: number, title: Mass, unit: kg, min: 0, lever: {effort: {10: 7, 400: 2}}}
          towed: {kind: yes_no, title: Is it towed?, lever: {effort: {yes: 1, no: 0}}}
          remark: {kind: text, title: Remark, optional: yes}
      - id: link
        title: Link
        source: "2"
        text: The link holds.
        level: link_level
        applies_from: low
        review: {low: one, high: both}
        questions:
          how: {kind: text, title: How?}
      - id: tow
        title: Tow
        source: "3"
        text: The tow rope holds.
        when: towed
        shows: [heavy]
        questions:
          rope: {kind: text, title: Which rope?}
derived:
  heavy: {title: Heavy, source: "1", value: mass_kg > 100}
  link_level:
    title: Level of the link
    source: "2"
    gives: robustness
    cases:
      - {when: mass_kg <= 10, is: not_required}
      - {when: mass_kg <= 500, is: low}
      - {is: high}
"""

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@cache
def the_checklist(*changes: tuple[str, str]) -> Checklist:
    """The checklist above; changes: what to replace in it, by what."""
    text = CHECKLIST
    for old, new in changes:
        assert old in text, f"the checklist says nothing like {old!r}"
        text = text.replace(old, new, 1)
    return read_checklist(text.encode())


def person(name: str, organisation: str, *roles: Role) -> Actor:
    return Actor(name.lower(), name, organisation, frozenset(roles), stepped_up=True)


def later(*changes: tuple[str, str], said: str = "") -> Checklist:
    """An edition that follows the one above; said: what it says became of steps, such as `mass: {from: mass, …}`."""
    follows = f'edition: "2"\nsupersedes: {{"1": {{steps: {{{said}}}}}}}'
    return the_checklist(('edition: "1"', follows), *changes)


ANNA = person("Anna", "ligure", Role.COMPLIANCE, Role.TECHNICAL_REVIEWER)
BRUNO = person("Bruno", "ligure", Role.TECHNICAL_REVIEWER)
CARLA = person("Carla", "ligure", Role.COMPLIANCE, Role.TECHNICAL_REVIEWER)
DARIA = person("Daria", "krylo", Role.TECHNICAL_REVIEWER, Role.COMPLIANCE)
EVHEN = person("Evhen", "krylo", Role.TECHNICAL_REVIEWER)
IRYNA = person("Iryna", "krylo", Role.ACCOUNTABLE_MANAGER)
STRANGER = person("Zoe", "elsewhere", Role.TECHNICAL_REVIEWER)
EVERYBODY = (ANNA, BRUNO, CARLA, DARIA, EVHEN, STRANGER)


@dataclass
class World:
    """One dossier and the acts on it. Each act decides in the domain and, as a turn does, records and settles."""

    dossier: Dossier = field(default_factory=lambda: Dossier("d1"))
    entries: list[Entry] = field(default_factory=list)
    checklist: Checklist = field(default_factory=the_checklist)
    passed: timedelta = timedelta()

    @property
    def today(self) -> date:
        return (START + self.passed).date()

    def wait(self, days: int) -> World:
        """Let days pass, and write down what ended in them."""
        self.passed += timedelta(days=days)
        self.expire()
        return self

    @property
    def plan(self) -> Plan:
        values = self.dossier.values()
        return make_plan(
            self.checklist, {name: self.checklist.questions[name].from_json(v) for name, v in values.items()}
        )

    def case(self, step: str) -> Case:
        return self.dossier.case(step)

    def reader(self, actor: Actor) -> Reader:
        return Reader.of(actor, self.dossier.parties)

    def record(self, facts: tuple[Fact, ...], actor: Actor, shown: str | None = None, rule: str | None = None) -> None:
        for fact in facts:
            entry = seal(fact, actor, len(self.entries) + 1, shown, rule, self.passed)
            self.entries.append(entry)
            self.dossier = replay(self.dossier, [entry], self.checklist.steps_of_questions)

    def settle(self) -> None:
        self.record(voiding.reopened(self.checklist, self.plan, self.dossier), SYSTEM, rule=voiding.RULE)
        self.expire()

    def expire(self) -> None:
        over = departures.ended(self.checklist, self.plan, self.dossier, self.today)
        self.record(over, SYSTEM, rule=departures.RULE)
        self.record(voiding.reopened(self.checklist, self.plan, self.dossier), SYSTEM, rule=voiding.RULE)
        ended = validity.expired(self.checklist, self.plan, self.dossier, self.today)
        self.record(ended, SYSTEM, rule=validity.RULE)

    def answer(self, question: str, typed: str, actor: Actor) -> World:
        asked = self.checklist.questions[question]
        value = asked.parse(typed)
        standing = self.dossier.answers.get(question)
        stored: Any = None if value is None else asked.to_json(value)
        self.record(
            answers.give(self.dossier, asked, stored, standing.seq if standing else 0, self.reader(actor)), actor
        )
        self.settle()
        return self

    def attach(self, step: str, content: str, actor: Actor) -> World:
        facts = files.attach(
            self.dossier,
            self.checklist.step(step),
            f"e{len(self.entries)}",
            "a.pdf",
            content * 64,
            1,
            "application/pdf",
        )
        self.record(facts, actor)
        self.settle()
        return self

    def submit(self, step: str, actor: Actor) -> World:
        facts, shown = review.submit(self.checklist, self.plan, self.dossier, self.checklist.step(step))
        self.record(facts, actor, shown)
        return self

    def approve(self, step: str, actor: Actor, shown: str | None = None, conditions: tuple[str, ...] = ()) -> World:
        seen = shown or self.case(step).shown or ""
        facts = review.approve(
            self.checklist, self.plan, self.dossier, self.checklist.step(step), actor, "approval", seen
        )
        validity.must_hold(self.checklist.step(step), self.plan, self.today)
        names = (f"c{len(self.entries)}-{at}" for at, _ in enumerate(conditions))
        facts = (*facts, *set_conditions(self.checklist.step(step), conditions, names))
        self.record(facts, actor, seen)
        return self

    def meet(self, condition: str, actor: Actor, note: str = "Done.") -> World:
        step = self.checklist.step(self.dossier.conditions[condition].step)
        policy = step.policy(self.plan.steps[step.id].level)
        self.record(meet(self.dossier, step, policy, condition, actor, note), actor)
        return self

    def ask(self, step: str, actor: Actor, days: int = 30, sort: str = "waiver", instead: str = "A guard.") -> str:
        """Ask for a departure that lasts so many days; its id."""
        name = f"w{len(self.entries)}"
        wish = departures.Wish(Departing(sort), self.today + timedelta(days=days), "No time.", instead)
        facts = departures.ask(
            self.checklist, self.plan, self.dossier, self.checklist.step(step), name, wish, self.today
        )
        self.record(facts, actor)
        self.settle()
        return name

    def decide(self, act: str, name: str, actor: Actor) -> World:
        """Grant, refuse or withdraw the departure of this name."""
        found = self.dossier.departures[name]
        step, shown = self.checklist.step(found.step), digest_of(found.content)
        if act == "grant":
            facts = departures.grant(self.dossier, step, found, actor, shown, self.today)
        elif act == "refuse":
            facts = departures.refuse(self.dossier, step, found, actor, "Not now.")
        else:
            facts = departures.withdraw(self.dossier, step, found, actor, "Found time.")
        self.record(facts, actor, shown)
        self.settle()
        return self

    def look_ahead(self, later: Checklist) -> Impact:
        """What a later edition would do to the dossier."""
        return impact_of((self.checklist, later), self.plan, self.dossier, self.today)

    def go_over(self, later: Checklist) -> World:
        """Agree to what a later edition does to the dossier."""
        impact = self.look_ahead(later)
        self.record(move(impact, self.dossier, impact.shown, "It applies from May."), IRYNA, impact.shown)
        self.checklist = later
        self.record(impact.falls, SYSTEM, rule=RULE)
        self.settle()
        return self

    def give_back(self, step: str, actor: Actor, reason: str = "Not yet.") -> World:
        each = self.checklist.step(step)
        policy = each.policy(self.plan.steps[step].level)
        self.record(review.give_back(self.dossier, each, actor, policy, reason), actor, self.case(step).shown)
        return self


SYSTEM = Actor("certflow", "certflow", "", frozenset(), signed_in="system")


def opened(*changes: tuple[str, str]) -> World:
    """A fresh dossier of a designer and an operator; changes: what the checklist says otherwise."""
    world = World(checklist=the_checklist(*changes))
    fact = DossierOpened(
        title="Glider",
        checklist="glider",
        edition="1",
        checklist_digest=world.checklist.digest,
        parties={"ligure": "designer", "krylo": "operator"},
    )
    world.record((fact,), ANNA)
    return world


def answered(mass: str = "200", towed: str = "no", *changes: tuple[str, str]) -> World:
    """Every required question answered by Anna."""
    world = opened(*changes)
    for question, typed in (("mass_kg", mass), ("towed", towed), ("how", "By radio."), ("rope", "Steel.")):
        if world.plan.questions[question].asked == "yes":
            world.answer(question, typed, ANNA)
    return world


def seal(
    fact: Fact, actor: Actor, seq: int, shown: str | None, rule: str | None = None, later: timedelta = timedelta()
) -> Entry:
    """An entry as storage would write it."""
    salts = (bytes([seq % 256]) * 32 for _ in itertools.count())
    return Entry(
        seq=seq,
        dossier="d1",
        revision=seq,
        previous=None,
        at=START + later + timedelta(minutes=seq),
        by=By.of(actor, "role"),
        fact=fact,
        commitments={name: commitment(next(salts), getattr(fact, name)) for name in committed_fields(type(fact))},
        shown=shown,
        rule=rule,
        software="tests",
    )


Act = Callable[[World], World]


def without_step_up(actor: Actor) -> Actor:
    return replace(actor, stepped_up=False)
