"""What each page is told: one frozen dataclass per template, nothing else reaches a template.

- Everything here is words and numbers already in the reader's language; no storage row, no lazy loading.
- `template` names the file a page is drawn by, so a view only says `show(page)`.
- Addresses (`href`, `…_action`) are made by the view; templates never build one, `Addresses` holds the fixed ones.
- Text that a checklist brings is a `Passage`: it may be in another language than the page, and says so.
- Field names every form shares: `csrf_token`; the rest stands in the docstring of the page that posts them.

Closed sets of words, drawn by `templates/parts/tags.html`:

    level    not_required  low  medium  high  required  undecided
    state    draft  submitted  approved  returned  not_required
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

# ── small parts ───────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Passage:
    """Text with the language it is really in; `lang` is empty when that is the language of the page."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Link:
    text: str
    href: str


@dataclass(frozen=True)
class Option:
    """One thing to choose from: `value` is posted, `label` is read."""

    value: str
    label: Passage
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Error:
    """One line of the error summary; `field` is the name of the input it leads to, empty for the whole form."""

    text: str
    field: str = ""


@dataclass(frozen=True)
class Notice:
    """A message shown once after an act; kind is `done` or `note`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Person:
    name: str
    organisation: str
    role: str = ""
    email: str = ""


# ── the frame around every page ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Addresses:
    """The fixed addresses of the frame.

    sign_out    POST, only `csrf_token`
    language    POST `language` (en, it, uk) and `back`, the page to return to
    theme       POST `theme` (auto, light, dark) and `back`; kept in a cookie, so no script decides it
    """

    home: str = "/"
    dossiers: str = "/dossiers"
    inbox: str = "/reviews"
    verify: str = "/verify"
    checklists: str = "/checklists"
    people: str = "/people"
    sign_in: str = "/sign-in"
    sign_out: str = "/sign-out"
    password: str = "/password"
    language: str = "/language"
    theme: str = "/theme"


@dataclass(frozen=True)
class Shell:
    """Header, navigation and footer, passed to every template as `shell`.

    room    which entry of the navigation is current: dossiers, inbox, verify, checklists, people or empty
    back    path of this page, for the language and theme forms
    """

    language: str = "en"
    theme: str = "auto"
    room: str = ""
    back: str = "/"
    person: Person | None = None
    to_review: int = 0
    may_see_people: bool = False
    notices: tuple[Notice, ...] = ()
    version: str = ""
    addresses: Addresses = Addresses()
    may_see_dossiers: bool = True


# ── questions and evidence ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Field:
    """One question as it is drawn; made by `web/fields.py`, drawn by `parts/fields.html` under the same kind.

    Every question posts under `answer.<id>` and tells which revision of the answer the reader saw in `seen.<id>`;
    `seen.<id>` also says "this question was on the form", since an empty checkbox posts nothing.

        number, choice, yes_no, text   answer.<id>
        multi_choice                   answer.<id>, repeated
        yes_no_na                      answer.<id> = yes, no or na; answer.<id>.reason
        date                           answer.<id>.day, .month, .year
        reference                      answer.<id>.document, .page
        declaration                    answer.<id> = yes

    value       the answer as it stands in the input: yes/no as `yes`, `no`, `na`; a date as ISO
    parts       the further inputs of a kind (`reason`; `document`, `page`; `day`, `month`, `year`) and their values
    long        a text of several lines
    undecided   whether the question will count is not known yet; it is asked, and says so
    answered    "Bohdan Kovalenko, 21 Nov 2026", or empty
    """

    id: str
    kind: str
    title: Passage
    help: Passage | None = None
    value: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    options: tuple[Option, ...] = ()
    unit: str = ""
    limits: str = ""
    seen: str = "0"
    optional: bool = False
    long: bool = False
    undecided: str = ""
    answered: str = ""
    error: str = ""
    shown: str = ""

    @property
    def name(self) -> str:
        """Name of the input that carries the answer."""
        return f"answer.{self.id}"

    def part(self, name: str) -> str:
        """Value of one further input, empty when there is none."""
        return dict(self.parts).get(name, "")


@dataclass(frozen=True)
class Evidence:
    """One attached file; `href` only ever downloads it. `shared` says when the file itself stays with its owner."""

    name: str
    href: str
    size: str
    sha256: str
    by: str
    when: str
    kind: str = ""
    marking: str = ""
    shared: str = ""
    remove_action: str = ""


@dataclass(frozen=True)
class EvidenceShelf:
    """Evidence of a step. Posts multipart to `add_action`: `file`, `csrf_token`."""

    items: tuple[Evidence, ...] = ()
    expected: tuple[Passage, ...] = ()
    add_action: str = ""
    accept: str = ""
    rules: str = ""
    error: str = ""


# ── what a plan says ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Rung:
    """One derived value. An empty `value` is not known yet: `waits_for` are the questions that would decide it.

    outside   the method gives no answer; `note` says which route is left
    """

    name: str
    label: str
    value: str = ""
    note: str = ""
    href: str = ""
    waits_for: tuple[Link, ...] = ()
    outside: bool = False
    moved: bool = False


@dataclass(frozen=True)
class Lane:
    """Rungs that follow from each other, for example ground risk: iGRC, then final GRC."""

    label: str
    rungs: tuple[Rung, ...]


@dataclass(frozen=True)
class Ladder:
    """The picture of a derivation: lanes meet in `joint`, from which `outcomes` follow."""

    lanes: tuple[Lane, ...]
    joint: Rung | None = None
    outcomes: tuple[Rung, ...] = ()


@dataclass(frozen=True)
class Grid:
    """A table read by row and column. `here` marks the cell in force as (row, column), counted from 0.

    Either coordinate may be None: that side is not known yet, and the other is marked as a band.
    """

    caption: str
    row_label: str
    column_label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    here: tuple[int | None, int | None] = (None, None)
    source: str = ""


@dataclass(frozen=True)
class RuleTable:
    """A decision table read from top to bottom; `hit` is the row that decided, `outputs` the last columns."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    outputs: int = 1
    hit: int | None = None
    source: str = ""


