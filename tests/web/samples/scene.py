"""The people, the aircraft and the words every sample shares."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

from certflow.web.pages import DossierHead, Person

Say = Callable[[str, str], str]


HOME = "/dossiers/7f3a"


LIGURE = "Aeronautica Ligure S.r.l."


KRYLO = "Крило Logistics"


ENAC = "Autorità osservatrice"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def head(t: Say) -> DossierHead:
    return DossierHead(
        title=t("LV-3 Gabbiano, parcel flights over Odesa harbour", "LV-3 Gabbiano, доставка посилок над портом Одеси"),
        href=HOME,
        checklist="SORA 2.5, EASA",
        checklist_href="/checklists/sora@2.5-easa",
        revision="r 148",
        parties=(Person("", LIGURE, t("Designer", "Розробник")), Person("", KRYLO, t("Operator", "Експлуатант"))),
        history_href=f"{HOME}/history",
    )


def why(name: str) -> str:
    return f"{HOME}/why/{name}"
