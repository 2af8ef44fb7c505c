"""A bundle as issued passes, by certflow, by its own recipe, and whatever the ledger looks like around it."""

from __future__ import annotations

import os
import random
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from certflow import cli
from certflow.actions import bundles, printing, records
from certflow.domain.bundle import form
from certflow.domain.bundle.archive import pack
from certflow.domain.refusal import Refused
from certflow.pdf.anchor import read_anchor
from certflow.pdf.bundle import verify_bundle
from certflow.pdf.keys import Keyring
from certflow.pdf.verdict import Answer, Outcome
from tests.actions.office import Office
from tests.bundle.conftest import NOW, Check
from tests.bundle.forging import IN_FILES, IN_LINES, IN_ZIP, flipped, with_keys
from tests.bundle.workshop import History, a_real_record, files_of, stranger
from tests.equipment import program


def test_a_bundle_as_issued_passes(bundle: bytes, check: Check, real_office: Office) -> None:
    verdict = check(bundle)

    assert verdict.outcome is Outcome.PASSED, verdict
    assert (verdict.authentic.answer, verdict.identical.answer) == (Answer.YES, Answer.YES)
    assert verdict.complete.answer is Answer.YES
    assert verdict.named is not None
    assert verdict.named.dossier_id == real_office.dossier_id


def test_the_same_ledger_gives_the_same_bytes(bundle: bytes, real_office: Office) -> None:
    assert bundles.fetch(real_office.desk, "latest")[1] == bundle


def test_whoever_sees_the_dossier_gets_the_bundle_and_nobody_else(bundle: bytes, real_office: Office) -> None:
    (record,) = (row.id for row in records.every(real_office.desk))

    assert bundles.download(real_office.desk, real_office.evhen, record)[1] == bundle
    with pytest.raises(Refused) as refused:
        bundles.download(real_office.desk, real_office.zoe, record)
    assert refused.value.code == "record.unknown"


def test_the_workshop_makes_what_certflow_makes(bundle: bytes, history: History) -> None:
    """Otherwise what the other tests bend would not be a bundle."""
    assert history.zip() == bundle


def test_entries_of_others_are_folded_away(bundle: bytes, real_office: Office) -> None:
    shown = files_of(bundle)[form.ENTRIES]

    assert b"PersonInvited" not in shown
    assert shown.count(b"DossierOpened") == 1
    assert real_office.dossier_id.encode() in shown


def test_a_bundle_passes_without_what_was_erased(history: History, check: Check) -> None:
    bare = replace(history, openings=())

    assert check(bare.zip()).outcome is Outcome.PASSED


def test_every_program_unpacks_it(bundle: bytes, tmp_path: Path) -> None:
    file = tmp_path / "bundle.zip"
    file.write_bytes(bundle)

    with zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files_of(bundle)


def test_a_later_ledger_continues_every_checkpoint_it_ever_signed(history: History, check: Check) -> None:
    later = history.then(*(stranger(n) for n in range(40)), signed=(25, 33, 34))

    for size in later.signed:
        assert check(later.zip(), later.note(size)).outcome is Outcome.PASSED


def test_a_record_replaced_or_withdrawn_since_does_not_pass(history: History, check: Check) -> None:
    for kind, members in (("RecordWithdrawn", {"reason": {"committed": "00"}}), ("RecordSealed", {"sha256": "00"})):
        sealed = next(body for body in history.bodies if body["kind"] == "RecordSealed")
        record = sealed["object"]["record"] if kind == "RecordWithdrawn" else "another"
        end = {**sealed, "kind": kind, "object": {"record": record, **members}}

        verdict = check(history.then(end).zip())

        assert verdict.current.answer is Answer.NO
        assert verdict.outcome is Outcome.FAILED


def test_a_bundle_tells_by_which_record_and_why_it_was_replaced(tmp_path: Path) -> None:
    office, _ = a_real_record(tmp_path)
    (first,) = office.dossier.records
    later = records.request_again(office.desk, office.iryna, office.dossier_id, "it", reason="For ENAC, in Italian.")
    assert printing.work_once(office.desk)
    anchor = read_anchor(office.desk.keyring.anchor)

    verdict = verify_bundle(bundles.fetch(office.desk, first)[1], anchor, NOW)

    assert verdict.current.answer is Answer.NO
    assert verdict.current.reason == f"The record was replaced by {later}: For ENAC, in Italian."
    assert verify_bundle(bundles.fetch(office.desk, later)[1], anchor, NOW).outcome is Outcome.PASSED
    office.desk.engine.dispose()