@dataclass(frozen=True)
class ValueMove:
    title: str
    before: str
    after: str
    why: str
    href: str = ""


@dataclass(frozen=True)
class StepMove:
    """A step whose level moved; `before` and `after` are levels."""

    title: Passage
    before: str
    after: str
    why: str
    href: str = ""


@dataclass(frozen=True)
class Voided:
    """An approval that no longer covers what is asked."""

    title: Passage
    who: str
    why: str
    href: str = ""


@dataclass(frozen=True)
class Moved:
    """What one change did. Drawn by `parts/moved.html`, in a page and as the fragment autosave swaps in."""

    cause: str
    values: tuple[ValueMove, ...] = ()
    steps: tuple[StepMove, ...] = ()
    voided: tuple[Voided, ...] = ()

    template: ClassVar[str] = "parts/moved.html"


@dataclass(frozen=True)
class Undecided:
    """Something that cannot be decided yet, with the questions that would decide it."""

    what: str
    waits_for: tuple[Link, ...]


@dataclass(frozen=True)
class Outside:
    """The operation leaves the method: what was found, and the routes left."""

    what: str
    routes: tuple[str, ...] = ()
    href: str = ""


@dataclass(frozen=True)
class Progress:
    """How many steps stand where."""

    approved: int = 0
    submitted: int = 0
    returned: int = 0
    draft: int = 0
    undecided: int = 0
    not_required: int = 0

    @property
    def asked(self) -> int:
        """Steps that need approval, as far as known."""
        return self.approved + self.submitted + self.returned + self.draft


# ── dossiers ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class DossierHead:
    """The title block on every page of a dossier."""

    title: str
    href: str
    checklist: str
    checklist_href: str
    revision: str
    parties: tuple[Person, ...] = ()
    history_href: str = ""


@dataclass(frozen=True)
class DossierRow:
    title: str
    href: str
    checklist: str
    parties: tuple[str, ...]
    changed: str
    progress: Progress = Progress()
    headline: str = ""
    sealed: bool = False


@dataclass(frozen=True)
class DossiersPage:
    """Every dossier the reader may see. `older` leads to those that changed before the last one shown."""

    dossiers: tuple[DossierRow, ...]
    new_href: str = ""
    older: str = ""

    template: ClassVar[str] = "dossiers/list.html"


@dataclass(frozen=True)
class PartyChoice:
    """Posts `party.<id>` = organisation id."""

    id: str
    label: Passage
    options: tuple[Option, ...]
    hint: str = ""
    error: str = ""


