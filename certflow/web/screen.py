"""From a page's dataclass to an answer: the frame around it, its template, its status."""

from __future__ import annotations

from typing import ClassVar, Protocol

from flask import Flask, Response, flash, get_flashed_messages, make_response, render_template, request
from jinja2 import StrictUndefined

from certflow.domain.people import Actor, Permission, may
from certflow.version import VERSION
from certflow.web import names
from certflow.web.context import actor_or_nobody, theme, words
from certflow.web.directory import directory, organisation_name
from certflow.web.pages import Notice, Person, Shell
from certflow.web.paths import own_path
from certflow.web.waiting import waiting


class Page(Protocol):
    """A dataclass of `pages`; `template` names the file it is drawn by."""

    template: ClassVar[str]


def prepare_templates(app: Flask) -> None:
    """Templates in the reader's language, that escape everything and fail on a name nobody gave them."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: words().gettext(text),
        lambda one, many, num: words().ngettext_plain(one, many, num),
        newstyle=True,
    )


def show(page: Page, room: str = "", status: int = 200) -> Response:
    """The page in its frame. room: the entry of the navigation that is current."""
    return make_response(render_template(page.template, page=page, shell=shell(room)), status)


def show_trouble(page: Page, status: int) -> Response:
    """A page in a frame that asks nobody anything, for when the database or the house itself is the trouble."""
    bare = Shell(language=words().language, theme=theme(), version=VERSION)
    return make_response(render_template(page.template, page=page, shell=bare), status)


def fragment(page: Page) -> str:
    """The page's template alone, for scripts to put in place."""
    return render_template(page.template, page=page)


def tell(text: str, kind: str = "done") -> None:
    """Show a message on top of the next page."""
    flash(text, kind)


def shell(room: str = "") -> Shell:
    """The frame: who reads, in which language, what waits for them."""
    reader = actor_or_nobody()
    return Shell(
        language=words().language,
        theme=theme(),
        room=room,
        back=request.full_path.rstrip("?") if request.method == "GET" else own_path(request.referrer or ""),
        person=_person(reader) if reader else None,
        to_review=waiting(reader) if reader else 0,
        may_see_dossiers=reader is not None and may(reader, Permission.DOSSIER_SEE),
        may_see_people=reader is not None and may(reader, Permission.PEOPLE_MANAGE),
        notices=_notices(),
        version=VERSION,
    )


def _notices() -> tuple[Notice, ...]:
    told: list[tuple[str, str]] = get_flashed_messages(with_categories=True)  # type: ignore[assignment]
    return tuple(Notice(kind, text) for kind, text in told)


def _person(reader: Actor) -> Person:
    roles = words().listed([words().gettext(names.ROLES[role]) for role in names.in_order(reader.roles)])
    known = directory().people.get(reader.id)
    return Person(reader.name, organisation_name(reader.organisation), roles, known.email if known else "")