@pytest.fixture
def at_home(real_office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands find the office's data."""
    config = real_office.desk.config
    monkeypatch.setenv("CERTFLOW_DATA", str(config.data))
    monkeypatch.setenv("CERTFLOW_DATABASE_URL", config.database_url)
    monkeypatch.setenv("CERTFLOW_CHECKLISTS", str(config.checklists))


@pytest.mark.usefixtures("at_home")
def test_the_commands_fetch_a_bundle_and_verify_it(bundle: bytes, history: History, tmp_path: Path) -> None:
    file, kept = tmp_path / "bundle.zip", tmp_path / "kept"
    kept.write_text(history.note(history.signed[0]))

    assert cli.main(["record", "get", "latest", "--bundle", "--out", str(file)]) == 0
    assert file.read_bytes() == bundle
    assert cli.main(["verify", str(file), "--checkpoint", str(kept)]) == 0


def test_without_an_anchor_nothing_passes_and_tampering_is_still_found(
    bundle: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CERTFLOW_DATA", str(tmp_path / "none"))
    file = tmp_path / "bundle.zip"
    for content, code in ((bundle, 3), (bundle.replace(b'"Bruno"', b'"Mario"'), 2)):
        file.write_bytes(content)

        assert cli.main(["verify", str(file)]) == code


def test_a_tampered_bundle_never_ends_as_a_mere_error(bundle: bytes, ring: Keyring, tmp_path: Path) -> None:
    chance, file = random.Random(7), tmp_path / "bundle.zip"
    forged = [flipped(bundle, chance) for _ in range(20)] + [bundle[:size] for size in (0, 1, 2, 30, 5000, -1)]
    for content in forged:
        file.write_bytes(content)

        assert cli.main(["verify", str(file), "--anchor", str(ring.anchor)]) == 2


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("checklist/1-glider@1.yaml", "checklist/1-glider@1.yaml: "),
        (form.ENTRIES, "ledger/entries: "),
        (form.RECORD, "record.pdf: "),
        (form.MANIFEST, "MANIFEST: "),
    ],
)
def test_a_changed_file_is_named(history: History, check: Check, name: str, named: str) -> None:
    files = history.files()
    files[name] += b"\n"

    assert check(pack(files)).complete.reason.startswith(named)


@pytest.mark.parametrize(
    ("forgery", "named"),
    [
        ("an entry edited", r"ledger/entries, line \d+ \(entry \d+\): It does not follow the entry before"),
        ("an entry deleted", r"ledger/entries, line \d+ \(entry \d+\): It says entry"),
        ("the last entry edited", r"ledger/checkpoints/\d+: It signs other entries than the \d+ here"),
        ("the last line cut", r"ledger/checkpoints/\d+: "),
        ("a hash inserted at the end", r"ledger/entries, line \d+: No checkpoint vouches"),
        ("an answer changed", r"ledger/openings, line 2: What it says was typed"),
        ("no checkpoints", r"ledger/checkpoints/: There is no checkpoint"),
        ("the sealing hidden", r"record.pdf: No entry of the ledger says that exactly this file"),
        ("signed by another key", r"ledger/checkpoints/\d+: The ledger's key did not sign it"),
        ("the checklist edited", r"checklist/1-glider@1.yaml: It is not the edition"),
        ("the data edited where no entry speaks of it", r"record.json: It is not the data"),
        ("a path upwards", r"\.\./evil: A bundle holds no such file"),
        ("a name twice", r"checklist/1-glider@1.yaml: It stands twice"),
        ("compressed", r"MANIFEST: It is not as a bundle stores its files"),
    ],
)
def test_the_first_bad_item_is_named(history: History, check: Check, forgery: str, named: str) -> None:
    forged = {**IN_LINES, **IN_FILES, **IN_ZIP}[forgery](history)

    assert re.match(named, check(forged).complete.reason), check(forged).complete.reason


def test_what_a_kept_checkpoint_tells_is_named(history: History, forged: History, check: Check) -> None:
    told = {
        each.name: check(each.data, *each.notes).complete.reason
        for each in with_keys(history, forged, random.Random(3))
    }

    assert "signs another history" in told["rebuilt with all keys"]
    assert "cut off or rolled back" in told["rolled back"]
    assert "did not sign it" in told["a kept checkpoint of another key"]
    assert "(no. 2)" in told["one good checkpoint and one of another history"]


