"""What people wait for while others work, and while records print: a real `certflow serve` on loopback.

python3 bench/crowd.py [SECONDS [ROUNDS]]     (20 and 3 unless told; a round is once alone, once while records print)

64 people read pages and save answers, each in a dossier of their own, with one to two seconds of thought between. The
budget: p99 ≤ 300 ms to read, ≤ 500 ms to save, no errors; and while four records print ≤ 2 × what it is without. The
clients run on the same machine as the server, so its figures are the worse for them. It ends by itself.

A machine has one press, as `certflow serve` has (its role “records”): the four are drawn one after another by two
children that give way, again and again until everybody is done.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPResponse
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from lxml import html

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measure import table
from bench.starting import free_port
from bench.work import sora
from certflow.actions import answers, dossiers
from tests.actions.office import PASSWORD, email_of

ROOT = Path(__file__).parents[1]
PEOPLE = 64
PRINTING = 4
STEP, QUESTION = "oso-08", "oso_08_how_met"
#: draws four records of 200 steps, one after another, again and again until it is ended
PRINT = """
import sys
from dataclasses import replace
from pathlib import Path
from bench.record import content_of
from certflow.pdf.draw import Press
press, content = Press(Path(sys.argv[1])), content_of(200)
records = [replace(content, identity=replace(content.identity, record_id=f"R-{n}")) for n in range(int(sys.argv[2]))]
while True:
    for each in records:
        press.draw(each, "en")
"""


class Person:
    """One browser that is signed in: reads, thinks, saves."""

    def __init__(self, port: int, cookies: Mapping[str, str], dossier: str, until: float) -> None:
        self.took: dict[str, list[float]] = {"read": [], "save": []}
        self.errors: Counter[str] = Counter()
        self._port, self._cookies, self._dossier, self._until = port, dict(cookies), dossier, until
        self._chance = random.Random(dossier)

    def live(self) -> None:
        step = f"/dossiers/{self._dossier}/steps/{STEP}"
        while time.monotonic() < self._until:
            for address in ("/dossiers", f"/dossiers/{self._dossier}"):
                self._ask("read", "GET", address)
            page = self._ask("read", "GET", step)
            if page:
                form = next(each for each in html.fromstring(page).forms if f"answer.{QUESTION}" in _names(each))
                inputs = [(name, value) for name, value in form.form_values() if name != f"answer.{QUESTION}"]
                typed = f"Said at {time.monotonic()}."
                self._ask("save", "POST", step, urlencode([*inputs, (f"answer.{QUESTION}", typed)]))

    def _ask(self, kind: str, method: str, address: str, body: str | None = None) -> bytes:
        time.sleep(self._chance.uniform(1, 2))  # a person thinks before the next click
        heads = {"Cookie": _line(self._cookies), "Content-Type": "application/x-www-form-urlencoded"}
        begun = time.perf_counter()
        try:
            connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
            connection.request(method, address, body, heads)
            answer = connection.getresponse()
            page = answer.read()
            self._cookies |= _set(answer)
            connection.close()
        except (OSError, HTTPException) as trouble:
            self.errors[repr(trouble)] += 1
            return b""
        self.took[kind].append(1000 * (time.perf_counter() - begun))
        if answer.status not in (200, 302, 303):
            self.errors[f"{method} {answer.status}"] += 1
            return b""
        return page


def _names(form: html.FormElement) -> set[str]:
    return {each.name for each in form.inputs if each.name}


def sign_in(port: int) -> dict[str, str]:
    """The cookies of one session; everybody shares it, since signing in is not what is measured."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/sign-in")
    answer = connection.getresponse()
    cookies = _set(answer)
    form = next(each for each in html.fromstring(answer.read()).forms if "password" in _names(each))
    form.fields["email"], form.fields["password"] = email_of("Olena"), PASSWORD
    heads = {"Cookie": _line(cookies), "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", urlencode(form.form_values()), heads)
    answer = connection.getresponse()
    answer.read()
    return cookies | _set(answer)


