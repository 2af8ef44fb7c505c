"""Who may come in: asked before any view runs, and answered no for a view that does not say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, request

from certflow.domain.people import Permission, may
from certflow.domain.refusal import Refused
from certflow.web.context import actor_or_nobody

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Guard:
    """Whether a view asks for a person, and for which permission."""

    person: bool
    permission: Permission | None = None


class NotSignedIn(Exception):
    """The view needs a person and nobody is signed in."""


def needs(permission: Permission) -> Callable[[View], View]:
    """Only people whose role grants `permission`; the act behind the view asks again for the dossier at hand."""
    return _guarded(Guard(True, permission))


def signed_in(view: View) -> View:
    """Anybody who is signed in."""
    return _guarded(Guard(True))(view)


def open_to_all(view: View) -> View:
    """Everybody, without an account."""
    return _guarded(Guard(False))(view)


def guard_of(view: object) -> Guard | None:
    """What a view says about who may come in."""
    return getattr(view, "guard", None)


def stand_guard(app: Flask) -> None:
    """Ask before every view."""

    @app.before_request
    def ask() -> None:
        if request.endpoint is None:
            return  # no such address: the error page needs no permission
        guard = guard_of(app.view_functions[request.endpoint])
        if guard is None:
            raise Refused("people.not-allowed", permission="", who="")
        if not guard.person:
            return
        actor = actor_or_nobody()
        if actor is None:
            raise NotSignedIn
        if guard.permission is not None and not may(actor, guard.permission):
            raise Refused("people.not-allowed", permission=guard.permission.value, who=actor.name)


def _guarded(guard: Guard) -> Callable[[View], View]:
    def mark(view: View) -> View:
        view.guard = guard  # type: ignore[attr-defined]
        return view

    return mark