@dataclass(frozen=True)
class NewDossierPage:
    """Posts `title`, `edition` (`sora@2.5-easa`) and one `party.<id>` for each party."""

    action: str
    editions: tuple[Option, ...]
    parties: tuple[PartyChoice, ...]
    title: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "dossiers/new.html"


@dataclass(frozen=True)
class Task:
    """One step in the list. `votes` is "1 of 2 approvals" while it is under review, `answered` "6 of 9 answered"."""

    id: str
    code: str
    title: Passage
    href: str
    level: str
    state: str
    reason: str
    why_href: str = ""
    answered: str = ""
    votes: str = ""
    waits_for: tuple[Link, ...] = ()


@dataclass(frozen=True)
class TaskSection:
    title: Passage
    tasks: tuple[Task, ...]
    intro: Passage | None = None


@dataclass(frozen=True)
class Closing:
    """Closing the dossier asks for the record. Posts only `csrf_token` and `shown`, the revision closed.

    missing        what must happen first; empty when the reader may close now
    reopen_action  where a closed dossier can be reopened; asks for the reason
    """

    action: str = ""
    shown: str = ""
    missing: tuple[str, ...] = ()
    record: Link | None = None
    reopen_action: str = ""


@dataclass(frozen=True)
class DossierPage:
    """The dossier as a task list under the picture of its derivation."""

    dossier: DossierHead
    sections: tuple[TaskSection, ...]
    progress: Progress = Progress()
    ladder: Ladder | None = None
    grid: Grid | None = None
    moved: Moved | None = None
    undecided: tuple[Undecided, ...] = ()
    outside: tuple[Outside, ...] = ()
    closing: Closing = Closing()
    what_if_href: str = ""

    template: ClassVar[str] = "dossiers/show.html"


@dataclass(frozen=True)
class Aspect:
    """What one aspect of a criterion (integrity, assurance) asks at the level in force."""

    label: str
    text: Passage


@dataclass(frozen=True)
class Criterion:
    key: str
    title: Passage
    aspects: tuple[Aspect, ...]


@dataclass(frozen=True)
class StepHead:
    """What a step is, wherever it is shown. `source` cites document and point; `why` says why this level."""

    id: str
    code: str
    title: Passage
    level: str
    state: str
    source: str
    source_href: str = ""
    requirement: Passage = Passage("")
    guidance: Passage | None = None
    criteria: tuple[Criterion, ...] = ()
    why: str = ""
    why_href: str = ""
    waits_for: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Decision:
    """One thing that happened to a step in review. kind: submitted, approved, returned, reopened, withdrawn."""

    kind: str
    who: Person
    when: str
    meaning: str = ""
    reason: str = ""
    digest: str = ""


@dataclass(frozen=True)
class Needed:
    """One condition of the review policy and whether it is met."""

    text: str
    met: bool
    by: str = ""


@dataclass(frozen=True)
class Submitting:
    """Sending a step for review. Posts `csrf_token` and `shown`. `missing` says what must be there first."""

    action: str = ""
    shown: str = ""
    missing: tuple[str, ...] = ()
    withdraw_action: str = ""


@dataclass(frozen=True)
class StepPage:
    """The question page of one step.

    The form posts `csrf_token` and, for each question on it, what `Field` says; buttons post `then` = stay or next.
    With `Accept: application/json` the same POST answers:

        200 {"seen": {id: revision}, "moved": html, "level": html, "state": html, "answered": {id: words}, "errors": {}}
        401 {"sign_in": address}
        409 {"conflict": address}
        422 {"errors": {id: sentence}}

    read_only   why the reader may not answer here, empty when they may
    """

    dossier: DossierHead
    step: StepHead
    fields: tuple[Field, ...]
    action: str = ""
    read_only: str = ""
    evidence: EvidenceShelf = EvidenceShelf()
    needed: tuple[Needed, ...] = ()
    decisions: tuple[Decision, ...] = ()
    submitting: Submitting = Submitting()
    review_href: str = ""
    moved: Moved | None = None
    errors: tuple[Error, ...] = ()
    previous: Link | None = None
    next: Link | None = None

    template: ClassVar[str] = "dossiers/step.html"


