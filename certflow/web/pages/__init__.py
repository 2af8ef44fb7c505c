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

from certflow.web.pages.checklists import ChecklistPage, ChecklistRow, ChecklistsPage, ChecklistStep
from certflow.web.pages.dossiers import (
    Closing,
    DossierHead,
    DossierPage,
    DossierRow,
    DossiersPage,
    NewDossierPage,
    PartyChoice,
    Task,
    TaskSection,
)
from certflow.web.pages.history import HistoryEntry, HistoryPage
from certflow.web.pages.parts import Addresses, Error, Link, Notice, Option, Passage, Person, Shell
from certflow.web.pages.people import (
    InvitePage,
    JoinPage,
    OrganisationPage,
    PasswordPage,
    PeoplePage,
    PersonRow,
    SignInPage,
)
from certflow.web.pages.plan import (
    Grid,
    Ladder,
    Lane,
    Moved,
    Outside,
    Progress,
    RuleTable,
    Rung,
    StepMove,
    Undecided,
    ValueMove,
    Voided,
)
from certflow.web.pages.questions import Evidence, EvidenceShelf, Field
from certflow.web.pages.records import Finding, RecordPage, Stage, Verdict, VerifyPage
from certflow.web.pages.reviews import (
    AnswerShown,
    Change,
    ChangedPage,
    Covered,
    InboxPage,
    InboxRow,
    ReviewPage,
    UnreadableRow,
)
from certflow.web.pages.steps import (
    Aspect,
    ConflictPage,
    Criterion,
    Decision,
    Needed,
    PartShown,
    Piece,
    Side,
    StepHead,
    StepPage,
    Submitting,
)
from certflow.web.pages.trouble import ErrorPage, ReasonPage
from certflow.web.pages.what_if import (
    ComparedCell,
    ComparedPart,
    ComparedRow,
    GoalGroup,
    LeverField,
    Tried,
    WaysThere,
    WayThere,
    WhatIfPage,
)
from certflow.web.pages.why import Because, WhyPage

__all__ = [
    "Addresses",
    "AnswerShown",
    "Aspect",
    "Because",
    "Change",
    "ChangedPage",
    "ChecklistPage",
    "ChecklistRow",
    "ChecklistStep",
    "ChecklistsPage",
    "Closing",
    "ComparedCell",
    "ComparedPart",
    "ComparedRow",
    "ConflictPage",
    "Covered",
    "Criterion",
    "Decision",
    "DossierHead",
    "DossierPage",
    "DossierRow",
    "DossiersPage",
    "Error",
    "ErrorPage",
    "Evidence",
    "EvidenceShelf",
    "Field",
    "Finding",
    "GoalGroup",
    "Grid",
    "HistoryEntry",
    "HistoryPage",
    "InboxPage",
    "InboxRow",
    "InvitePage",
    "JoinPage",
    "Ladder",
    "Lane",
    "LeverField",
    "Link",
    "Moved",
    "Needed",
    "NewDossierPage",
    "Notice",
    "Option",
    "OrganisationPage",
    "Outside",
    "PartShown",
    "PartyChoice",
    "Passage",
    "PasswordPage",
    "PeoplePage",
    "Person",
    "PersonRow",
    "Piece",
    "Progress",
    "ReasonPage",
    "RecordPage",
    "ReviewPage",
    "RuleTable",
    "Rung",
    "Shell",
    "Side",
    "SignInPage",
    "Stage",
    "StepHead",
    "StepMove",
    "StepPage",
    "Submitting",
    "Task",
    "TaskSection",
    "Tried",
    "Undecided",
    "UnreadableRow",
    "ValueMove",
    "Verdict",
    "VerifyPage",
    "Voided",
    "WayThere",
    "WaysThere",
    "WhatIfPage",
    "WhyPage",
]
