"""A checklist as the rest of certflow sees it: read, checked, compiled, and never changed again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from certflow.domain.checklist.expression import Expression
from certflow.domain.checklist.items import Item, ListOfItems
from certflow.domain.checklist.mappings import Mapping as CheckMapping
from certflow.domain.checklist.policies import Departing, DepartureRule, ReviewPolicy
from certflow.domain.checklist.problems import Problem
from certflow.domain.checklist.questions import Question, Visibility
from certflow.domain.checklist.source import Source
from certflow.domain.checklist.tables import Outside, Table
from certflow.domain.checklist.values import Type, Value
from certflow.domain.text import Text


@dataclass(frozen=True, slots=True)
class Enumeration:
    """Named values; an ordered one lists the least first. `shorts` are the letters that printed tables use."""

    name: str
    ordered: bool
    titles: Mapping[str, Text]
    shorts: Mapping[str, str]

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(self.titles)


@dataclass(frozen=True, slots=True)
class LevelText:
    """What one level asks: `aspect` is integrity or assurance."""

    level: str
    aspect: str
    text: Text


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a step; `order` has all levels, least first."""

    key: str
    title: Text
    text: Text | None
    texts: tuple[LevelText, ...]
    source: Source | None
    provided_by: tuple[str, ...]
    cumulative: bool
    order: tuple[str, ...]
    acceptance: tuple[Text, ...] = ()

    def at(self, level: str | None) -> tuple[LevelText, ...]:
        """The texts that hold at a level, those of lower levels first."""
        if level is None:
            return self.texts
        place = self.order.index(level)
        within = [one for one in self.texts if self.order.index(one.level) <= place]
        if self.cumulative or not within:
            return tuple(within)
        return tuple(one for one in within if one.level == within[-1].level)

    def applies_at(self, level: str | None) -> bool:
        """Whether the criterion has anything to say at a level."""
        return not self.texts or bool(self.at(level))


@dataclass(frozen=True, slots=True)
class LevelRow:
    """The level of a step as the printed table gives it: one for each value of `by`."""

    by: str
    levels: Mapping[str, str]
    table: Text
    source: Source | None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a step with a name that stays: an item of its text, an objective, a method.

    name   the names from the step down (`a`, `a.1`)
    kind   what it is, in the words of its source
    depth  how far in it stands; 0 is right under the step
    """

    name: str
    kind: str
    label: str
    title: Text | None
    text: Text | None
    depth: int


@dataclass(frozen=True, slots=True)
class Heading:
    """Something that stands among the steps of a section and is not assessed itself.

    under  the step or heading it stands under
    at     so many steps of the section come before it
    """

    id: str
    title: Text
    text: Text | None
    source: Source
    under: str | None
    at: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Steps that are chosen together, by an option of a question."""

    name: str
    title: Text
    text: Text | None


@dataclass(frozen=True, slots=True)
class Step:
    """A unit that is reviewed. See checklists/README.md for what each part means.

    under         the step or heading it stands under: a requirement nested in another
    groups        it applies where one of these is chosen; empty where it belongs to none
    weight        how much its scores count beside those of other steps
    levels        every level it could have, least first, with its title; empty where it has none
    applies_from  below this level it does not apply
    departures    how it may depart from what it asks, and who may grant that; empty where it may not
    shows         the questions of other steps and the derived values that a reviewer sees and an approval covers
    each          the list whose items each have this step
    item          the one that this step is about, where a dossier has several or gave it a name
    evidence_visibility   who may read what is attached, unless its marking says something narrower
    """

    id: str
    section: str
    title: Text
    source: Source
    text: Text
    guidance: Text | None
    expected_evidence: tuple[Text, ...]
    criteria: tuple[Criterion, ...]
    questions: tuple[str, ...]
    provided_by: tuple[str, ...]
    shows: tuple[str, ...]
    levels: Mapping[str, Text]
    when: Expression | None
    level: Expression | LevelRow | None
    applies_from: str | None
    reviews: Mapping[str, ReviewPolicy]
    departures: Mapping[Departing, DepartureRule]
    wording_digest: str
    each: str | None = None
    item: Item | None = None
    under: str | None = None
    groups: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    acceptance: tuple[Text, ...] = ()
    weight: Decimal = Decimal(1)
    evidence_visibility: Visibility = Visibility.CONSORTIUM

    def policy(self, level: str | None = None) -> ReviewPolicy:
        """Who has to approve this step at a level; '' holds for levels that are not named."""
        return self.reviews.get(level or "") or self.reviews[""]

    def shown(self, level: str | None) -> tuple[str, ...]:
        """The questions of other steps and the derived values that an approval at a level covers."""
        own = set(self.questions)
        return tuple(name for name in dict.fromkeys((*self.shows, *self.policy(level).shows)) if name not in own)

    @property
    def level_reads(self) -> tuple[str, ...]:
        """What the level is found from."""
        match self.level:
            case None:
                return ()
            case LevelRow(by):
                return (by,)
            case expression:
                return expression.reads