@dataclass(frozen=True)
class Piece:
    """A stretch of a text; `differs` where the other text does not have it."""

    text: str
    differs: bool = False


@dataclass(frozen=True)
class Side:
    """One of two texts that collided. `pieces` is the text again with its differences; empty when nothing is alike."""

    text: str
    who: str
    when: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class ConflictPage:
    """Two people changed one answer. Posts `keep` = theirs, mine or merged, and for merged the inputs of `merged`.

    `mine_inputs` are the hidden inputs (name, value) that say again what the reader typed;
    `merged.seen` is the revision of *their* answer, so a third change is noticed too.
    """

    dossier: DossierHead
    question: Passage
    action: str
    theirs: Side
    mine: Side
    merged: Field
    before: str = ""
    mine_inputs: tuple[tuple[str, str], ...] = ()
    step: Link | None = None
    waiting: int = 0
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "dossiers/conflict.html"


@dataclass(frozen=True)
class Because:
    """One link in a chain of reasons: this value, by this rule, from these inputs.

    kind: `answer` (somebody typed it: `sentence` says who and when), `derived`, `level`, `unknown`.
    """

    title: str
    value: str
    sentence: str
    kind: str = "derived"
    source: str = ""
    source_href: str = ""
    href: str = ""
    grid: Grid | None = None
    table: RuleTable | None = None
    rule: str = ""
    inputs: tuple[Because, ...] = ()


@dataclass(frozen=True)
class WhyPage:
    """Why a value or a step is what it is, down to the cell of the table."""

    dossier: DossierHead
    title: str
    because: Because
    back: Link
    level: str = ""

    template: ClassVar[str] = "dossiers/why.html"


@dataclass(frozen=True)
class Tried:
    """Answers that are tried, as one column of the comparison; the first column has none and is what stands."""

    changes: tuple[str, ...] = ()
    drop_href: str = ""


@dataclass(frozen=True)
class ComparedCell:
    """What a row comes to in one column: words, or a level. `differs` from what stands."""

    text: str = ""
    level: str = ""
    differs: bool = False


@dataclass(frozen=True)
class ComparedRow:
    head: Passage
    cells: tuple[ComparedCell, ...]
    code: str = ""
    href: str = ""


@dataclass(frozen=True)
class ComparedPart:
    """Rows that belong together: values, what is asked for, levels, approvals that would fall."""

    title: str
    rows: tuple[ComparedRow, ...]


@dataclass(frozen=True)
class LeverField:
    """A question whose answer can be tried; sent as `try.<id>`, nothing where it is left as it stands.

    options   empty for a number, which is typed
    all_href  compares everything that can be chosen there
    """

    id: str
    title: Passage
    standing: str
    options: tuple[Option, ...] = ()
    value: str = ""
    unit: str = ""
    all_href: str = ""


