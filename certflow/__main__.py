"""`python3 -m certflow COMMAND`: get ready, then hand over to the command.

Runs on whatever Python somebody happens to have, before anything is installed: no imports but the standard
library's, and nothing that an old Python could not even read.
"""

import sys

OLDEST = (3, 11)


def main() -> int:
    """Make sure that everything is installed, then run the command."""
    if sys.version_info < OLDEST:
        return refuse_old_python()
    from certflow import setting_up

    setting_up.enter(sys.argv[1:])
    from certflow import cli

    return cli.main(sys.argv[1:])


def refuse_old_python() -> int:
    """Say which Python is needed, and where one is if the machine has it."""
    import shutil

    asked = " ".join(sys.argv[1:])
    newer = [name for name in ("python3.13", "python3.12", "python3.11") if shutil.which(name)]
    remedy = "Install Python 3.11 or newer"
    if newer:
        remedy = "Run instead: {} -m certflow {}".format(newer[0], asked)  # noqa: UP032
    sys.stderr.write(
        "certflow needs Python 3.11 or newer; this one is {}.{}. {}\n".format(*sys.version_info[:2], remedy)
    )
    return 1


if __name__ == "__main__":
    sys.exit(main())
