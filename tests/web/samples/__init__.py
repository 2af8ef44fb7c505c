"""Sample pages: one dossier of a 3 m delivery VTOL on SORA 2.5, in every state a person may meet.

`pages(language)` gives name → page; English or Ukrainian words, so that long Cyrillic text is looked at too.
"""

from __future__ import annotations

from dataclasses import replace

from certflow.web.pages import (
    ChangedPage,
    ChecklistRow,
    ChecklistsPage,
    Error,
    ImportPage,
    InboxPage,
    InvitePage,
    Link,
    Option,
    OrganisationPage,
    Passage,
    PasswordPage,
    ReasonPage,
)
from tests.web.samples.around import outer_pages, people
from tests.web.samples.checklists import checklist_pages
from tests.web.samples.departing import departing_pages
from tests.web.samples.dossiers import dossier_pages
from tests.web.samples.impact import impact_pages
from tests.web.samples.records import record
from tests.web.samples.reviews import inbox, review
from tests.web.samples.scene import HOME, LIGURE, digest, head
from tests.web.samples.what_if import what_if_pages


def pages(language: str = "en") -> dict[str, object]:
    """Every sample page by name, told in `language` (`uk`, anything else in English)."""

    def t(en: str, uk: str) -> str:
        return uk if language == "uk" else en

    asked = review(t)
    return {
        **outer_pages(t),
        **dossier_pages(t),
        **what_if_pages(t),
        **departing_pages(t),
        **impact_pages(t),
        "inbox": inbox(t),
        "inbox-empty": InboxPage(()),
        "review": asked,
        "review-cannot": replace(
            asked,
            cannot=t(
                "You prepared this step, so someone else must decide.", "Ви готували цей крок, тож вирішує хтось інший."
            ),
            approve_action="",
            return_action="",
            changes=(),
        ),
        "review-errors": replace(
            asked,
            errors=(
                Error(t("Choose what your approval means.", "Оберіть, що означає ваше схвалення."), "meaning"),
                Error(t("Type your password.", "Введіть пароль."), "password"),
            ),
            reason="…",
        ),
        "changed": ChangedPage(
            head(t),
            Link("OSO#08", f"{HOME}/steps/oso-08"),
            asked.changes,
            t("at 14:02 UTC", "о 14:02 UTC"),
            digest("a"),
            digest("b"),
            f"{HOME}/steps/oso-08/review",
        ),
        "record-pending": record(t, "pending"),
        "record-failed": record(t, "failed"),
        "record-sealed": record(t, "sealed"),
        "people": people(t),
        "password": PasswordPage("/password", t("12 to 200 characters.", "Від 12 до 200 символів.")),
        "organisation": OrganisationPage(
            "/people/organisation",
            Link(t("Back to the people", "Назад до людей"), "/people"),
            "Крило Логістика",
            "Ukraine",
            errors=(Error(t("Enter the country as two letters.", "Введіть країну двома літерами."), "country"),),
        ),
        "invite": InvitePage(
            "/people/invite",
            (Option("ligure", Passage(LIGURE)),),
            (
                Option(
                    "compliance",
                    Passage(t("Compliance", "Відповідність")),
                    t("Answers questions and attaches evidence.", "Відповідає на питання й долучає докази."),
                ),
                Option("reviewer", Passage(t("Technical reviewer", "Технічний рецензент"))),
            ),
        ),
        "reason": ReasonPage(
            t("Disable the account of Giulia Parodi", "Вимкнути обліковий запис Giulia Parodi"),
            t("They are signed out at once.", "Вихід відбудеться одразу."),
            "/people/x/disable",
            t("Disable the account", "Вимкнути обліковий запис"),
            Link(t("Go back without doing it", "Повернутися без змін"), "/people"),
            t("Reason; it stays in the history", "Причина; вона лишиться в історії"),
        ),
        "import": ImportPage(
            "/checklists/import", "/checklists", "/t", (Option("", Passage("")), Option("care@1", Passage("")))
        ),
        "import-told": ImportPage(
            "/checklists/import",
            "/checklists",
            "/t",
            (Option("", Passage("")),),
            file="field-care.yaml",
            format="CISO Assistant library",
            counted=(
                (t("Read", "Прочитано"), "9 requirements, 2 sections"),
                (t("Kept aside", "Відкладено"), "4 links"),
            ),
            doubts=(
                "194 × rationale of a mapping that is none of functional, semantic, syntactic (a shifted column?)",
            ),
            name="field-care/2.yaml",
        ),
        "import-wrong": ImportPage(
            "/checklists/import",
            "/checklists",
            "/t",
            (Option("", Passage("")),),
            file="survey.xlsx",
            format="XLSX",
            problems=("Steps, row 2, column K: No kind is called 'numbr'. Nearest: 'number' [sheet.kind]",),
        ),
        "checklists": ChecklistsPage(
            (
                ChecklistRow(
                    Passage("Specific operations risk assessment"),
                    "sora@2.5-easa",
                    "/checklists/x",
                    "certflow",
                    "published",
                    31,
                    84,
                    digest("checklist"),
                    3,
                ),
                ChecklistRow(
                    Passage("Specific operations risk assessment"),
                    "sora@2.0-easa",
                    "/checklists/y",
                    "certflow",
                    "draft",
                    33,
                    79,
                    digest("y"),
                ),
            )
        ),
        **checklist_pages(language),
    }
