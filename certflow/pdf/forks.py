"""A fork for each job, of a child that has everything loaded: it starts at once, and ends with its job.

Whatever a job does to the fork, the next one begins where the child stood before. Linux and its kin alone.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable

from certflow.child import ChildFailed, Limits, reach_nobody, too_late, why_it_ended

#: bytes of an answer; longer than any
MOST_TOLD = 16 << 20
#: bytes of what a fork says of its troubles
MOST_SAID = 64 << 10
_ANSWER, _TROUBLE = 1, 2
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def in_a_fork(work: Callable[[], bytes], limits: Limits) -> bytes:
    """In a child without threads: what `work` gives in a fork that has all of `limits` for itself. The memory is the
    child's own limit, which it inherits.

    The fork reaches nobody, writes no file, and holds none of the child's pipes. The kernel keeps its time, so that it
    ends even where the child is gone. Raises ChildFailed.
    """
    gives, takes = os.pipe()
    with open(gives, "rb") as answer, tempfile.TemporaryFile() as errors:
        fork = os.fork()
        if fork == 0:
            os._exit(_be_the_fork(work, limits, takes, errors.fileno()))
        os.close(takes)
        told = answer.read(MOST_TOLD + 1)
        if endless := len(told) > MOST_TOLD:
            os.kill(fork, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(fork, 0)[1])
        if endless:
            raise ChildFailed("died", f"It answered with more than {MOST_TOLD >> 20} MB.")
        if code == 0:
            return told
        errors.seek(0)
        raise _why(code, errors.read().decode("utf-8", "replace"), limits)


def _be_the_fork(work: Callable[[], bytes], limits: Limits, takes: int, errors: int) -> int:
    """Its exit code."""
    try:
        _confine(limits, takes, errors)
        told = work()
        with open(_ANSWER, "wb") as answer:
            answer.write(told)
    except BaseException:
        with open(_TROUBLE, "w") as said:
            traceback.print_exc(file=said)
        return 1
    return 0


def _confine(limits: Limits, takes: int, errors: int) -> None:
    """Leave the fork nothing to write to but its answer and its words of trouble."""
    import resource

    for source, place in ((os.open(os.devnull, os.O_RDONLY), 0), (takes, _ANSWER), (errors, _TROUBLE)):
        os.dup2(source, place)
    os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_s, limits.cpu_s + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_SAID, MOST_SAID))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, limits.wall_s)
    reach_nobody()
    sys.addaudithook(_write_nothing)


def _write_nothing(event: str, about: tuple[object, ...]) -> None:
    if event != "open" or isinstance(about[0], int):  # a number was opened before
        return
    if isinstance(about[2], int) and about[2] & _WRITES:
        raise PermissionError(f"{about[0]!r} is not for this process to write")


def _why(code: int, errors: str, limits: Limits) -> ChildFailed:
    return too_late(limits, errors) if code == -signal.SIGALRM else why_it_ended(code, errors, limits)
