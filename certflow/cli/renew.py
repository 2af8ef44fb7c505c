"""`certflow renew`: one more time-stamp on every record whose newest one ends soon."""

from __future__ import annotations

import argparse
import sys

from certflow.actions.renewing import renew_due
from certflow.config import read_config
from certflow.opening import open_desk


def run(arguments: list[str]) -> int:
    """Renew what is due; 0 when all of it was renewed. The worker of `certflow serve` does the same twice a day."""
    argparse.ArgumentParser(prog="certflow renew", description=__doc__).parse_args(arguments)
    config = read_config()
    if config.tsa_url is None:
        print("No time-stamp service is set (CERTFLOW_TSA_URL), so there is nothing to renew.")
        return 0
    done = failed = 0
    for each in renew_due(open_desk(config)):
        failed += bool(each.trouble)
        done += not each.trouble
        if each.trouble:
            print(f"{each.record}  due {each.due:%Y-%m-%d}, not renewed: {each.trouble}", file=sys.stderr)
        else:
            print(f"{each.record}  renewed")
    print(f"{done} renewed, {failed} still due")
    return min(failed, 1)
