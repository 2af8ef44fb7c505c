"""People and invitations, for administrators."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions import people
from certflow.domain.people import Permission
from certflow.domain.refusal import Refused
from certflow.web.asking import with_reason
from certflow.web.context import actor, desk, words
from certflow.web.errors import status_of
from certflow.web.guards import needs
from certflow.web.pages import Error
from certflow.web.screen import show, tell
from certflow.web.showing import people as showing
from certflow.web.telling import told

bp = Blueprint("people", __name__)

#: which input a refusal is about
FIELD = {
    "person.name": "name",
    "person.email": "email",
    "person.exists": "email",
    "person.organisation": "organisation",
    "person.roles": "role",
}

ORGANISATION_FIELD = {
    "organisation.name": "name",
    "organisation.country": "country",
    "organisation.id": "id",
    "organisation.exists": "id",
}


@bp.get("/people")
@needs(Permission.PEOPLE_MANAGE)
def everybody() -> Response:
    return show(showing.people_page(people.everybody(desk(), actor()), actor(), words()), "people")


@bp.get("/people/invite")
@needs(Permission.PEOPLE_MANAGE)
def invitation() -> Response:
    return show(showing.invite_page(people.everybody(desk(), actor()), words()), "people")


@bp.post("/people/invite")
@needs(Permission.PEOPLE_MANAGE)
def invite() -> Response:
    typed = showing.Invited(
        request.form.get("name", ""),
        request.form.get("email", ""),
        request.form.get("organisation", ""),
        tuple(request.form.getlist("role")),
    )
    try:
        made = people.invite(desk(), actor(), typed.name, typed.email, typed.organisation, typed.roles)
    except Refused as refused:
        if refused.code not in FIELD:
            raise
        errors = (Error(words().refusal(told(refused, words())), FIELD[refused.code]),)
        page = showing.invite_page(people.everybody(desk(), actor()), words(), typed, errors)
        return show(page, "people", status_of(refused))
    return _handed_over(made)


@bp.get("/people/organisation")
@needs(Permission.PEOPLE_MANAGE)
def organisation() -> Response:
    return show(showing.organisation_page(words()), "people")


@bp.post("/people/organisation")
@needs(Permission.PEOPLE_MANAGE)
def add_organisation() -> AnyResponse:
    form = request.form
    typed = showing.Founded(form.get("name", ""), form.get("country", ""), form.get("id", ""))
    try:
        people.add_organisation(desk(), actor(), typed.id.strip(), typed.name, typed.country.strip().upper())
    except Refused as refused:
        if refused.code not in ORGANISATION_FIELD:
            raise
        errors = (Error(words().refusal(refused), ORGANISATION_FIELD[refused.code]),)
        return show(showing.organisation_page(words(), typed, errors), "people", status_of(refused))
    tell(words().gettext("“%(name)s” can be chosen now.", name=typed.name.strip()))
    return redirect(url_for("people.invitation"))


@bp.post("/people/<person>/invite")
@needs(Permission.PEOPLE_MANAGE)
def invite_again(person: str) -> Response:
    return _handed_over(people.invite_again(desk(), actor(), person))


@bp.post("/people/<person>/disable")
@needs(Permission.PEOPLE_MANAGE)
def disable(person: str) -> AnyResponse:
    _ = words().gettext
    known = people.everybody(desk(), actor()).people.get(person)
    if known is None:
        raise Refused("person.unknown", person=person)
    return with_reason(
        lambda reason: people.disable(desk(), actor(), person, reason),
        "person.reason",
        _("Disable the account of %(name)s", name=known.name),
        _("They are signed out at once and cannot sign in again until an administrator enables the account."),
        _("Disable the account"),
        back=url_for("people.everybody"),
    )


@bp.post("/people/<person>/enable")
@needs(Permission.PEOPLE_MANAGE)
def enable(person: str) -> AnyResponse:
    people.enable(desk(), actor(), person)
    return redirect(url_for("people.everybody"))


def _handed_over(made: people.Invitation) -> Response:
    """The list with the invitation on top: the only time its link is seen, so the page is not redirected to."""
    link = f"{desk().config.public_url}{url_for('sessions.invitation', token=made.token)}"
    page = showing.people_page(people.everybody(desk(), actor()), actor(), words(), made, link)
    return show(page, "people")
