"""The small parts that pages are made of, and the frame around every page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """Text with the language it is really in; `lang` is empty when that is the language of the page."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Link:
    text: str
    href: str


@dataclass(frozen=True)
class Room:
    """One of several pages about one thing; `current` is the one that is open."""

    text: str
    href: str
    current: bool = False


@dataclass(frozen=True)
class Option:
    """One thing to choose from: `value` is posted, `label` is read."""

    value: str
    label: Passage
    hint: str = ""
    chosen: bool = False


@dataclass(frozen=True)
class Error:
    """One line of the error summary; `field` is the name of the input it leads to, empty for the whole form."""

    text: str
    field: str = ""


@dataclass(frozen=True)
class Notice:
    """A message shown once after an act; kind is `done` or `note`."""

    kind: str
    text: str


@dataclass(frozen=True)
class Person:
    name: str
    organisation: str
    role: str = ""
    email: str = ""


@dataclass(frozen=True)
class Addresses:
    """The fixed addresses of the frame.

    sign_out    POST, only `csrf_token`
    language    POST `language` (en, it, uk) and `back`, the page to return to
    theme       POST `theme` (auto, light, dark) and `back`; kept in a cookie, so no script decides it
    """

    home: str = "/"
    dossiers: str = "/dossiers"
    inbox: str = "/reviews"
    verify: str = "/verify"
    checklists: str = "/checklists"
    people: str = "/people"
    sign_in: str = "/sign-in"
    sign_out: str = "/sign-out"
    password: str = "/password"
    language: str = "/language"
    theme: str = "/theme"


@dataclass(frozen=True)
class Shell:
    """Header, navigation and footer, passed to every template as `shell`.

    room    which entry of the navigation is current: dossiers, inbox, verify, checklists, people or empty
    back    path of this page, for the language and theme forms
    """

    language: str = "en"
    theme: str = "auto"
    room: str = ""
    back: str = "/"
    person: Person | None = None
    to_review: int = 0
    may_see_people: bool = False
    notices: tuple[Notice, ...] = ()
    version: str = ""
    addresses: Addresses = Addresses()
    may_see_dossiers: bool = True


@dataclass(frozen=True)
class Flag:
    """What is special about a step. sort: waiver, alternative; state: asked or granted."""

    sort: str
    state: str
    text: str
    href: str