@dataclass(frozen=True, slots=True)
class Section:
    """Steps that belong together."""

    id: str
    title: Text
    intro: Text | None
    steps: tuple[str, ...]
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class ByTable:
    """A value that stands in a table."""

    table: str
    output: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A value that is simply said."""

    value: Value


#: one way to come to a value
Rule = Expression | ByTable | Fixed | Outside


@dataclass(frozen=True, slots=True)
class Case:
    """One of several rules; `when` None holds in every other case."""

    when: Expression | None
    rule: Rule
    source: Source | None


@dataclass(frozen=True, slots=True)
class Derived:
    """A value with a name that follows from answers. The first case that holds gives it.

    each, item   as for a step: the list whose items each have this value, and the item it is of
    symbol   stands for it in a formula
    """

    name: str
    title: Text
    help: Text | None
    source: Source | None
    unit: str | None
    type: Type
    titles: Mapping[str, Text]
    cases: tuple[Case, ...]
    reads: tuple[str, ...]
    each: str | None = None
    item: Item | None = None
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """What is left where the method gives no answer."""

    id: str
    code: str
    message: Text


class Shows(StrEnum):
    """What a column of a matrix says of the condition in its row: a criterion, or a step that has none."""

    #: the title of the step
    TOPIC = "topic"
    #: its number, and its words
    CONDITION = "condition"
    #: the level that holds
    LEVEL = "level"
    #: documents, with page or chapter
    REFERENCE = "reference"
    #: what was declared, and the names of the files attached
    PROOF = "proof"


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """shows: a member of `Shows`, or the column of the answer whose rows the block prints."""

    title: Text
    shows: str


@dataclass(frozen=True, slots=True)
class MatrixBlock:
    """A block of the regulator's compliance matrix: steps in its order, or the rows of an answer.

    columns  none where it has those of a SORA matrix: requirement, level of robustness, reference
    asked    the question whose rows it prints; of several items, one each
    ticks    step → the tables that say which classes it may lower, each printed as a row of boxes
    levels   step → the levels that have a box, where some of its levels have none on the form
    """

    title: Text
    rows: tuple[str, ...]
    columns: tuple[MatrixColumn, ...] = ()
    asked: tuple[str, ...] = ()
    ticks: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Gate:
    """A step that has to be approved before others may go to review.

    before  the steps behind it
    after   the steps that have to be approved before the gate itself may go to review
    """

    id: str
    title: Text
    step: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """A test in the file: answers about some items, and what should come of them. `line` is where it stands."""

    name: str
    line: int
    column: int
    answers: Mapping[str, Value]
    suppose: Mapping[str, Value]
    expect: Mapping[str, str]
    file: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Succession:
    """What a step or criterion came from in an earlier edition, and what kind of change that was.

    earlier  ids of the earlier edition: several where they were merged; none where it is new
    change   editorial, material, tightened, relaxed or new, as the author declares it
    """

    earlier: tuple[str, ...]
    change: str
    note: Text | None


@dataclass(frozen=True, slots=True)
class Supersession:
    """How one edition follows an earlier one. Ids that are not named here are the same in both.

    steps      id of a step or criterion here → what it came from
    withdrawn  id there → why it has no successor
    """

    edition: str
    note: Text | None
    steps: Mapping[str, Succession]
    withdrawn: Mapping[str, Text]


@dataclass(frozen=True, slots=True)
class Jurisdiction:
    """Where and when an edition holds (days as ISO words).

    effective     from this day it may be used
    mandatory_by  from this day nothing earlier is accepted
    accept_until  until this day applications on this edition are accepted
    valid_until   until this day what was granted on it stays valid
    """

    name: str
    effective: str | None
    mandatory_by: str | None
    accept_until: str | None
    valid_until: str | None
    note: Text | None


@dataclass(frozen=True, slots=True, eq=False)
class Checklist:
    """One edition of a regulation as data.

    digest    SHA-256 of its file; it covers the edition it extends as well
    extends   the edition that it only differs from
    lacks     what keeps a draft from being published, each with its place
    lists     the things of which a dossier may have several
    items     the items that it has here; a file alone has one of each list (see `stamping`)
    base      the file's own, where this one has other items

    order     every question, derived value and step as a node (`question:m1a`), each after what it reads
    place     node → its place in that order
    readers   node → the nodes that read it
    """

    id: str
    edition: str
    digest: str
    title: Text
    publisher: str
    authority: str
    source: Source
    licence: str
    status: str
    effective: str | None
    extends: str | None
    changes: tuple[Text, ...]
    supersedes: Mapping[str, Supersession]
    jurisdictions: Mapping[str, Jurisdiction]
    language: str
    languages: tuple[str, ...]
    parties: Mapping[str, Text]
    enumerations: Mapping[str, Enumeration]
    routes: Mapping[str, Route]
    sections: tuple[Section, ...]
    steps: Mapping[str, Step]
    questions: Mapping[str, Question]
    derived: Mapping[str, Derived]
    tables: Mapping[str, Table]
    matrix: tuple[MatrixBlock, ...]
    gates: tuple[Gate, ...]
    mappings: tuple[CheckMapping, ...]
    trials: tuple[Trial, ...]
    lacks: tuple[Problem, ...]
    order: tuple[str, ...]
    place: Mapping[str, int]
    readers: Mapping[str, tuple[str, ...]]
    steps_of_questions: Mapping[str, str]
    groups: Mapping[str, Group]
    lists: Mapping[str, ListOfItems] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    base: Checklist | None = None

    @property
    def file(self) -> Checklist:
        """The file's own, where each list has one item."""
        return self.base or self

    def step(self, id: str) -> Step:
        return self.steps[id]

    def question(self, id: str) -> Question:
        return self.questions[id]

    def step_of(self, question: str) -> Step:
        """The step that asks a question."""
        return self.steps[self.steps_of_questions[question]]

    def list_of(self, name: str) -> str | None:
        """The list each item of which has this question or derived value; a list's own name too."""
        file = self.file
        if name in file.lists:
            return name
        return file.derived[name].each if name in file.derived else file.step_of(name).each
