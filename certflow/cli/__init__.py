"""The commands: text in, text out; a sibling of `web`.

- One module a command, each with `run(arguments) -> int`, the exit code.
- A command is imported when it is called, so that `check` never waits for a web server.
- What a person may do is decided in `actions`, here as on a page.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

from certflow.domain.refusal import Refused

COMMANDS = {
    "demo": "set up, load example dossiers, serve them on this machine",
    "test": "set up, run all tests (what follows goes to pytest)",
    "setup": "set up and stop",
    "serve": "serve the pages and print records, until told to end",
    "migrate": "bring the database to this version",
    "doctor": "say what is wrong with this installation, and what helps",
    "person": "add and invite people",
    "check": "all problems of a checklist file",
    "import": "make a checklist of a spreadsheet, an OSCAL catalog or a library of CISO Assistant",
    "export": "write a checklist in one of these formats",
    "plan": "what applies to a set of answers, and why",
    "compare": "what became of each requirement from one edition to another",
    "move": "what a later edition does to a dossier, and having it go over",
    "record": "list and fetch sealed records",
    "renew": "one more time-stamp on records whose newest one ends soon",
    "rotate": "seal with another key from here on",
    "anchor": "write what a verifier needs to trust our records",
    "verify": "verify a record, offline",
    "rebuild": "make every other table again from the facts",
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; the exit code."""
    from certflow.config import Misconfigured

    try:
        code = _run(*arguments)
        sys.stdout.flush()
        return code
    except Refused as refused:
        from certflow.wording import sentence

        print(sentence(refused), file=sys.stderr)
        return 1
    except Misconfigured as problems:
        print(problems, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # Whoever read our output has seen enough; nothing may be written at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def usage() -> str:
    """The list of commands."""
    lines = (f"  {name:<9} {what}" for name, what in COMMANDS.items())
    return "\n".join(("python3 -m certflow COMMAND …", "", *lines, "", "COMMAND --help tells more."))


def nearest(name: str) -> str:
    """The command that was probably meant, as a sentence; empty when none is near."""
    from difflib import get_close_matches

    meant = get_close_matches(name, COMMANDS, n=1)
    return f" Nearest: {meant[0]}." if meant else ""


def _run(name: str = "--help", *arguments: str) -> int:
    if name in {"--help", "-h", "help"}:
        print(usage())
        return 0
    if name not in COMMANDS:
        print(f"certflow has no command '{name}'.{nearest(name)}\n\n{usage()}", file=sys.stderr)
        return 2
    code: int = import_module(f"certflow.cli.{name}").run(list(arguments))
    return code
