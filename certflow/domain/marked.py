"""A marking as a record says it, in every language."""

from __future__ import annotations

from certflow.domain.dossier import Evidence
from certflow.domain.in_words import joined
from certflow.domain.marking import Classification, Ground, Marking, Sharing
from certflow.domain.text import Text


def _text(en: str, it: str, uk: str) -> Text:
    return Text(en, translations={"it": it, "uk": uk})


CLASSIFICATIONS = {
    Classification.UNCLASSIFIED: _text("unclassified", "non classificato", "не таємно"),
    Classification.RESTRICTED: _text("restricted", "riservato", "для службового користування"),
    Classification.CONFIDENTIAL: _text("confidential", "riservatissimo", "конфіденційно"),
    Classification.SECRET: _text("secret", "segreto", "таємно"),
    Classification.TOP_SECRET: _text("top secret", "segretissimo", "цілком таємно"),
}
GROUNDS = {
    Ground.BACKGROUND: _text("background", "background", "попередні знання"),
    Ground.FOREGROUND: _text("foreground", "foreground", "нові знання"),
    Ground.THIRD_PARTY: _text("of a third party", "di terzi", "третьої сторони"),
}
OWNER = _text("owner:", "titolare:", "власник:")
EXPORT = _text("export control:", "controllo esportazioni:", "експортний контроль:")
NOT_CONTROLLED = _text("not controlled:", "non controllato:", "не контролюється:")
LICENCE = _text("licence", "licenza", "ліцензія")
UNTIL = _text("until", "fino al", "до")

ATTESTED = _text(
    "stays with its owner, attested", "resta presso il titolare, attestato", "зберігає власник, засвідчено"
)
REDACTED = _text("redacted copy", "copia oscurata", "копія з вилученнями")


def marking_in_words(marking: Marking) -> Text | None:
    """What is marked; None where nothing is."""
    said: list[tuple[Text, str]] = [
        *([(CLASSIFICATIONS[marking.classification], "")] if marking.classification in CLASSIFICATIONS else []),
        *([(GROUNDS[marking.ground], "")] if marking.ground in GROUNDS else []),
        *((label, text) for label, text in (
            (OWNER, marking.owner), (EXPORT, marking.export), (NOT_CONTROLLED, marking.not_controlled),
            (LICENCE, marking.licence), (UNTIL, marking.until),
        ) if text),
    ]  # fmt: skip
    if not said:
        return None
    return joined(lambda language: "; ".join(f"{label.in_language(language)} {text}".strip() for label, text in said))


def mode_in_words(piece: Evidence) -> Text | None:
    """How the file is there; None where it simply is."""
    if not piece.kept or piece.marking.sharing is Sharing.ATTEST_ONLY:
        return ATTESTED
    return REDACTED if piece.marking.sharing is Sharing.REDACTED else None