def run_recipe(data: bytes, folder: Path, anchor: Path, kept: str = "") -> subprocess.CompletedProcess[str]:
    """Unpack the bundle and type every indented line of its README."""
    for tool, package in (("openssl", "openssl"), ("pdfsig", "poppler-utils"), ("unzip", "unzip")):
        program(tool, package)
    folder.mkdir()
    (folder / "b.zip").write_bytes(data)
    subprocess.run(["unzip", "-q", "b.zip"], cwd=folder, check=True)
    (folder / "b.zip").unlink()
    lines = (folder / form.README).read_text().splitlines()
    script = "\n".join(line[4:] for line in lines if line.startswith("    "))
    given = {"PATH": os.environ["PATH"], "HOME": str(folder), "ANCHOR": str(anchor)}
    if kept:
        checkpoint = folder.with_suffix(".kept")
        checkpoint.write_text(kept)
        given["KEPT"] = str(checkpoint)
    return subprocess.run(["bash", "-c", script], cwd=folder, env=given, capture_output=True, text=True, check=False)


def test_the_recipe_in_the_bundle_works(history: History, real_office: Office, tmp_path: Path) -> None:
    anchor = real_office.desk.keyring.anchor
    later = history.then(*(stranger(n) for n in range(9)), signed=(26,))

    done = run_recipe(later.zip(), tmp_path / "good", anchor, later.note(26))

    assert done.returncode == 0, done
    assert f"All of it holds: {len(later.bodies)} entries" in done.stdout


def test_the_recipe_finds_what_the_verifier_finds(
    history: History, forged: History, real_office: Office, tmp_path: Path
) -> None:
    anchor = real_office.desk.keyring.anchor
    good = history.files()

    def packed(**changed: bytes) -> bytes:
        files = {**{name: each for name, each in good.items() if name != form.MANIFEST}, **changed}
        return pack(form.with_manifest(files))

    first, rest = good[form.OPENINGS].split(b"\n", 1)
    bad = {
        "entry": (packed(**{form.ENTRIES: good[form.ENTRIES].replace(b'"Bruno"', b'"Mario"')}), ""),
        "cut": (packed(**{form.ENTRIES: good[form.ENTRIES].rsplit(b"\n", 2)[0] + b"\n"}), ""),
        "opening": (packed(**{form.OPENINGS: first.replace(b'"value":"', b'"value":"x') + b"\n" + rest}), ""),
        "record": (packed(**{form.RECORD: good[form.RECORD] + b"\n"}), ""),
        "data": (packed(**{form.SNAPSHOT: good[form.SNAPSHOT].replace(b"Bruno", b"Mario")}), ""),
        "checklist": (IN_FILES["the last of the checklist edited"](history), ""),
        "checklist's name": (IN_FILES["the checklist of another edition"](history), ""),
        "keys": (packed(**{form.ROOTS: good[form.ROOTS].replace(b"M", b"N", 1)}), ""),
        "past": (forged.zip(), history.note(history.signed[0])),
        "rolled back": (history.zip(), history.then(stranger(1)).note(len(history.bodies) + 1)),
    }
    for name, (data, kept) in bad.items():
        done = run_recipe(data, tmp_path / name, anchor, kept)

        assert done.returncode == 2, (name, done)
        assert "WRONG" in done.stdout


def test_the_recipe_names_what_is_missing(history: History, real_office: Office, tmp_path: Path) -> None:
    """A file of the bundle is as wrong as one that was changed; what the reader lacks is said to be just that."""
    anchor = real_office.desk.keyring.anchor
    files = {name: each for name, each in history.files().items() if name != form.MANIFEST}
    for number, name in enumerate(sorted(form.NAMES - {form.MANIFEST, form.README})):
        less = pack(form.with_manifest({each: data for each, data in files.items() if each != name}))
        done = run_recipe(less, tmp_path / f"{number}", anchor)

        assert (done.returncode, done.stdout.strip()) == (2, f"WRONG: {name} is missing")

    unlisted = run_recipe(pack(files), tmp_path / "unlisted", anchor)
    assert (unlisted.returncode, unlisted.stdout.strip()) == (2, f"WRONG: {form.MANIFEST} is missing")
    for beginning in (form.CHECKPOINTS, form.CHECKLISTS):
        less = pack(form.with_manifest({each: data for each, data in files.items() if not each.startswith(beginning)}))
        done = run_recipe(less, tmp_path / beginning.replace("/", "-"), anchor)
        assert done.returncode == 2
        assert done.stdout.startswith(f"WRONG: {beginning}")
        assert done.stdout.endswith("is missing\n")

    nowhere = tmp_path / "nowhere.json"
    lacking = run_recipe(history.zip(), tmp_path / "no-anchor", nowhere)
    assert (lacking.returncode, lacking.stdout.splitlines()[-1]) == (1, f"MISSING: your anchor, {nowhere}")
