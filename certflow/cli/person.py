"""`certflow person`: add people from the machine itself; the way the first administrator comes in."""

from __future__ import annotations

import argparse

from certflow.actions import people
from certflow.config import read_config
from certflow.domain.joining import slug
from certflow.domain.people import Actor, Role
from certflow.opening import open_desk
from certflow.storage import database
from certflow.storage import people as known_people

#: whoever may run commands on this machine may read its data anyway
CONSOLE = Actor("cli", "operator at the console", "", frozenset({Role.ADMINISTRATOR}), signed_in="cli")


def run(arguments: list[str]) -> int:
    """Run `certflow person add|list`; the exit code."""
    options = _parser().parse_args(arguments)
    act: int = options.act(options)
    return act


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="certflow person", description="Add and list people.")
    acts = parser.add_subparsers(required=True, metavar="ACT")
    add = acts.add_parser("add", help="invite a person; prints a link that works once, for three days")
    add.add_argument("--name", required=True)
    add.add_argument("--email", required=True)
    add.add_argument("--organisation", required=True, help="its name; added when it is new")
    add.add_argument("--organisation-id", help="short name of a new organisation, such as krylo-logistics")
    add.add_argument("--country", default="", help="of a new organisation: two capital letters, such as IT")
    add.add_argument(
        "--role",
        action="append",
        choices=[role.value for role in Role],
        help="repeat for several; administrator unless told",
    )
    add.set_defaults(act=_add)
    acts.add_parser("list", help="who there is").set_defaults(act=_list)
    return parser


def _add(options: argparse.Namespace) -> int:
    desk = open_desk(read_config())
    with database.reading(desk.engine) as conn:
        known = known_people.directory(conn).organisations
    found = next((each.id for each in known.values() if options.organisation in (each.id, each.name)), None)
    organisation = found or options.organisation_id or slug(options.organisation)
    if found is None:
        people.add_organisation(desk, CONSOLE, organisation, options.organisation, options.country)
    roles = options.role or [Role.ADMINISTRATOR.value]
    invitation = people.invite(desk, CONSOLE, options.name, options.email, organisation, roles)
    print(f"Give this link to {options.name}. It works once, until {invitation.until:%Y-%m-%d %H:%M} UTC:")
    print(f"{desk.config.public_url}/join/{invitation.token}")
    return 0


def _list(options: argparse.Namespace) -> int:
    desk = open_desk(read_config())
    with database.reading(desk.engine) as conn:
        directory = known_people.directory(conn)
    for person in sorted(directory.people.values(), key=lambda each: (each.organisation, each.name)):
        state = "disabled" if person.disabled else "active" if person.joined else "invited"
        print(f"{person.name} <{person.email}>  {person.organisation}  {', '.join(sorted(person.roles))}  {state}")
    return 0