@dataclass(frozen=True)
class GoalGroup:
    """A derived value and what it can be asked to be."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class WayThere:
    """One way to an outcome.

    changes   empty where nothing has to change
    asks      what it would ask for, in numbers
    more      steps that would apply anew, or at a higher level; less: the others that would move
    falls     approvals that would fall
    """

    effort: str
    changes: tuple[str, ...]
    asks: tuple[str, ...] = ()
    more: tuple[tuple[Link, str], ...] = ()
    less: int = 0
    falls: tuple[Link, ...] = ()
    compare_href: str = ""


@dataclass(frozen=True)
class WaysThere:
    """What a search for the cheapest way found. `looked_at` says how far it went."""

    title: str
    ways: tuple[WayThere, ...]
    looked_at: str
    answer_first: tuple[Link, ...] = ()
    ends: tuple[str, ...] = ()
    compare_href: str = ""


@dataclass(frozen=True)
class WhatIfPage:
    """Other answers side by side, and the cheapest way to an outcome. Nothing here is saved: both forms are GET.

    keep    hidden inputs that keep what is compared, and keep_goal the outcome that was asked for
    full    no further column fits
    """

    dossier: DossierHead
    action: str
    tried: tuple[Tried, ...]
    parts: tuple[ComparedPart, ...]
    levers: tuple[LeverField, ...]
    goals: tuple[GoalGroup, ...]
    keep: tuple[tuple[str, str], ...] = ()
    keep_goal: tuple[tuple[str, str], ...] = ()
    full: bool = False
    found: WaysThere | None = None
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "dossiers/what_if.html"


@dataclass(frozen=True)
class HistoryEntry:
    """One entry of the ledger in words. kind picks the mark: answer, evidence, review, plan, record, people."""

    seq: str
    kind: str
    when: str
    who: str
    organisation: str
    what: str
    about: Link | None = None
    reason: str = ""
    digest: str = ""


@dataclass(frozen=True)
class HistoryPage:
    """Everything that happened in a dossier, newest first. GET `kind` narrows it."""

    dossier: DossierHead
    entries: tuple[HistoryEntry, ...]
    kinds: tuple[Option, ...] = ()
    head: str = ""
    older: str = ""
    newer: str = ""

    template: ClassVar[str] = "dossiers/history.html"


# ── reviews ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class InboxRow:
    """A step that waits. `wants` says what is asked of the reader, `cannot` why they may not decide it."""

    dossier: str
    code: str
    title: Passage
    href: str
    level: str
    submitted_by: str
    organisation: str
    when: str
    votes: str
    wants: str = ""
    cannot: str = ""


@dataclass(frozen=True)
class UnreadableRow:
    """A dossier that cannot be read now, and why."""

    dossier: Link
    why: str


@dataclass(frozen=True)
class InboxPage:
    mine: tuple[InboxRow, ...]
    others: tuple[InboxRow, ...] = ()
    unreadable: tuple[UnreadableRow, ...] = ()

    template: ClassVar[str] = "reviews/inbox.html"


@dataclass(frozen=True)
class AnswerShown:
    """An answer as the approval covers it; `before` is what it said at the last decision, when it changed."""

    question: Passage
    value: str
    unit: str = ""
    by: str = ""
    when: str = ""
    changed: bool = False
    before: str = ""
    lang: str = ""


@dataclass(frozen=True)
class Change:
    """Something that changed. what: requirement, level, answer, evidence, derived."""

    what: str
    title: str
    before: str
    after: str
    by: str = ""
    when: str = ""


@dataclass(frozen=True)
class Covered:
    """Everything an approval covers; `digest` is the SHA-256 over exactly this."""

    step: StepHead
    answers: tuple[AnswerShown, ...]
    evidence: tuple[Evidence, ...]
    derived: tuple[Rung, ...]
    digest: str


@dataclass(frozen=True)
class ReviewPage:
    """Approve or return one step.

    Approving posts `shown` (the digest of what is covered), `meaning`, `comment` and, when `step_up`, `password`.
    Returning posts `shown` and `reason`.

    cannot    why the reader may not decide, empty when they may
    """

    dossier: DossierHead
    covered: Covered
    needed: tuple[Needed, ...] = ()
    decisions: tuple[Decision, ...] = ()
    changes: tuple[Change, ...] = ()
    since: str = ""
    approve_action: str = ""
    return_action: str = ""
    meanings: tuple[Option, ...] = ()
    step_up: bool = True
    cannot: str = ""
    reason: str = ""
    comment: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "reviews/show.html"


@dataclass(frozen=True)
class ChangedPage:
    """The step changed between looking and deciding; nothing was recorded."""

    dossier: DossierHead
    step: Link
    changes: tuple[Change, ...]
    looked: str
    shown_before: str
    shown_now: str
    review_href: str

    template: ClassVar[str] = "reviews/changed.html"


# ── records ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Finding:
    """One of the four answers. name: authentic, identical, complete, current; outcome: yes, no, unknown."""

    name: str
    outcome: str
    text: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What verification found; outcome: passed, failed, indeterminate."""

    outcome: str
    findings: tuple[Finding, ...]
    summary: str = ""


@dataclass(frozen=True)
class Stage:
    """One stage of making a record; state: done, now, waiting, failed."""

    label: str
    state: str
    note: str = ""


@dataclass(frozen=True)
class RecordPage:
    """A record: pending, failed or sealed. While pending the page asks for itself again (`pending.js`).

    Retrying posts only `csrf_token` to `retry_action`; `another_action` takes one of `languages` as `language`.
    """

    dossier: DossierHead
    id: str
    state: str
    requested: str
    stages: tuple[Stage, ...] = ()
    failure: str = ""
    remedy: str = ""
    retry_action: str = ""
    withdraw_action: str = ""
    language: str = ""
    languages: tuple[Option, ...] = ()
    another_action: str = ""
    download_href: str = ""
    bundle_href: str = ""
    verify_href: str = ""
    file: str = ""
    size: str = ""
    sha256: str = ""
    sealed: str = ""
    signature: str = ""
    verdict: Verdict | None = None

    template: ClassVar[str] = "records/show.html"


