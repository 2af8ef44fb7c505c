"""A bundle as issued passes, by certflow, by its own recipe, and whatever the ledger looks like around it."""

from __future__ import annotations

import os
import subprocess
import zipfile
from pathlib import Path

from certflow.actions import bundles
from certflow.cli import verify as command
from certflow.domain.bundle import form
from certflow.domain.bundle.archive import pack
from certflow.domain.bundle.openings import Opening
from certflow.pdf.verdict import Answer, Outcome
from tests.actions.office import Office
from tests.bundle.conftest import Check
from tests.bundle.workshop import History, files_of, stranger
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


def test_the_workshop_makes_what_certflow_makes(bundle: bytes, history: History) -> None:
    """Otherwise what the other tests bend would not be a bundle."""
    assert history.zip() == bundle


def test_entries_of_others_are_folded_away(bundle: bytes, real_office: Office) -> None:
    shown = files_of(bundle)[form.ENTRIES]

    assert b"PersonInvited" not in shown
    assert shown.count(b"DossierOpened") == 1
    assert real_office.dossier_id.encode() in shown


def test_a_bundle_passes_without_what_was_erased(history: History, check: Check) -> None:
    from dataclasses import replace

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


def test_without_an_anchor_nothing_passes_and_tampering_is_still_found(
    bundle: bytes, history: History, tmp_path: Path, monkeypatch: object
) -> None:
    file, nowhere = tmp_path / "bundle.zip", {**os.environ, "CERTFLOW_DATA": str(tmp_path / "none")}
    for content, code in ((bundle, 3), (bundle[:-9] + b"x" + bundle[-8:], 2)):
        file.write_bytes(content)
        command_line = ["python", "-m", "certflow", "verify", str(file)]
        done = subprocess.run(command_line, env=nowhere, capture_output=True, text=True, check=False)

        assert done.returncode == code, done


def test_the_command_names_the_first_bad_item(
    history: History, real_office: Office, tmp_path: Path, capsys: object
) -> None:
    files = history.files()
    files[form.ENTRIES] = files[form.ENTRIES].replace(b'"Bruno"', b'"Mario"')
    file = tmp_path / "bundle.zip"
    file.write_bytes(pack(form.with_manifest({n: c for n, c in files.items() if n != form.MANIFEST})))

    assert command.run([str(file), "--anchor", str(real_office.desk.keyring.anchor)]) == 2


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
    ones = Opening(0, "x", b"", "")
    assert ones.value == ""
    bad = {
        "entry": (packed(**{form.ENTRIES: good[form.ENTRIES].replace(b'"Bruno"', b'"Mario"')}), ""),
        "cut": (packed(**{form.ENTRIES: good[form.ENTRIES].rsplit(b"\n", 2)[0] + b"\n"}), ""),
        "opening": (packed(**{form.OPENINGS: first.replace(b'"value":"', b'"value":"x') + b"\n" + rest}), ""),
        "record": (packed(**{form.RECORD: good[form.RECORD] + b"\n"}), ""),
        "data": (packed(**{form.SNAPSHOT: good[form.SNAPSHOT].replace(b"Bruno", b"Mario")}), ""),
        "checklist": (packed(**{form.CHECKLIST: good[form.CHECKLIST] + b"#"}), ""),
        "keys": (packed(**{form.ROOT: good[form.ROOT].replace(b"M", b"N", 1)}), ""),
        "past": (forged.zip(), history.note(history.signed[0])),
        "rolled back": (history.zip(), history.then(stranger(1)).note(len(history.bodies) + 1)),
    }
    for name, (data, kept) in bad.items():
        done = run_recipe(data, tmp_path / name, anchor, kept)

        assert done.returncode == 2, (name, done)
        assert "WRONG" in done.stdout
