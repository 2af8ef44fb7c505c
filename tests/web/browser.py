"""A browser without a window: opens pages, reads what a person sees, fills in forms and presses buttons.

It follows redirects and keeps cookies, and sends exactly the inputs that stand in the form: a field that a page forgot
is a field that a test misses too.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from flask import Flask
from lxml import html
from lxml.html import FormElement, HtmlElement
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

HOME = "http://127.0.0.1:8000"


class Browser:
    """One person's browser."""

    def __init__(self, app: Flask, home: str = HOME) -> None:
        self.client = app.test_client()
        self.home = home
        self.response: TestResponse
        self.address = "/"

    # going somewhere

    def open(self, address: str, **more: Any) -> Browser:
        """Go to an address of ours, and wherever that leads."""
        return self._arrive(self.client.get(address, base_url=self.home, **more), address)

    def follow(self, text: str) -> Browser:
        """Press the first link that says so."""
        for link in self.page.iter("a"):
            if text in _words(link):
                return self.open(urljoin(self.address, link.get("href")).partition("#")[0])
        raise AssertionError(f"no link says {text!r} on {self.address}: {self.text[:2000]}")

    def press(self, button: str, **inputs: Any) -> Browser:
        """Press a button of a form; `inputs` are typed first, with __ for the dots and - in names."""
        form, name, value = self._button(button)
        data = self.inputs(form)
        for key, typed in inputs.items():
            data.setlist(_name(data, key), list(typed) if isinstance(typed, list) else [typed])
        if name:
            data.add(name, value)
        if form.method == "GET":
            return self.open(f"{form.action or self.address}?{urlencode(list(data.items(multi=True)))}")
        return self.send(form.action or self.address, data)

    def send(self, address: str, data: Any, **more: Any) -> Browser:
        """A plain POST of these inputs."""
        return self._arrive(self.client.post(address, data=data, base_url=self.home, **more), address)

    def sign_in(self, email: str, password: str) -> Browser:
        self.open("/sign-in")
        return self.press("Sign in", email=email, password=password)

    def token(self) -> str:
        """The token of the page's first form."""
        found = self.page.xpath("//input[@name='csrf_token']/@value")
        return str(found[0])

    # reading

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def page(self) -> HtmlElement:
        return html.fromstring(self.response.text)

    @property
    def heading(self) -> str:
        return _words(self.page.find(".//h1"))

    @property
    def main(self) -> str:
        """The words of the page's main part."""
        return _words(self.page.find(".//main"))

    @property
    def text(self) -> str:
        return _words(self.page.find(".//body"))

    @property
    def errors(self) -> list[str]:
        """The lines of the error summary."""
        return [_words(each) for each in self.page.xpath("//*[@data-problems]//li")]

    @property
    def notices(self) -> list[str]:
        return [_words(each) for each in self.page.xpath("//*[contains(@class, 'cf-notice')]//p")]

    def buttons(self) -> list[str]:
        return [_words(each) for each in self.page.xpath("//main//button")]

    def value(self, name: str) -> str:
        """What stands in an input."""
        found = self.page.xpath(f"//*[@name='{name}']")[0]
        return str(found.value or "")

    def form(self, button: str) -> FormElement:
        return self._button(button)[0]

    def inputs(self, form: FormElement) -> MultiDict[str, Any]:
        """What the form would send as it stands."""
        return MultiDict(form.form_values())

    def _button(self, text: str) -> tuple[FormElement, str, str]:
        for button in self.page.iter("button"):
            if _words(button).startswith(text):
                form = next(each for each in button.iterancestors("form"))
                return form, button.get("name", ""), button.get("value", "")
        raise AssertionError(f"no button says {text!r} on {self.address} ({self.status}): {self.text[:2000]}")

    def _arrive(self, response: TestResponse, address: str) -> Browser:
        self.response, self.address = response, address
        for _ in range(5):
            if self.response.status_code not in (301, 302, 303):
                return self
            where = urlsplit(urljoin(self.home + self.address, self.response.headers["Location"]))
            assert f"{where.scheme}://{where.netloc}" == self.home, "sent to another site"
            self.address = where.path + (f"?{where.query}" if where.query else "")
            self.response = self.client.get(self.address, base_url=self.home)
        raise AssertionError("redirected in circles")


def _name(data: MultiDict[str, Any], key: str) -> str:
    """`answer__mass_kg` is the input `answer.mass_kg`."""
    return key.replace("__", ".")


def _words(element: HtmlElement | None) -> str:
    return "" if element is None else " ".join(element.text_content().split())
