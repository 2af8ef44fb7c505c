"""Records while they are made, sealed, and verified."""

from __future__ import annotations

from dataclasses import replace

from certflow.web.pages import Finding, RecordPage, Stage, Verdict
from tests.web.samples.scene import Say, digest, head


def findings(t: Say, broken: bool) -> Verdict:
    good = (
        Finding(
            "authentic",
            "yes",
            t(
                "Sealed by certflow of Aeronautica Ligure; nothing was added after the seal.",
                "Запечатано; після печатки нічого не додано.",
            ),
            ("ETSI.CAdES.detached, ECDSA P-256, SHA-256",),
        ),
        Finding(
            "identical",
            "yes",
            t("Its SHA-256 stands in the ledger, entry 2 041.", "Його SHA-256 є в журналі, запис 2 041."),
        ),
        Finding(
            "complete",
            "yes",
            t(
                "31 steps, 58 approvals and 44 files add up with the facts.",
                "31 крок, 58 схвалень і 44 файли збігаються з фактами.",
            ),
        ),
        Finding(
            "current",
            "yes",
            t("No later record, and it was not withdrawn.", "Новішого запису немає, його не відкликано."),
        ),
    )
    if not broken:
        return Verdict("passed", good, further=further(t), level="PAdES B-T")
    bad = (
        Finding(
            "authentic",
            "no",
            t("812 bytes were added after the seal.", "Після печатки додано 812 байтів."),
            (t("An annotation on page 4", "Примітка на сторінці 4"),),
        ),
        Finding("identical", "no", t("Its SHA-256 is not in the ledger.", "Його SHA-256 немає в журналі.")),
        Finding(
            "complete",
            "unknown",
            t("Cannot be told from a file that was changed.", "За зміненим файлом встановити неможливо."),
        ),
        Finding(
            "current",
            "unknown",
            t("Cannot be told from a file that was changed.", "За зміненим файлом встановити неможливо."),
        ),
    )
    return Verdict(
        "failed",
        bad,
        t(
            "Do not rely on this file. Ask for the original, or look the record up by its number.",
            "Не покладайтеся на цей файл. Попросіть оригінал або знайдіть запис за номером.",
        ),
    )


def further(t: Say) -> tuple[Finding, ...]:
    good = t(
        "Sealed under the trust anchor, and unchanged since.",
        "Скріплено печаткою за якорем довіри й відтоді не змінено.",
    )
    old = t(
        "The file does not prove that the authority of a time-stamp was not revoked.",
        "Файл не доводить, що сертифікат органу позначки часу не було відкликано.",
    )
    return (Finding("at-sealing", "yes", good, ("TOTAL_PASSED",)), Finding("today", "unknown", old, ("TRY_LATER",)))


def record(t: Say, state: str) -> RecordPage:
    page = RecordPage(
        head(t),
        "CF-2026-0147",
        state,
        t(
            "Asked for by Bohdan Kovalenko on 22 Nov 2026 09:03 UTC, at revision 148.",
            "Замовив Богдан Коваленко 22 лист. 2026, 09:03 UTC, ревізія 148.",
        ),
    )
    drawn, sealing, stored = (
        t("Draw the pages", "Створити сторінки"),
        t("Seal the file", "Запечатати файл"),
        t("Enter its digest in the ledger", "Внести дайджест до журналу"),
    )
    frozen = Stage(t("Freeze revision 148", "Зафіксувати ревізію 148"), "done", "09:03 UTC")
    if state == "pending":
        return replace(
            page,
            stages=(
                frozen,
                Stage(drawn, "now", t("about 40 pages", "близько 40 сторінок")),
                Stage(sealing, "waiting"),
                Stage(stored, "waiting"),
            ),
        )
    if state == "failed":
        return replace(
            page,
            stages=(frozen, Stage(drawn, "done"), Stage(sealing, "failed"), Stage(stored, "waiting")),
            failure=t(
                "The seal key is not there: /keys/seal.p12 cannot be read.",
                "Ключа печатки немає: /keys/seal.p12 неможливо прочитати.",
            ),
            remedy=t(
                "An administrator restores the key file; nothing of the dossier is lost. Then try again.",
                "Адміністратор відновить файл ключа; досьє не втрачено. Потім спробуйте знову.",
            ),
            retry_action="/records/147/retry",
        )
    return replace(
        page,
        download_href="/records/147/file",
        bundle_href="/records/147/bundle",
        verify_href="/verify?id=CF-2026-0147",
        file="CF-2026-0147_LV-3_Gabbiano_SORA-2.5.pdf",
        size="1.9 MB",
        sha256=digest("record"),
        sealed="22 Nov 2026 09:04 UTC",
        signature="PAdES B-B",
        verdict=findings(t, broken=False),
    )