def _set(answer: HTTPResponse) -> dict[str, str]:
    jar = SimpleCookie()
    for each in answer.headers.get_all("Set-Cookie") or []:
        jar.load(each)
    return {name: morsel.value for name, morsel in jar.items()}


def _line(cookies: Mapping[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def crowd(port: int, cookies: Mapping[str, str], mine: list[str], seconds: float) -> list[Person]:
    people = [Person(port, cookies, dossier, time.monotonic() + seconds) for dossier in mine]
    threads = [threading.Thread(target=person.live) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return people


def row(name: str, people: list[Person]) -> tuple[object, ...]:
    cells: list[object] = [name]
    for kind in ("read", "save"):
        took = sorted(ms for person in people for ms in person.took[kind])
        cells += [len(took), *(took[min(len(took) - 1, int(share * len(took)))] for share in (0.5, 0.99))]
    return (*cells, sum(sum(person.errors.values()) for person in people))


def main(seconds: float, times: int) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that nothing it started outlives it
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        work = sora(folder / "work")
        known = dossiers.see(work.desk, work.actor, work.dossier)
        parties = dict(known.dossier.parties)
        mine = [work.dossier]
        for number in range(1, PEOPLE):
            mine.append(dossiers.open_dossier(work.desk, work.actor, "sora", "2.5-easa", f"Dossier {number}", parties))
            values = {"characteristic_dimension_m": "2", "max_speed_m_s": "20"}
            answers.save_answers(work.desk, work.actor, mine[-1], values, {})
        environment = {
            **os.environ,
            "CERTFLOW_DATA": str(work.desk.config.data),
            "CERTFLOW_DATABASE_URL": work.desk.config.database_url,
            "CERTFLOW_CHECKLISTS": str(ROOT / "checklists"),
            "CERTFLOW_PORT": str(port := free_port()),
        }
        command = [sys.executable, "-m", "certflow", "serve"]
        printers: list[subprocess.Popen[bytes]] = []
        with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE) as server:
            try:
                assert server.stdout
                server.stdout.readline()  # it says that it serves
                cookies = sign_in(port)
                crowd(port, cookies, mine, 5)  # warm
                rounds = []
                for _ in range(times):
                    alone = crowd(port, cookies, mine, seconds)
                    print_ = [sys.executable, "-c", PRINT, str(folder / "fonts"), str(PRINTING)]
                    printers.append(subprocess.Popen(print_, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}))
                    time.sleep(5)  # the records are being drawn by then
                    rounds.append((alone, crowd(port, cookies, mine, seconds)))
                    printers[-1].terminate()
                    printers[-1].wait(30)
            finally:
                for each in (*printers, server):
                    each.terminate()
                for each in printers:
                    each.wait(30)
    rows = [
        row(name, people) for each in rounds for name, people in zip(("alone", "while printing"), each, strict=True)
    ]
    heads = ("64 people", "reads", "p50 ms", "p99 ms", "saves", "p50 ms", "p99 ms", "errors")
    table("People who read and save", heads, rows)
    for kind, at in (("read", 3), ("save", 6)):
        found = sorted(_ms(busy[at]) / _ms(alone[at]) for alone, busy in zip(rows[::2], rows[1::2], strict=True))
        spread = ", ".join(f"{each:.2f}" for each in found)
        print(f"p99 while printing, to {kind}: {found[len(found) // 2]:.2f} × (rounds: {spread}; budget 2)")
    everybody = (person.errors for each in rounds for people in each for person in people)
    for trouble, many in sum(everybody, Counter()).items():
        print(f"{many} × {trouble}")


def _ms(cell: object) -> float:
    return float(str(cell))


if __name__ == "__main__":
    main(*(float(sys.argv[1]) if sys.argv[1:] else 20, int(sys.argv[2]) if sys.argv[2:] else 3))
