"""The gallery: every page drawn with sample data, to look at and to check.

    python -m tests.web.gallery FOLDER            write the pages as HTML
    python -m tests.web.gallery FOLDER --shots    and photograph them: 1280 and 390 px wide, light and dark, en and uk
    python -m tests.web.gallery FOLDER --axe      and let axe-core judge each, light and dark

The browser is Playwright's, or the one named by CERTFLOW_CHROMIUM (default /usr/bin/chromium where it exists).
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

from certflow.languages import catalogue
from certflow.web.pages import Notice, Person, Shell
from tests.web.samples import pages
from tests.web.samples.scene import KRYLO

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "certflow" / "web" / "static"
VIEWS = ((1280, "light"), (390, "dark"))
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
OUTSIDE = ("sign-in", "join", "verify", "error-failed")
ROOMS = dict.fromkeys(("dossier", "step", "why", "what_if", "history", "conflict", "record"), "dossiers") | {
    "review": "inbox",
    "changed": "inbox",
    "checklist": "checklists",
    "invite": "people",
    "organisation": "people",
    "password": "",
}
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
#: what the server sends too; a page that needs more than this is wrong
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


@cache
def environment(language: str = "en") -> Environment:
    """Jinja as the application sets it up, without Flask."""
    env = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.install_gettext_translations(catalogue(language), newstyle=True)  # type: ignore[attr-defined]
    env.globals["csrf_token"] = lambda: "sample-token"
    env.globals["url_for"] = lambda endpoint, filename: f"/{endpoint}/{filename}"
    return env


def shell(name: str, language: str, theme: str = "auto") -> Shell:
    """The frame in which a sample is shown."""
    inside = not name.startswith(OUTSIDE)
    person = Person("Олена Шевченко", KRYLO, "Compliance" if language == "en" else "Відповідність") if inside else None
    notices = (Notice("done", "Saved." if language == "en" else "Збережено."),) if name == "dossier-moved" else ()
    stem = name.split("-")[0]
    return Shell(language, theme, ROOMS.get(stem, stem), "/", person, 3 if inside else 0, inside, notices, "0.1")


def draw(name: str, page: Any, language: str = "en", theme: str = "auto") -> str:
    """One sample page as HTML."""
    return environment(language).get_template(page.template).render(page=page, shell=shell(name, language, theme))


def write(folder: Path) -> list[str]:
    """Write every page in English and Ukrainian; gives the paths, relative to `folder`.

    A part that is fetched by itself has no path: it is judged in the page that it belongs to.
    """
    shutil.copytree(STATIC, folder / "static", dirs_exist_ok=True)
    paths = []
    for language in ("en", "uk"):
        (folder / language).mkdir(parents=True, exist_ok=True)
        for name, page in pages(language).items():
            path = f"{language}/{name}.html"
            html = draw(name, page, language)
            (folder / path).write_text(html, encoding="utf-8")
            paths += [path] if "<html" in html else []
    return paths


class _Files(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve the folder under our content security policy; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Files, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def browser() -> Iterator[Browser]:
    """A browser that talks to nobody."""
    chromium = os.environ.get("CERTFLOW_CHROMIUM", "/usr/bin/chromium")
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=chromium if Path(chromium).exists() else None, args=QUIET)
        try:
            yield found
        finally:
            found.close()


def photograph(folder: Path, paths: list[str]) -> None:
    """Pictures of every page beside the HTML, in `shots/`."""
    (folder / "shots").mkdir(exist_ok=True)
    with served(folder) as address, browser() as found:
        for width in (1280, 390):
            for scheme in ("light", "dark"):
                tab = found.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
                for path in paths:
                    tab.goto(f"{address}/{path}")
                    name = path.replace("/", "-").removesuffix(".html")
                    tab.screenshot(path=folder / "shots" / f"{name}-{width}-{scheme}.png", full_page=True)
                tab.close()


def judge(folder: Path, paths: list[str], views: tuple[tuple[int, str], ...] = VIEWS) -> list[str]:
    """What axe-core, the console and the width of the page say against each page; empty is good."""
    faults: list[str] = []
    with served(folder) as address, browser() as found:
        for width, scheme in views:
            tab = found.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
            said: list[str] = []
            tab.on("console", partial(_listen, said))
            for path in paths:
                said.clear()
                tab.goto(f"{address}/{path}")
                faults += [f"{path} {width}px {scheme}: {fault}" for fault in (*_measured(tab), *said)]
            tab.close()
    return faults


def _listen(said: list[str], message: ConsoleMessage) -> None:
    if message.type == "error":
        said.append(f"console: {message.text}")


def _measured(tab: Page) -> Iterator[str]:
    """The faults of the page that is open: too wide, or against WCAG 2.2 AA."""
    tab.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    wide = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        yield f"{wide} px wider than the window"
    tab.evaluate(AXE.read_text(encoding="utf-8"))
    for violation in tab.evaluate("rules => axe.run(document, {runOnly: rules})", list(RULES))["violations"]:
        where = "; ".join(node["html"][:120] for node in violation["nodes"][:3])
        yield f"{violation['id']} ({len(violation['nodes'])}): {where}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--shots", action="store_true")
    parser.add_argument("--axe", action="store_true")
    parser.add_argument("--only", default="", help="names of pages, separated by commas")
    told = parser.parse_args()
    paths = write(told.folder)
    if told.only:
        paths = [path for path in paths if Path(path).stem in told.only.split(",")]
    if told.shots:
        photograph(told.folder, paths)
    faults = judge(told.folder, paths) if told.axe else []
    print("\n".join(faults) or f"{len(paths)} pages" + (", nothing against them" if told.axe else ""))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
