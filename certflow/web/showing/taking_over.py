"""Taking over from another dossier, as pages show it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask import url_for

from certflow.actions.desk import Sight
from certflow.actions.dossiers import DossierRow
from certflow.actions.taking_over import Offered
from certflow.domain.facts import ERASED
from certflow.domain.people import Directory
from certflow.domain.taking_over import Offer
from certflow.web import names
from certflow.web.pages import CarriedShown, Error, Link, OfferShown, TakeOverPage
from certflow.web.showing.heads import dossier_head
from certflow.web.showing.links import step_href
from certflow.web.showing.values import answer_told
from certflow.web.words import Words


def take_over_page(
    sight: Sight,
    rows: Sequence[DossierRow],
    offered: Offered | None,
    directory: Directory,
    words: Words,
    errors: tuple[Error, ...] = (),
) -> TakeOverPage:
    """The dossiers that can be taken over from; where one is chosen, what it offers."""
    dossier = sight.dossier.id
    there = offered.there if offered else None
    return TakeOverPage(
        dossier=dossier_head(sight, directory, words),
        sources=tuple(
            Link(
                f"{words.typed(ERASED) if row.title is None else row.title} ({row.checklist}@{row.edition})",
                url_for("taking_over.choose", dossier=dossier, source=row.id),
            )
            for row in rows
        ),
        chosen=words.typed(there.dossier.title) if there else "",
        action=url_for("taking_over.carry", dossier=dossier, source=there.dossier.id) if there else "",
        offers=tuple(_offer(offered, each, words) for each in offered.offers) if offered else (),
        errors=errors,
    )


def _offer(offered: Offered, offer: Offer, words: Words) -> OfferShown:
    there, sight = offered.there, offered.sight
    source = there.checklist.steps[offer.row.source.partition(".")[0]]
    step = sight.checklist.steps[offer.step]
    return OfferShown(
        name=offer.name,
        source=f"{offer.row.source} {words.plain(source.title)}",
        step=Link(f"{offer.row.target} {words.plain(step.title)}", step_href(sight.dossier.id, step.id)),
        relationship=words.gettext(names.RELATIONSHIPS[offer.row.relationship]),
        carried=tuple(_carried(offer, words)),
    )


def _carried(offer: Offer, words: Words) -> Iterator[CarriedShown]:
    for each in offer.answers:
        yield CarriedShown(words.plain(each.question.title), answer_told(each.question, each.source, words))
    for piece in offer.evidence:
        yield CarriedShown(words.gettext("File"), f"{words.typed(piece.name)}, {words.size(piece.size)}")