@dataclass(frozen=True)
class VerifyPage:
    """Open to all. Posts multipart `file`, or `id`; `checked` says what was looked at."""

    action: str
    limit: str
    id: str = ""
    checked: str = ""
    sha256: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    verdict: Verdict | None = None
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "records/verify.html"


# ── people and checklists ─────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class SignInPage:
    """Posts `email`, `password` and `next` (only ever one of our own paths)."""

    action: str
    next: str = ""
    email: str = ""
    errors: tuple[Error, ...] = ()
    demo: tuple[tuple[str, str, str], ...] = ()  #: (email, password, who) in demo data only

    template: ClassVar[str] = "sessions/sign_in.html"


@dataclass(frozen=True)
class JoinPage:
    """Accepting an invitation. Posts `password`, `again`."""

    action: str
    email: str
    organisation: str
    roles: tuple[str, ...]
    name: str
    rules: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "sessions/join.html"


@dataclass(frozen=True)
class PasswordPage:
    """Changing one's own password. Posts `old`, `password`, `again`."""

    action: str
    rules: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "sessions/password.html"


@dataclass(frozen=True)
class PersonRow:
    """state: active, invited, disabled. Each act posts only `csrf_token` to its address."""

    name: str
    email: str
    organisation: str
    roles: tuple[str, ...]
    state: str
    seen: str = ""
    disable_action: str = ""
    enable_action: str = ""
    invite_action: str = ""


@dataclass(frozen=True)
class PeoplePage:
    people: tuple[PersonRow, ...]
    invite_href: str = ""
    link: str = ""  #: the invitation just made, shown this once
    link_for: str = ""
    link_until: str = ""
    organisation_href: str = ""

    template: ClassVar[str] = "people/list.html"


@dataclass(frozen=True)
class InvitePage:
    """Posts `name`, `email`, `organisation` and `role`, repeated."""

    action: str
    organisations: tuple[Option, ...]
    roles: tuple[Option, ...]
    name: str = ""
    email: str = ""
    organisation_href: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "people/invite.html"


@dataclass(frozen=True)
class OrganisationPage:
    """Adding an organisation. Posts `name`, `country` and `id`, which is made from the name where it is empty."""

    action: str
    back: Link
    name: str = ""
    country: str = ""
    id: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "people/organisation.html"


@dataclass(frozen=True)
class ChecklistRow:
    """status: draft or published."""

    title: Passage
    edition: str
    href: str
    publisher: str
    status: str
    steps: int
    questions: int
    digest: str
    dossiers: int = 0


@dataclass(frozen=True)
class ChecklistsPage:
    checklists: tuple[ChecklistRow, ...]

    template: ClassVar[str] = "checklists/list.html"


@dataclass(frozen=True)
class ChecklistStep:
    """`levels` is the level per column of `ChecklistPage.columns`, empty when a step has none."""

    code: str
    title: Passage
    text: Passage
    source: str
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChecklistPage:
    """One edition, readable from top to bottom."""

    title: Passage
    edition: str
    status: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[tuple[Passage, tuple[ChecklistStep, ...]], ...]
    digest: str = ""
    columns: tuple[str, ...] = ()
    columns_label: str = ""

    template: ClassVar[str] = "checklists/show.html"


# ── between a button and an act ───────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class ReasonPage:
    """Asks for the words that an act needs. Posts `name` (a text) and, when `languages` are given, `language`.

    hidden   further inputs (name, value) that the form says again
    """

    title: str
    lead: str
    action: str
    button: str
    back: Link
    label: str
    name: str = "reason"
    reason: str = ""
    hidden: tuple[tuple[str, str], ...] = ()
    languages: tuple[Option, ...] = ()
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "reason.html"


# ── when something is wrong ───────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class ErrorPage:
    """A refusal or a failure: what happened, why, what to do, and the number to quote."""

    what: str
    why: str
    todo: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    status: int = 400
    reference: str = ""

    template: ClassVar[str] = "error.html"
