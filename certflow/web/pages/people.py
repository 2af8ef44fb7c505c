"""Signing in, joining, people and organisations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from certflow.web.pages.parts import Error, Link, Option


@dataclass(frozen=True)
class SignInPage:
    """Posts `email`, `password` and `next` (only ever one of our own paths)."""

    action: str
    next: str = ""
    email: str = ""
    errors: tuple[Error, ...] = ()
    demo: tuple[tuple[str, str, str], ...] = ()  #: (email, password, who) in demo data only

    template: ClassVar[str] = "sessions/sign_in.html"


@dataclass(frozen=True)
class JoinPage:
    """Accepting an invitation. Posts `password`, `again`."""

    action: str
    email: str
    organisation: str
    roles: tuple[str, ...]
    name: str
    rules: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "sessions/join.html"


@dataclass(frozen=True)
class PasswordPage:
    """Changing one's own password. Posts `old`, `password`, `again`."""

    action: str
    rules: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "sessions/password.html"


@dataclass(frozen=True)
class PersonRow:
    """state: active, invited, disabled. Each act posts only `csrf_token` to its address."""

    name: str
    email: str
    organisation: str
    roles: tuple[str, ...]
    state: str
    seen: str = ""
    disable_action: str = ""
    enable_action: str = ""
    invite_action: str = ""


@dataclass(frozen=True)
class PeoplePage:
    people: tuple[PersonRow, ...]
    invite_href: str = ""
    link: str = ""  #: the invitation just made, shown this once
    link_for: str = ""
    link_until: str = ""
    organisation_href: str = ""

    template: ClassVar[str] = "people/list.html"


@dataclass(frozen=True)
class InvitePage:
    """Posts `name`, `email`, `organisation` and `role`, repeated."""

    action: str
    organisations: tuple[Option, ...]
    roles: tuple[Option, ...]
    name: str = ""
    email: str = ""
    organisation_href: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "people/invite.html"


@dataclass(frozen=True)
class OrganisationPage:
    """Adding an organisation. Posts `name`, `country` and `id`, which is made from the name where it is empty."""

    action: str
    back: Link
    name: str = ""
    country: str = ""
    id: str = ""
    errors: tuple[Error, ...] = ()

    template: ClassVar[str] = "people/organisation.html"
