"""What people see and do, page by page, without a script."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from certflow.actions import printing, records, reviews
from certflow.actions.records import lease_of
from certflow.pdf.anchor import read_anchor
from certflow.pdf.bundle import verify_bundle
from certflow.storage import database, leases
from tests.actions.office import PASSWORD, Office
from tests.web.browser import Browser

People = Callable[[str], Browser]

PDF = b"%PDF-1.7\n%%EOF\n"


def step(office: Office, name: str = "mass") -> str:
    return f"/dossiers/{office.dossier_id}/steps/{name}"


def test_a_dossier_is_a_task_list_with_level_state_and_reason(office: Office, browser: People) -> None:
    page = browser("anna").open(f"/dossiers/{office.dossier_id}")

    assert page.heading == "A glider"
    assert "Mass Asked in every dossier." in page.main
    assert "Tow Cannot be decided yet." in page.main
    assert "Would be decided by Is it towed?" in page.main


def test_the_list_shows_only_the_dossiers_of_ones_own_organisation(office: Office, browser: People) -> None:
    assert "A glider" in browser("bruno").open("/dossiers").main
    assert "A glider" not in browser("zoe").open("/dossiers").main


def test_a_dossier_is_opened_with_its_parties(browser: People) -> None:
    anna = browser("anna").open("/dossiers/new")
    anna.press(
        "Open the dossier", title="Another one", edition="glider@1", party__designer="ligure", party__operator="krylo"
    )

    assert anna.heading == "Another one"
    assert "Krylo" in anna.text


def test_a_dossier_that_cannot_be_opened_keeps_what_was_typed(browser: People) -> None:
    anna = browser("anna").open("/dossiers/new")
    anna.press("Open the dossier", title="", edition="glider@1", party__designer="ligure")

    assert anna.status == 422
    assert anna.errors == ["Give the dossier a title of at most 200 characters."]
    assert anna.value("party.designer") == "ligure"


def test_saving_tells_what_moved_and_why(office: Office, browser: People) -> None:
    anna = browser("anna").open(step(office))
    anna.press("Save", answer__mass_kg="50", answer__towed="yes")

    assert anna.status == 200
    assert anna.notices == ["Saved."]
    assert "2 answers changed" in anna.main
    assert "Link" in anna.main
    assert anna.value("answer.mass_kg") == "50"


def test_what_cannot_be_read_stands_where_it_was_typed_and_the_rest_is_saved(office: Office, browser: People) -> None:
    anna = browser("anna").open(step(office))
    anna.press("Save", answer__mass_kg="a lot", answer__remark="Ali di legno")

    assert anna.status == 422
    assert anna.errors == ["Enter a number, such as 35 or 2.5. “a lot” is not one."]
    assert anna.value("answer.mass_kg") == "a lot"
    assert anna.open(step(office)).value("answer.remark") == "Ali di legno"


def test_an_emptied_answer_is_withdrawn(office: Office, browser: People) -> None:
    office.save(office.anna, mass_kg="50")
    anna = browser("anna").open(step(office))
    anna.press("Save", answer__mass_kg="")

    assert "mass_kg" not in office.dossier.answers
    assert "The answer to “Mass” was withdrawn" in anna.main


def test_questions_that_nobody_answered_are_left_alone(office: Office, browser: People) -> None:
    before = office.dossier.revision

    assert browser("anna").open(step(office)).press("Save").status == 200
    assert office.dossier.revision == before


def test_a_value_explains_itself_down_to_the_answer(office: Office, browser: People) -> None:
    office.save(office.anna, mass_kg="50")
    page = browser("anna").open(f"/dossiers/{office.dossier_id}/why/link_level")

    assert page.heading == "Why: Level of the link"
    assert "50 kg" in page.main
    assert "Answered by Anna" in page.main


def test_the_history_names_every_act_and_can_be_narrowed(office: Office, browser: People) -> None:
    office.save(office.anna, mass_kg="50", towed="no")
    office.submit("mass")
    anna = browser("anna").open(f"/dossiers/{office.dossier_id}/history")
    assert "Opened the dossier on glider@1" in anna.main
    assert "Sent for review:" in anna.main

    anna.open(f"/dossiers/{office.dossier_id}/history?kind=review")
    assert "Opened the dossier" not in anna.main
    assert "Sent for review:" in anna.main


def test_evidence_goes_in_as_a_file_and_comes_out_as_a_download(office: Office, browser: People) -> None:
    anna = browser("anna").open(step(office))
    anna.press("Attach", file=(BytesIO(PDF), "Масса «1».pdf"))
    assert anna.notices == ["Attached “Масса «1».pdf”."]

    anna.follow("Масса «1».pdf")
    assert anna.response.data == PDF
    assert anna.response.headers["Content-Disposition"].startswith("attachment; ")
    assert "sandbox" in anna.response.headers["Content-Security-Policy"]
    assert anna.response.headers["X-Content-Type-Options"] == "nosniff"


def test_evidence_of_a_wrong_kind_is_refused_on_the_step(office: Office, browser: People) -> None:
    anna = browser("anna").open(step(office))
    anna.press("Attach", file=(BytesIO(b"MZ\x90"), "setup.exe"))

    assert anna.status == 415
    assert anna.errors[0].startswith("Files of this kind are not taken.")
    assert "Mass" in anna.heading


def test_evidence_is_withdrawn_only_with_a_reason(office: Office, browser: People) -> None:
    anna = browser("anna").open(step(office))
    anna.press("Attach", file=(BytesIO(PDF), "mass.pdf")).press("Remove")
    assert anna.heading == "Withdraw “mass.pdf”"

    anna.press("Withdraw it", reason=" ")
    assert (anna.status, anna.errors) == (422, ["Say why the evidence is withdrawn; the reason stays in the history."])
    anna.press("Withdraw it", reason="Wrong aircraft")
    assert office.dossier.evidence == {}


def test_a_step_goes_to_review_and_comes_back_with_a_reason(office: Office, browser: People) -> None:
    office.save(office.anna, mass_kg="50", towed="no")
    anna, bruno = browser("anna"), browser("bruno")
    anna.open(step(office)).press("Send for review")
    assert "In review" in anna.main

    bruno.open("/reviews").follow("Mass").press("Return the step", reason="Weigh it with the battery")
    assert bruno.heading == "To review"

    assert "Returned" in anna.open(step(office)).main
    assert "Weigh it with the battery" in anna.main


def test_an_approval_asks_for_a_meaning_and_the_password(office: Office, browser: People) -> None:
    office.save(office.anna, mass_kg="50", towed="no")
    office.submit("mass")
    bruno = browser("bruno").open(step(office) + "/review")

    bruno.press("Approve this step", comment="Seen on the scale", password=PASSWORD)
    assert (bruno.status, bruno.errors) == (422, ["Choose what your signature means."])
    assert bruno.value("comment") == "Seen on the scale"

    bruno.press("Approve this step", meaning="approval", password="not this one")
    assert (bruno.status, bruno.errors) == (422, ["That is not your password. Nothing was signed."])

    bruno.press("Approve this step", meaning="approval", password=PASSWORD)
    assert bruno.notices[0] == "Approved."
    assert "Approved" in bruno.open(step(office)).main


def test_whoever_prepared_a_step_is_told_why_they_cannot_approve_it(office: Office, browser: People) -> None:
    office.save(office.anna, mass_kg="50", towed="no")
    office.submit("mass")
    anna = browser("anna").open(step(office) + "/review")

    assert "Anna prepared this step, so someone else must approve it." in anna.main
    assert "Approve this step" not in anna.buttons()


def test_a_step_that_changed_meanwhile_is_not_approved_but_shown_with_the_difference(
    office: Office, browser: People
) -> None:
    office.save(office.anna, mass_kg="50", towed="no")
    office.submit("mass")
    bruno = browser("bruno").open(step(office) + "/review")
    form = bruno.inputs(bruno.form("Approve this step"))
    office.save(office.anna, mass_kg="60")
    office.submit("mass")

    form["meaning"], form["password"] = "approval", PASSWORD
    bruno.send(f"{step(office)}/approve", form)

    assert bruno.status == 409
    assert bruno.heading == "It changed while you were looking"
    assert "Answer Mass Anna, 22 Nov 2026, 09:00 UTC Before 50 kg Now 60 kg" in bruno.main
    assert "as sent by Anna" in bruno.main
    assert office.case("mass").votes == ()


def test_closing_asks_for_a_statement_and_leads_to_the_record(office: Office, browser: People) -> None:
    office.finish()
    iryna = browser("iryna").open(f"/dossiers/{office.dossier_id}").press("Close and make the record")
    assert iryna.heading == "Close the dossier"

    iryna.press("Close and make the record", statement="")
    assert (iryna.status, iryna.errors) == (422, ["Write the statement you make by closing the dossier."])
    iryna.press("Close and make the record", statement="It is safe.", language="uk")

    assert iryna.heading == "The record is being made"
    assert office.dossier.closed is not None


def test_a_dossier_that_changed_is_not_closed_unseen(office: Office, browser: People) -> None:
    office.finish()
    iryna = browser("iryna").open(f"/dossiers/{office.dossier_id}").press("Close and make the record")
    office.save(office.anna, remark="One more thing")
    iryna.press("Close and make the record", statement="It is safe.")

    assert office.dossier.closed is None
    assert iryna.notices == ["The dossier changed after this page was drawn. Look at it again before you close it."]


def test_a_closed_dossier_is_reopened_with_a_reason(office: Office, browser: People) -> None:
    office.finish()
    record = office.close()
    iryna = browser("iryna").open(f"/records/{record}")
    assert iryna.heading == "The record is being made"
    with database.writing(office.desk.engine) as conn:
        leases.take(conn, lease_of(record), "printer", office.clock(), office.clock() + printing.LEASE)
        leases.renew(conn, lease_of(record), "printer", office.clock(), leases.Progress(5, 12))
    assert "5 of 12 parts" in iryna.open(f"/records/{record}").main
    assert "You may look here" not in browser("anna").open(step(office)).main
    assert "The dossier is closed." in browser("anna").open(step(office)).main

    while printing.work_once(office.desk):
        pass
    iryna.open(f"/dossiers/{office.dossier_id}").press("Reopen the dossier").press(
        "Reopen the dossier", reason="New wings"
    )
    assert office.dossier.closed is None


def test_a_record_in_another_language_takes_the_place_of_the_current_one_for_a_reason(
    office: Office, browser: People
) -> None:
    office.finish()
    first = office.close()
    printing.work_once(office.desk)
    assert "Italiano" not in browser("anna").open(f"/records/{first}").buttons()
    iryna = browser("iryna").open(f"/records/{first}").press("Italiano")
    assert (iryna.status, iryna.heading) == (200, "Make a new record")

    iryna.press("Make the new record", reason=" ")
    assert (iryna.status, iryna.errors) == (
        422,
        ["Say why a new record takes the place of this one; whoever verifies this one will read it."],
    )
    iryna.press("Make the new record", reason="For ENAC.")
    assert iryna.heading == "The record is being made"
    printing.work_once(office.desk)

    told = browser("anna").open(f"/records/{first}")
    assert "A later record of this dossier took the place of this one: For ENAC." in told.text
    assert "For ENAC." in told.open(f"/dossiers/{office.dossier_id}/history").main
    assert [row.language for row in records.every(office.desk)] == ["en", "it"]


def test_the_bundle_is_fetched_from_the_records_page(office: Office, browser: People) -> None:
    office.finish()
    record = office.close()
    assert "verify it offline" not in browser("anna").open(f"/records/{record}").main
    printing.work_once(office.desk)

    answer = browser("anna").open(f"/records/{record}").follow("everything needed to verify it offline").response

    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    assert f"certflow-{record[:12]}" in answer.headers["Content-Disposition"]
    assert verify_bundle(answer.data, read_anchor(office.desk.keyring.anchor), office.clock()).complete.answer == "yes"


def test_a_public_summary_has_no_bundle_and_says_why(office: Office, browser: People) -> None:
    office.finish()
    office.close()
    public = records.request_again(office.desk, office.iryna, office.dossier_id, "en", "public")
    while printing.work_once(office.desk):
        pass
    anna = browser("anna").open(f"/records/{public}")
    assert "verify it offline" not in anna.main

    anna.open(f"/records/{public}/bundle")

    assert anna.status == 422
    assert "the ledger's entries name people. Its PDF alone is enough." in anna.text


def test_people_are_invited_and_join(office: Office, browser: People, visitor: Browser) -> None:
    zoe = browser("zoe").open("/people/invite")
    zoe.press("Make the invitation", name="", email="dora@example.org", organisation="krylo", role=["compliance"])
    assert (zoe.status, zoe.errors) == (422, ["Enter the person's name."])
    zoe.press("Make the invitation", name="Дора", email="dora@example.org", organisation="krylo", role=["compliance"])
    link = zoe.page.find(".//code").text_content()
    assert "Дора" in zoe.main

    visitor.open(link.removeprefix("http://127.0.0.1:8000"))
    assert "Дора" in visitor.main
    visitor.press("Join", password="four words in row", again="four words in a row")
    assert visitor.errors == ["The two passwords differ. Type the same one twice."]
    visitor.press("Join", password="four words in row", again="four words in row")
    assert visitor.heading == "Sign in"

    visitor.sign_in("dora@example.org", "four words in row")
    assert visitor.heading == "Dossiers"
    assert visitor.open(link.removeprefix("http://127.0.0.1:8000")).status == 410


def test_a_disabled_account_needs_a_reason_and_can_be_enabled_again(office: Office, browser: People) -> None:
    zoe = browser("zoe").open("/people").press("Disable Bruno")
    zoe.press("Disable the account", reason="Left the company")
    assert "Disabled" in zoe.main

    zoe.press("Enable Bruno")
    assert "Disabled" not in zoe.main


def test_checklists_are_readable_from_top_to_bottom(browser: People) -> None:
    anna = browser("anna").open("/checklists").follow("Gliders")

    assert anna.heading == "Gliders"
    assert "Say what it weighs." in anna.follow("All").main


def test_language_and_appearance_are_kept_by_the_browser(browser: People) -> None:
    anna = browser("anna").open("/dossiers")
    anna.press("Укр" if any(each.startswith("Укр") for each in _footer(anna)) else "Ук")
    assert anna.page.get("lang") == "uk"
    assert anna.address == "/dossiers"

    anna.press("Dark" if "Dark" in anna.text else "Темн")
    assert anna.page.get("data-theme") == "dark"


def _footer(browser: Browser) -> list[str]:
    return [" ".join(each.text_content().split()) for each in browser.page.xpath("//footer//button")]


def test_a_step_is_taken_back_by_those_who_sent_it_until_somebody_approves(office: Office, browser: People) -> None:
    office.save(office.anna, mass_kg="600", towed="no", how="By radio.")
    office.submit("mass", "link")
    assert "Take back from review" not in browser("evhen").open(step(office)).buttons()

    anna = browser("anna").open(step(office)).press("Take back from review")
    assert anna.notices == ["Taken back from review. It is a draft again."]
    assert "Taken back Anna" in anna.main
    assert "Send for review" in anna.buttons()

    office.approve("link", office.bruno)
    assert "Take back from review" not in anna.open(step(office, "link")).buttons()


def test_a_new_password_ends_every_session(browser: People, visitor: Browser) -> None:
    elsewhere, bruno = browser("bruno"), browser("bruno").open("/dossiers").follow("Change your password")
    bruno.press("Change the password", old=PASSWORD, password="four words in row", again="four words in a row")
    assert (bruno.status, bruno.errors) == (422, ["The two passwords differ. Type the same one twice."])
    bruno.press("Change the password", old="not this one", password="four words in row", again="four words in row")
    assert (bruno.status, bruno.errors) == (422, ["That is not your password."])
    bruno.press("Change the password", old=PASSWORD, password="short", again="short")
    assert bruno.status == 422
    assert bruno.value("username") == "bruno@certflow.example"

    bruno.press("Change the password", old=PASSWORD, password="four words in row", again="four words in row")
    assert (bruno.heading, bruno.notices) == ("Sign in", ["Your password is changed. Sign in with the new one."])
    assert elsewhere.open("/dossiers").heading == "Sign in"
    assert visitor.sign_in("bruno@certflow.example", PASSWORD).status == 422
    assert visitor.sign_in("bruno@certflow.example", "four words in row").heading == "Dossiers"


def test_an_organisation_is_added_and_can_be_chosen(browser: People) -> None:
    zoe = browser("zoe").open("/people").follow("Add an organisation")
    zoe.press("Add the organisation", name="Крило Логістика", country="UA")
    assert zoe.errors == ["Use small letters, digits and hyphens for the short name, such as aeronautica-ligure."]
    assert zoe.value("name") == "Крило Логістика"

    zoe.press("Add the organisation", name="Крило Логістика", country="ua", id="krylo-logistyka")
    assert zoe.heading == "Invite somebody"
    assert "Крило Логістика" in zoe.main
    zoe.follow("Add an organisation").press("Add the organisation", name="Aeronautica Ligure S.r.l.", country="IT")
    assert zoe.notices == ["“Aeronautica Ligure S.r.l.” can be chosen now."]


def test_a_review_shows_what_changed_since_the_last_decision(office: Office, browser: People) -> None:
    office.save(office.anna, mass_kg="600", towed="no", how="By radio.")
    office.submit("link")
    bruno = browser("bruno").open(step(office, "link") + "/review")
    assert "Changed since the last decision" not in bruno.main
    bruno.press("Return the step", reason="Which band?")

    office.save(office.anna, how="By radio on 868 MHz.")
    browser("anna").open(step(office, "link")).press("Attach", file=(BytesIO(PDF), "radio.pdf"))
    office.submit("link")
    reviews.take_back_step(office.desk, office.anna, office.dossier_id, "link")
    office.save(office.anna, how="By radio on 433 MHz.")
    office.submit("link")

    bruno.open(step(office, "link") + "/review")
    assert "Changed since the last decision returned by Bruno" in bruno.main
    assert "Before By radio. Now By radio on 433 MHz." in bruno.main
    assert "Evidence Anna, 22 Nov 2026, 09:00 UTC Before nothing Now radio.pdf" in bruno.main
    assert "Before: By radio." in bruno.main
