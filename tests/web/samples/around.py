"""Doors, people, checklists and refusals."""

from __future__ import annotations

from certflow.web.pages import (
    Error,
    ErrorPage,
    JoinPage,
    Link,
    PeoplePage,
    PersonRow,
    SignInPage,
    VerifyPage,
)
from tests.web.samples.records import findings
from tests.web.samples.scene import ENAC, HOME, KRYLO, LIGURE, Say, digest, head


def people(t: Say) -> PeoplePage:
    compliance, reviewer = t("Compliance", "Відповідність"), t("Technical reviewer", "Технічний рецензент")
    return PeoplePage(
        (
            PersonRow(
                "Giulia Parodi",
                "giulia.parodi@ligure.example",
                LIGURE,
                (reviewer,),
                "active",
                t("seen today", "сьогодні"),
                "/people/1/disable",
            ),
            PersonRow(
                "Богдан Коваленко",
                "bohdan.kovalenko@krylo.example",
                KRYLO,
                (t("Accountable manager", "Відповідальний керівник"),),
                "active",
                t("seen yesterday", "вчора"),
                "/people/2/disable",
            ),
            PersonRow(
                "Олена Шевченко",
                "olena.shevchenko@krylo.example",
                KRYLO,
                (compliance,),
                "active",
                "",
                "/people/3/disable",
            ),
            PersonRow(
                "",
                "osservatore@autorita.example",
                ENAC,
                (t("Authority observer", "Спостерігач від органу"),),
                "invited",
            ),
            PersonRow(
                "Тарас Гнатюк",
                "taras.hnatiuk@krylo.example",
                KRYLO,
                (compliance, reviewer),
                "disabled",
                enable_action="/people/5/enable",
            ),
        ),
        "/people/invite",
        "https://certflow.example/join/Jm2kP7wq3nXvB0tR9sYc5dLe8hUa",
        "osservatore@autorita.example",
        "24 Nov 2026 09:00 UTC",
    )


def outer_pages(t: Say) -> dict[str, object]:
    reference = t("Nothing was saved twice.", "Нічого не збережено двічі.")
    return {
        "sign-in": SignInPage("/sign-in"),
        "sign-in-demo": SignInPage(
            "/sign-in",
            errors=(Error(t("Address or password is not right.", "Адреса або пароль неправильні."), "email"),),
            email="olena@krylo.example",
            demo=(
                ("olena@krylo.example", "harbour-42-lantern", "Олена Шевченко, " + KRYLO),
                ("giulia@ligure.example", "gabbiano-17-vela", "Giulia Parodi, " + LIGURE),
            ),
        ),
        "join": JoinPage(
            "/join/x",
            "osservatore@autorita.example",
            ENAC,
            (t("Authority observer", "Спостерігач від органу"),),
            "Caterina Neri",
            rules=t("At least 12 characters. A sentence is fine.", "Щонайменше 12 знаків. Можна реченням."),
        ),
        "verify": VerifyPage(
            "/verify", t("A PDF or an offline bundle, up to 60 MB.", "PDF або офлайн-пакет, до 60 МБ.")
        ),
        "verify-passed": VerifyPage(
            "/verify",
            "PDF, 60 MB",
            checked="CF-2026-0147_LV-3_Gabbiano_SORA-2.5.pdf",
            sha256=digest("record"),
            facts=((t("Record", "Запис"), "CF-2026-0147"), (t("Dossier", "Досьє"), head(t).title)),
            verdict=findings(t, broken=False),
        ),
        "verify-failed": VerifyPage(
            "/verify",
            "PDF, 60 MB",
            checked="CF-2026-0147 (copia).pdf",
            sha256=digest("x"),
            verdict=findings(t, broken=True),
        ),
        "error-refused": ErrorPage(
            t("Someone else must approve this step", "Схвалити цей крок має хтось інший"),
            t(
                "Bohdan prepared this step, and nobody decides on what they prepared.",
                "Богдан готував цей крок, а ніхто не вирішує щодо власної роботи.",
            ),
            (
                t(
                    "Ask a reviewer of Aeronautica Ligure; they see it under “To review”.",
                    "Зверніться до рецензента Aeronautica Ligure.",
                ),
            ),
            (Link("OSO#08", f"{HOME}/steps/oso-08"),),
            403,
        ),
        "error-failed": ErrorPage(
            t("Something broke on our side", "Щось зламалося в нас"),
            t("Your change was not saved.", "Вашу зміну не збережено."),
            (t("Go back and try once more.", "Поверніться і спробуйте ще раз."), reference),
            status=500,
            reference="CF-7Q2M-91KD",
        ),
    }
