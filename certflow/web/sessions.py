"""Signing in, out, and joining by invitation."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, session, url_for
from flask_login import current_user, login_user, logout_user
from werkzeug.wrappers import Response as AnyResponse

from certflow.actions import demo, people, sessions
from certflow.domain.joining import LONGEST_PASSWORD, SHORTEST_PASSWORD
from certflow.domain.refusal import Refused
from certflow.web import fresh
from certflow.web.context import SignedIn, actor, desk, words
from certflow.web.errors import status_of
from certflow.web.guards import open_to_all, signed_in
from certflow.web.names import ROLES
from certflow.web.pages import Error, JoinPage, PasswordPage, SignInPage
from certflow.web.paths import own_relative
from certflow.web.screen import show, tell
from certflow.web.showing import people as showing
from certflow.web.tokens import shown_again_by

bp = Blueprint("sessions", __name__)

#: which input a refused change of the password is about
PASSWORD_FIELD = {"review.password": "old", "session.throttled": "old", "person.password": "password"}


def whoever_holds(token: str) -> SignedIn | None:
    """For Flask-Login: whom the session stands for, if it still does."""
    person = sessions.actor_of(desk(), token)
    return None if person is None else SignedIn(token, person)


@bp.get("/sign-in")
@open_to_all
def sign_in() -> AnyResponse:
    following = own_relative(request.args.get("next", ""))
    if current_user.is_authenticated:
        return redirect(following)
    return show(_door(following))


def door_again() -> Response:
    """The form once more, when the browser no longer had the cookie that its token belongs to."""
    errors = (Error(words().refusal(Refused("form.token"))),)
    return show(_door(own_relative(request.form.get("next", "")), request.form.get("email", ""), errors), status=400)


@bp.post("/sign-in")
@open_to_all
@shown_again_by(door_again)
def enter() -> AnyResponse:
    email, following = request.form.get("email", ""), own_relative(request.form.get("next", ""))
    try:
        token = sessions.sign_in(desk(), email, request.form.get("password", ""), request.remote_addr or "")
    except Refused as refused:
        errors = (Error(words().refusal(refused), "email"),)
        return show(_door(following, email, errors), status=status_of(refused))
    session.clear()  # nothing of the visitor's session lives on in the person's
    person = sessions.actor_of(desk(), token)
    if person is None:
        raise RuntimeError("a session ended the moment it began")
    login_user(SignedIn(token, person))
    return redirect(following)


@bp.post("/sign-out")
@open_to_all
def sign_out() -> AnyResponse:
    if isinstance(token := session.get("_user_id"), str):
        sessions.sign_out(desk(), token)
    logout_user()
    session.clear()
    response = redirect(url_for("sessions.sign_in"))
    response.headers["Clear-Site-Data"] = fresh.FORGET
    return response


@bp.get("/password")
@signed_in
def password() -> Response:
    return show(_password())


@bp.post("/password")
@signed_in
def change_password() -> AnyResponse:
    form, told = request.form, words()
    if form.get("password", "") != form.get("again", ""):
        return show(
            _password(Error(told.gettext("The two passwords differ. Type the same one twice."), "again")), status=422
        )
    try:
        sessions.change_password(desk(), actor(), form.get("old", ""), form.get("password", ""))
    except Refused as refused:
        if refused.code not in PASSWORD_FIELD:
            raise
        sentence = (
            told.gettext("That is not your password.") if refused.code == "review.password" else told.refusal(refused)
        )
        return show(_password(Error(sentence, PASSWORD_FIELD[refused.code])), status=status_of(refused))
    logout_user()
    session.clear()
    tell(told.gettext("Your password is changed. Sign in with the new one."))
    return redirect(url_for("sessions.sign_in"))


@bp.get("/join/<token>")
@open_to_all
def invitation(token: str) -> Response:
    return show(_invitation(token))


@bp.post("/join/<token>")
@open_to_all
def join(token: str) -> AnyResponse:
    password = request.form.get("password", "")
    page = _invitation(token)
    if password != request.form.get("again", ""):
        errors = (Error(words().gettext("The two passwords differ. Type the same one twice."), "again"),)
        return show(_invitation(token, errors), status=422)
    try:
        people.join(desk(), token, password)
    except Refused as refused:
        if refused.code != "person.password":
            raise
        return show(_invitation(token, (Error(words().refusal(refused), "password"),)), status=422)
    tell(words().gettext("Welcome. Sign in with %(email)s and your new password.", email=page.email))
    return redirect(url_for("sessions.sign_in"))


def _door(following: str, email: str = "", errors: tuple[Error, ...] = ()) -> SignInPage:
    return SignInPage(
        action=url_for("sessions.enter"),
        next="" if following == "/" else following,
        email=email,
        errors=errors,
        demo=tuple((each.email, each.password, _who(each)) for each in demo.sign_ins(desk())),
    )


def _who(person: demo.SignIn) -> str:
    roles = words().listed([words().gettext(ROLES[role]) for role in person.roles])
    return f"{person.name}, {roles}, {person.organisation}"


def _password(*errors: Error) -> PasswordPage:
    rules = showing.password_rules((SHORTEST_PASSWORD, LONGEST_PASSWORD), words())
    return PasswordPage(url_for("sessions.change_password"), rules, errors)


def _invitation(token: str, errors: tuple[Error, ...] = ()) -> JoinPage:
    person, organisation = people.invited(desk(), token)
    return showing.join_page(
        person,
        organisation,
        action=url_for("sessions.join", token=token),
        limits=(SHORTEST_PASSWORD, LONGEST_PASSWORD),
        words=words(),
        errors=errors,
    )
