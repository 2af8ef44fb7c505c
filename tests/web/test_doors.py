"""What strangers try at the doors: headers, tokens, redirects, guesses, names, sizes."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from flask import Flask

from certflow.actions import people, sessions
from certflow.app import create_app, make_app
from certflow.config import Misconfigured
from certflow.web.paths import own_path
from tests.actions.office import CONSOLE, PASSWORD, Office, email_of
from tests.web.browser import HOME, Browser

People = Callable[[str], Browser]


# headers


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/sign-in", 200),
        ("GET", "/", 302),
        ("GET", "/no/such/page", 404),
        ("GET", "/static/page.js", 200),
        ("GET", "/static/../../etc/passwd", 404),
        ("POST", "/sign-in", 400),
        ("POST", "/dossiers/new", 401),
        ("PUT", "/sign-in", 405),
        ("GET", "/healthz", 200),
        ("GET", "/join/guess", 410),
    ],
)
def test_every_answer_carries_the_strict_headers(visitor: Browser, method: str, address: str, status: int) -> None:
    response = visitor.client.open(address, method=method, base_url=HOME)

    assert response.status_code == status
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert "Server" not in response.headers


def test_a_failure_carries_them_too_and_a_number_instead_of_details(
    app: Flask, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks() -> str:
        raise ValueError("password=hunter2")

    breaks.guard = app.view_functions["verify.ask"].guard  # type: ignore[attr-defined]
    app.add_url_rule("/breaks", view_func=breaks)
    with caplog.at_level(logging.DEBUG):
        browser = Browser(app).open("/breaks?secret=typed")

    said = caplog.text + "".join(capsys.readouterr())
    reference = re.search(r"\b[0-9a-f]{8}\b", browser.main)
    assert browser.status == 500
    assert "default-src 'none'" in browser.response.headers["Content-Security-Policy"]
    assert reference
    assert reference.group() in said
    assert "hunter2" not in browser.response.text + said
    assert "typed" not in said


def test_private_pages_are_kept_by_no_browser_and_styles_for_good(visitor: Browser) -> None:
    visitor.open("/sign-in")
    style = visitor.page.xpath("//link[@rel='stylesheet']/@href")[0]

    assert visitor.response.headers["Cache-Control"] == "no-store"
    assert "immutable" in visitor.client.get(style, base_url=HOME).headers["Cache-Control"]


def test_no_page_holds_a_script_or_a_style_of_its_own(office: Office, browser: People) -> None:
    anna = browser("anna")
    for address in ("/dossiers", f"/dossiers/{office.dossier_id}", f"/dossiers/{office.dossier_id}/steps/mass"):
        page = anna.open(address).page
        assert page.xpath("//script[not(@src)] | //style | //@style | //@*[starts-with(name(), 'on')]") == []


def test_over_tls_cookies_are_held_to_this_host_and_tls(office: Office) -> None:
    config = replace(office.desk.config, public_url="https://certflow.example.org")
    app = make_app(replace(office.desk, config=config))
    browser = Browser(app, "https://certflow.example.org").open("/sign-in")
    cookie = browser.response.headers["Set-Cookie"]

    assert cookie.startswith("__Host-certflow=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
    assert browser.response.headers["Strict-Transport-Security"].startswith("max-age=")


# names we answer to


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "127.0.0.1:8000@evil.example", "", "[::1"])
def test_a_host_that_is_not_ours_is_refused(visitor: Browser, host: str) -> None:
    response = visitor.client.get("/sign-in", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text


def test_forwarded_addresses_are_believed_only_from_our_own_proxy(office: Office) -> None:
    config = replace(office.desk.config, trusted_proxy="10.1.2.3")
    app = make_app(replace(office.desk, config=config))
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-For": "8.8.8.8"}

    asked = app.test_client().get("/sign-in", base_url=HOME, headers=forged, environ_base={"REMOTE_ADDR": "10.9.9.9"})
    proxied = app.test_client().get("/sign-in", base_url=HOME, headers=forged, environ_base={"REMOTE_ADDR": "10.1.2.3"})
    assert (asked.status_code, proxied.status_code) == (200, 400)


# tokens


def test_no_change_goes_through_without_its_token(office: Office, app: Flask, browser: People) -> None:
    anna = browser("anna")
    before = office.dossier.revision
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and "<dossier>" in rule.rule:
            address = re.sub(r"<\w+>", "mass", rule.rule.replace("<dossier>", office.dossier_id))
            assert anna.client.post(address, data={"title": "x"}, base_url=HOME).status_code in (400, 403), rule.rule
    assert office.dossier.revision == before


def test_a_form_that_is_too_old_comes_back_with_everything_that_was_typed(office: Office, browser: People) -> None:
    anna = browser("anna").open(f"/dossiers/{office.dossier_id}/steps/mass")
    anna.press("Save", csrf_token="too old", answer__mass_kg="50", answer__remark="Довгий текст")

    assert anna.status == 400
    assert anna.errors == ["This page is too old to be sent safely. Reload it and send it again; nothing was saved."]
    assert (anna.value("answer.mass_kg"), anna.value("answer.remark")) == ("50", "Довгий текст")
    assert office.dossier.answers == {}
    assert anna.press("Save").notices == ["Saved."]


def test_a_token_of_another_browser_is_worth_nothing(office: Office, browser: People, visitor: Browser) -> None:
    stolen = visitor.open("/sign-in").token()
    anna = browser("anna").open(f"/dossiers/{office.dossier_id}/steps/mass")

    assert anna.press("Save", csrf_token=stolen, answer__mass_kg="50").status == 400


# signing in


def test_a_wrong_address_a_wrong_password_and_a_disabled_account_look_alike(office: Office, app: Flask) -> None:
    people.disable(office.desk, CONSOLE, office.bruno.id, "left")
    seen = set()
    for email, password in (
        ("nobody@certflow.example", PASSWORD),
        (email_of("Anna"), "not the password"),
        (email_of("Bruno"), PASSWORD),
        (email_of("Bruno"), "not the password"),
    ):
        door = Browser(app).sign_in(email, password)
        seen.add((door.status, re.sub(r'value="[^"]*"', "", door.response.text)))
    assert len(seen) == 1
    assert door.errors == ["The e-mail address or the password is wrong."]


def test_guessing_is_slowed_down_even_for_the_right_password(office: Office, visitor: Browser) -> None:
    for _ in range(sessions.ATTEMPTS_PER_PERSON):
        visitor.sign_in(email_of("Anna"), "guess")
    visitor.sign_in(email_of("Anna"), PASSWORD)

    assert visitor.status == 429
    assert visitor.errors == ["Too many attempts. Try again in 15 minutes."]
    office.clock.pass_by(minutes=16)
    assert visitor.sign_in(email_of("Anna"), PASSWORD).heading == "Dossiers"


def test_the_session_changes_when_a_person_signs_in(visitor: Browser) -> None:
    before = visitor.open("/sign-in").response.headers["Set-Cookie"]
    form = visitor.inputs(visitor.form("Sign in"))
    form["email"], form["password"] = email_of("Anna"), PASSWORD
    response = visitor.client.post("/sign-in", data=form, base_url=HOME)

    assert response.status_code == 302
    assert response.headers["Set-Cookie"].split(";")[0] != before.split(";")[0]
    old = visitor.client.post("/sign-out", data={"csrf_token": form["csrf_token"]}, base_url=HOME)
    assert old.status_code == 400  # the visitor's token died with the visitor's session


def test_a_session_ends_at_the_server(office: Office, browser: People) -> None:
    for end in (
        lambda anna: anna.press("Sign out"),
        lambda anna: people.disable(office.desk, CONSOLE, office.anna.id, "left"),
    ):
        anna = browser("anna").open("/dossiers")
        stolen = anna.client.get_cookie("certflow", "127.0.0.1")
        assert stolen is not None
        end(anna)
        anna.client.set_cookie("certflow", stolen.value, domain="127.0.0.1")
        assert anna.open("/dossiers").heading == "Sign in"
    people.enable(office.desk, CONSOLE, office.anna.id)


def test_a_changed_password_ends_every_session(office: Office, browser: People) -> None:
    anna = browser("anna")
    sessions.change_password(office.desk, office.anna, PASSWORD, "another long password")
    assert anna.open("/dossiers").heading == "Sign in"


def test_a_session_ends_when_nobody_uses_it_and_at_last_in_any_case(office: Office, browser: People) -> None:
    anna = browser("anna")
    office.clock.pass_by(minutes=31)
    assert anna.open("/dossiers").heading == "Sign in"

    bruno = browser("bruno")
    for _ in range(12 * 3):
        office.clock.pass_by(minutes=20)
        bruno.open("/checklists")
    office.clock.pass_by(minutes=1)
    assert bruno.open("/dossiers").heading == "Sign in"


def test_after_signing_in_people_are_where_they_wanted_to_be(office: Office, visitor: Browser) -> None:
    visitor.open(f"/dossiers/{office.dossier_id}/history?kind=review")
    assert visitor.heading == "Sign in"
    visitor.press("Sign in", email=email_of("Anna"), password=PASSWORD)

    assert visitor.heading == "History"
    assert visitor.address.endswith("?kind=review")


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "\n//evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        "http:///evil.example",
        "/%0d%0aSet-Cookie:x=y\r\n",
        "evil.example",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(app: Flask, address: str) -> None:
    with app.test_request_context(base_url=HOME):
        assert own_path(address) == "/"
    browser = Browser(app).open("/sign-in", query_string={"next": address})
    form = browser.inputs(browser.form("Sign in"))
    form["email"], form["password"], form["next"] = email_of("Anna"), PASSWORD, address
    response = browser.client.post("/sign-in", data=form, base_url=HOME)
    assert response.headers["Location"] == "/"
    theme = browser.client.post(
        "/theme", data={"csrf_token": browser.open("/verify").token(), "theme": "dark", "back": address}, base_url=HOME
    )
    assert theme.headers["Location"] == "/"


# sizes and shapes


def test_a_file_that_is_too_large_gets_a_clear_page(office: Office, app: Flask) -> None:
    small = replace(office.desk.config, upload_limit_bytes=100_000)
    anna = Browser(make_app(replace(office.desk, config=small))).sign_in(email_of("Anna"), PASSWORD)
    anna.open(f"/dossiers/{office.dossier_id}/steps/mass")
    anna.press("Attach", file=(BytesIO(b"%PDF-" + b"x" * 150_000), "large.pdf"))
    assert (anna.status, anna.errors) == (413, ["The file is larger than 0.1 MB. Split or compress it."])

    anna.open(f"/dossiers/{office.dossier_id}/steps/mass")
    anna.press("Attach", file=(BytesIO(b"%PDF-" + b"x" * 500_000), "huge.pdf"))
    assert (anna.status, anna.heading) == (413, "Too large")


def test_only_uploads_may_be_large(visitor: Browser) -> None:
    visitor.open("/sign-in")
    visitor.send("/sign-in", {"csrf_token": visitor.token(), "email": "x" * 3_000_000})
    assert visitor.status == 413


@pytest.mark.parametrize("name", ["../../etc/cron.d/x.pdf", "C:\\x\\y.pdf", "a\r\nSet-Cookie: x=y.pdf", "‮fdp.exe.pdf"])
def test_a_file_name_is_never_a_path_nor_a_header(office: Office, browser: People, name: str) -> None:
    anna = browser("anna").open(f"/dossiers/{office.dossier_id}/steps/mass")
    anna.press("Attach", file=(BytesIO(b"%PDF-1.7"), name))
    for each in office.dossier.evidence.values():
        response = anna.open(f"/dossiers/{office.dossier_id}/evidence/{each.id}").response
        offered = response.headers["Content-Disposition"]
        assert not re.search(r"[/\\\r\n\u202e]", offered)
        assert "Set-Cookie" not in response.headers


XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}%(num)s"


def test_hostile_text_is_text_everywhere(office: Office, browser: People) -> None:
    anna, bruno = browser("anna"), browser("bruno")
    anna.open("/dossiers/new")
    anna.press("Open the dossier", title=XSS, edition="glider@1", party__designer="ligure", party__operator="krylo")
    dossier = anna.address
    anna.open(f"{dossier}/steps/mass").press("Save", answer__mass_kg=XSS, answer__remark=XSS, answer__towed="no")
    assert anna.status == 422
    _holds_no_html(anna)
    anna.press("Save", answer__mass_kg="50")
    anna.press("Attach", file=(BytesIO(b"%PDF-1.7"), f"{XSS}.pdf".replace("/", "")))
    anna.open(f"{dossier}/steps/mass").press("Send for review")
    bruno.open(f"{dossier}/steps/mass/review").press("Return the step", reason=XSS)

    for address in (
        "/dossiers",
        dossier,
        f"{dossier}/steps/mass",
        f"{dossier}/steps/mass/review",
        f"{dossier}/history",
    ):
        _holds_no_html(anna.open(address))
        assert "{{7*7}}" in anna.text, address


def _holds_no_html(browser: Browser) -> None:
    assert browser.page.xpath("//main//script | //img | //*[@onerror]") == [], browser.address


@pytest.mark.parametrize(
    "address", ["/dossiers?before=x", "/dossiers?before=99999999999999999999", "/verify?id=%00%ff"]
)
def test_odd_addresses_break_nothing(browser: People, address: str) -> None:
    assert browser("anna").open(address).status < 500


def test_text_that_nothing_could_hold_is_refused(office: Office, browser: People) -> None:
    anna = browser("anna").open(f"/dossiers/{office.dossier_id}/steps/mass")
    anna.press("Save", answer__remark="a\x00b\ud800".encode("utf-8", "surrogatepass"))
    assert anna.status in (400, 422)


# when the house is in trouble


def test_a_dossier_whose_checklist_was_changed_takes_no_other_page_along(office: Office, browser: People) -> None:
    office.save(office.anna, mass_kg="50", towed="no")
    office.submit("mass")
    file = office.desk.config.checklists / "glider" / "1.yaml"
    file.write_text(file.read_text().replace("title: Gliders", "title: Other gliders"))
    app = make_app(office.with_new_desk())
    bruno = Browser(app).sign_in(email_of("Bruno"), PASSWORD)

    assert "A glider The edition glider@1 of this dossier cannot be read now" in bruno.open("/dossiers").main
    assert "A glider The edition glider@1 of this dossier cannot be read now" in bruno.open("/reviews").main
    assert bruno.open("/verify").status == 200
    assert (bruno.open(f"/dossiers/{office.dossier_id}").status, bruno.heading) == (503, "Not possible right now")


def test_a_database_that_is_gone_gives_a_page_and_a_number(office: Office, browser: People) -> None:
    anna = browser("anna")
    office.desk.engine.dispose()
    for file in office.desk.config.data.parent.glob("certflow.sqlite*"):
        file.write_bytes(b"not a database" * 1000)
    anna.open("/dossiers")

    assert anna.status >= 500
    assert anna.page.find(".//h1") is not None
    assert "default-src 'none'" in anna.response.headers["Content-Security-Policy"]


# starting


def test_an_application_starts_only_when_it_can_keep_its_promises(office: Office) -> None:
    make_app(office.desk)
    seal = next(office.desk.keyring.folder.glob("seal-key.pem"))
    seal.chmod(0o644)
    with pytest.raises(Misconfigured, match="chmod 600"):
        make_app(office.desk)


def test_a_database_of_another_version_is_refused_with_the_remedy(office: Office) -> None:
    config = replace(office.desk.config, database_url=office.desk.config.database_url + ".new")
    with pytest.raises(Misconfigured, match="certflow migrate"):
        create_app(config)
