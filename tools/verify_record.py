#!/usr/bin/env python3
"""A second verifier for the sealed records and bundles of certflow, sharing no code with the first.

    python verify_record.py FILE.pdf|BUNDLE.zip --anchor ANCHOR.json [--checkpoint NOTE …]

It needs Python 3.11, `cryptography`, and pyHanko to find its way about in a PDF file. It ends with 0: all holds;
1: it could not run; 2: something does not hold, and the first such thing is named; 3: nothing is wrong, but something
that would settle it is missing. Read it from top to bottom: each function is one claim.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import io
import json
import re
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding
from pyhanko.pdf_utils.reader import PdfFileReader

HOLDS, COULD_NOT_RUN, WRONG, UNSETTLED = range(4)
LARGEST = 256 << 20
#: SHA-256 of each README.txt that was ever packed: words that lead a reader astray would be an attack too
RECIPES = {"042e05b2c0daaecf338ba06c88238ac8e7b1f11d78feac0bf3e26f287f1ccc9c"}
PARTS = {"MANIFEST", "README.txt", "checklist.yaml", "keys/anchor.json", "keys/ledger.pem", "keys/root.pem",
         "ledger/entries", "ledger/openings", "record.json", "record.pdf"}  # fmt: skip
CHECKPOINTS = "ledger/checkpoints/"


class Wrong(Exception):
    """Something does not hold."""


class Unsettled(Exception):
    """Nothing is wrong, but this cannot be settled."""


def need(holds: object, why: str) -> None:
    if not holds:
        raise Wrong(why)


# --- bytes and numbers --------------------------------------------------------------------------------------------


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def canonical(value: Any) -> bytes:
    """RFC 8785 without fractions: members ordered by UTF-16, no spaces, text as it is."""

    def ordered(each: Any) -> Any:
        if isinstance(each, dict):
            return {name: ordered(each[name]) for name in sorted(each, key=lambda name: name.encode("utf-16-be"))}
        if isinstance(each, list):
            return [ordered(item) for item in each]
        need(each is None or isinstance(each, str | bool | int), "A fraction stands where only whole numbers may.")
        need(not isinstance(each, int) or abs(each) < 2**53, "A number is too large.")
        return each

    return json.dumps(ordered(value), ensure_ascii=False, separators=(",", ":")).encode()


def read_json(data: bytes, what: str) -> Any:
    """JSON in its one canonical form."""
    value = json.loads(data)
    need(canonical(value) == data, f"{what} is not in the canonical form.")
    return value


def lines_of(data: bytes, name: str) -> list[bytes]:
    need(not data or data.endswith(b"\n"), f"{name}: its last line was cut off.")
    return data.split(b"\n")[:-1]


# --- the hash tree of RFC 6962 ------------------------------------------------------------------------------------


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\0" + entry).digest()


def inner(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\1" + left + right).digest()


def root_of(peaks: list[tuple[int, bytes]]) -> bytes:
    """The root over complete subtrees that stand side by side, widest first."""
    found = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        found = inner(left, found)
    return found


def root_by_proof(found: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """The root to which an inclusion proof leads (RFC 6962, 2.1.1)."""
    if size == 1:
        need(not proof and index == 0, "The proof of inclusion has the wrong length.")
        return found
    need(proof, "The proof of inclusion has the wrong length.")
    half = 1 << (size - 1).bit_length() - 1
    if index < half:
        return inner(root_by_proof(found, index, half, proof[:-1]), proof[-1])
    return inner(proof[-1], root_by_proof(found, index - half, size - half, proof[:-1]))


# --- the anchor and signed checkpoints ----------------------------------------------------------------------------


class Anchor:
    """What must be known beforehand: the root certificate of the seal, and the ledger's Ed25519 key with its name."""

    def __init__(self, data: bytes) -> None:
        said = json.loads(data)
        need(said["form"] == "certflow-anchor/1", "The anchor has another form.")
        self.root = x509.load_pem_x509_certificate(said["root"].encode())
        self.name, key_id, key = said["ledger"].split("+", 2)
        typed = base64.b64decode(key, validate=True)
        self.id = hashlib.sha256(self.name.encode() + b"\n" + typed).digest()[:4]
        need(typed[:1] == b"\1" and self.id.hex() == key_id, "The anchor's ledger key is damaged.")
        self.ledger = ed25519.Ed25519PublicKey.from_public_bytes(typed[1:])
        self.said = said

    def files(self) -> dict[str, bytes]:
        """The three files in which a bundle repeats it."""
        pem, info = serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        return {
            "keys/anchor.json": json.dumps(self.said, indent=2).encode() + b"\n",
            "keys/ledger.pem": self.ledger.public_bytes(pem, info),
            "keys/root.pem": self.root.public_bytes(pem),
        }

    def open(self, note: bytes, what: str) -> tuple[int, bytes]:
        """Size and root of a checkpoint that the ledger's key signed. https://c2sp.org/signed-note"""
        text, _, below = note.decode().rpartition("\n\n")
        signatures = [line[2:].rsplit(" ", 1) for line in below.splitlines() if line.startswith("\u2014 ")]
        ours = [base64.b64decode(each[1], validate=True) for each in signatures if each[0] == self.name]
        ours = [each[4:] for each in ours if each[:4] == self.id]
        need(ours and len(note) <= 16_384, f"{what}: the ledger's key did not sign it.")
        for signature in ours:
            try:
                self.ledger.verify(signature, text.encode() + b"\n")
            except InvalidSignature:
                raise Wrong(f"{what}: the ledger's key did not sign it as it is.") from None
        origin, size, root, *_ = text.split("\n")
        need(origin == self.name and size == str(int(size)), f"{what}: it is of another ledger.")
        raw = base64.b64decode(root, validate=True)
        need(len(raw) == 32, f"{what}: its root is no SHA-256.")
        return int(size), raw


# --- the seal of a PDF file ---------------------------------------------------------------------------------------


def der(tag: int, *parts: bytes) -> bytes:
    """One DER value."""
    body = b"".join(parts)
    size = len(body)
    length = size.to_bytes((size.bit_length() + 7) // 8 or 1, "big")
    return bytes([tag]) + (length if size < 128 else bytes([0x80 | len(length)]) + length) + body


SHA256 = der(0x30, bytes.fromhex("0609608648016503040201"), b"\5\0")
ECDSA = der(0x30, bytes.fromhex("06082a8648ce3d040302"))
RSA = der(0x30, bytes.fromhex("06092a864886f70d01010b"), b"\5\0")
SIGNED_DATA, DATA = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")
VERSION_1 = b"\2\1\1"


def check_seal(pdf: bytes, anchor: Anchor, at: datetime) -> PdfFileReader:
    """One certifying seal covers every byte of the file but its own place, and comes from the anchor's root."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    need(not reader.encrypted, "The file is encrypted.")
    need(len(reader.embedded_signatures) == 1, "The file does not carry exactly one signature.")
    seal, fields = reader.embedded_signatures[0], reader.root["/AcroForm"]["/Fields"]
    certifying = reader.root["/Perms"].raw_get("/DocMDP").reference
    need(len(fields) == 1 and certifying == fields[0].raw_get("/V").reference, "The seal is not the certifying one.")
    need(seal.sig_object["/Type"] == "/Sig", "The signature is no seal.")
    need(seal.sig_object["/SubFilter"] == "/ETSI.CAdES.detached", "The seal is not of the PAdES kind.")
    need(seal.docmdp_level is not None and seal.docmdp_level.value == 1, "The seal does not forbid all changes.")
    need(reader.xrefs.total_revisions == 2, "The file has parts from before or after sealing.")
    start, first, second, rest = (int(each) for each in seal.sig_object["/ByteRange"])
    need(start == 0 and first < second and second + rest == len(pdf), "The seal leaves a part of the file out.")
    gap = re.fullmatch(rb"<([0-9A-F]+)>", pdf[first:second])
    need(gap, "The place of the seal holds something else.")
    assert gap is not None
    check_container(bytes.fromhex(gap[1].decode()), seal, pdf[:first] + pdf[second:], anchor, at)
    return reader


def check_container(raw: bytes, seal: Any, covered: bytes, anchor: Anchor, at: datetime) -> None:
    """The signature fits what it covers, and its container is, to the byte, the only way to write it."""
    certificates = [x509.load_der_x509_certificate(each.dump()) for each in seal.signed_data["certificates"]]
    signer = x509.load_der_x509_certificate(seal.signer_cert.dump())
    check_chain(signer, certificates, anchor, at)
    signature = bytes(seal.signer_info["signature"].native)
    attributes = seal.signer_info["signed_attrs"].untag().dump()  # as a SET OF, which is what is signed
    key = signer.public_key()
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, attributes, ec.ECDSA(hashes.SHA256()))
        else:
            key.verify(signature, attributes, padding.PKCS1v15(), hashes.SHA256())  # type: ignore[union-attr, call-arg, arg-type]
    except InvalidSignature:
        raise Wrong("The signature does not fit.") from None
    said = {each["type"].native: each["values"] for each in seal.signer_info["signed_attrs"]}
    need(said["message_digest"][0].native == hashlib.sha256(covered).digest(), "The file was changed after sealing.")
    need(said["content_type"][0].native == "data" and "signing_time" not in said, "The seal is not of the PAdES kind.")
    named = said["signing_certificate_v2"][0]["certs"][0]
    need(named["hash_algorithm"]["algorithm"].native == "sha256", "The seal names its certificate in another way.")
    need(named["cert_hash"].native == signer.fingerprint(hashes.SHA256()), "The seal names another certificate.")
    serial = signer.serial_number
    number = der(2, serial.to_bytes(serial.bit_length() // 8 + 1, "big"))
    who = der(0x30, VERSION_1, der(0x30, signer.issuer.public_bytes(), number), SHA256,
              b"\xa0" + attributes[1:], ECDSA if isinstance(key, ec.EllipticCurvePublicKey) else RSA,
              der(4, signature))  # fmt: skip
    carried = b"".join(each.dump() for each in seal.signed_data["certificates"])
    body = der(0x30, VERSION_1, der(0x31, SHA256), der(0x30, DATA), der(0xA0, carried), der(0x31, who))
    again = der(0x30, SIGNED_DATA, der(0xA0, body))
    need(raw[: len(again)] == again and not raw[len(again) :].strip(b"\0"), "The seal carries something beside itself.")


def check_chain(signer: x509.Certificate, carried: list[x509.Certificate], anchor: Anchor, at: datetime) -> None:
    """The sealing certificate leads to the anchor's root, and was valid at the time."""
    usage = signer.extensions.get_extension_for_class(x509.KeyUsage).value
    need(usage.digital_signature or usage.content_commitment, "The certificate is not for signing.")
    path, known = [signer], [*carried, anchor.root]
    while path[-1] != anchor.root:
        issuers = [each for each in known if each.subject == path[-1].issuer and each not in path]
        need(issuers, "The seal's certificate does not come from the anchor's root.")
        try:
            path[-1].verify_directly_issued_by(issuers[-1])
        except (InvalidSignature, ValueError, TypeError):
            raise Wrong("The seal's certificate does not come from the anchor's root.") from None
        basic = issuers[-1].extensions.get_extension_for_class(x509.BasicConstraints).value
        need(basic.ca, "The seal's certificate was issued by one that may not.")
        path.append(issuers[-1])
    need(all(each in path for each in carried), "The seal carries certificates it has no use for.")
    if not all(each.not_valid_before_utc <= at <= each.not_valid_after_utc for each in path):
        raise Unsettled("The seal's certificate is not valid now, and nothing here proves when the seal was made.")


# --- the data inside a record -------------------------------------------------------------------------------------


def attached(reader: PdfFileReader) -> bytes:
    """The one attachment, record.json."""
    names = reader.root["/Names"]["/EmbeddedFiles"]["/Names"]
    need(len(names) == 2 and len(reader.root["/AF"]) == 1, "The record does not carry exactly one attachment.")
    need(names[1]["/UF"] == "record.json", "The attachment is not record.json.")
    data: bytes = names[1]["/EF"]["/F"].data
    return data


def check_record(pdf: bytes, anchor: Anchor, at: datetime) -> tuple[dict[str, Any], bytes]:
    """A sealed PDF whose data add up, and whose request stands in the ledger. Its data, read and as they are."""
    data = attached(check_seal(pdf, anchor, at))
    said = read_json(data, "record.json")
    need(said["form"] == "certflow-record/1", "record.json has another form.")
    listed = {each["sha256"] for each in said["evidence"]}
    done = {"approved", "waived", "not_required"}
    for step in said["steps"]:
        need(set(step["evidence"]) <= listed, f"Step {step['id']} names evidence that is not listed.")
        need(step["state"] != "approved" or step["approvals"], f"Nobody approved step {step['id']}.")
    unfinished = any(step["applies"] != "no" and step["state"] not in done for step in said["steps"])
    claim = said["result"]["outcome"] == "met_as_claimed"
    need(not (claim and (said["result"]["open_points"] or unfinished)), "All is said to be met, but something is open.")
    proof, identity = said["ledger"], said["identity"]
    if proof is None:
        raise Unsettled("The record carries no proof from the ledger.")
    size, root = anchor.open(proof["checkpoint"].encode(), "The record's checkpoint")
    index, hashes_ = proof["leaf_index"], [bytes.fromhex(each) for each in proof["hashes"]]
    need(size == proof["tree_size"] and 0 <= index < size, "The record's proof is of another size.")
    need(root_by_proof(leaf(proof["entry"].encode()), index, size, hashes_) == root, "The record's proof fails.")
    entry = json.loads(proof["entry"])
    said_there = (entry["kind"], entry["object"]["record"], entry["dossier"], entry["revision"], entry["seq"])
    meant = (identity["record_id"], identity["dossier_id"], identity["revision"])
    need(said_there == ("RecordRequested", *meant, index + 1), "The ledger's entry is about another record.")
    need(proof["entries"] == identity["revision"], "The record and its proof count entries differently.")
    return said, data


# --- the bundle ---------------------------------------------------------------------------------------------------


def unpack(data: bytes) -> dict[str, bytes]:
    """The files. Packed again, they must give the same ZIP: so no byte of it is unaccounted for."""
    need(len(data) <= LARGEST, "The ZIP file is larger than any bundle.")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = archive.infolist()
        need(len(found) <= 20_000, "The ZIP file holds more files than any bundle.")
        need(all(each.compress_type == zipfile.ZIP_STORED for each in found), "Something in the ZIP is compressed.")
        need(sum(each.file_size for each in found) <= len(data), "The ZIP file says more than it holds.")
        files = {each.filename: archive.read(each) for each in found}
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            archive.writestr(info, files[name])
    need(again.getvalue() == data, "The ZIP file was not written as a bundle.")
    return files


def check_files(files: dict[str, bytes], anchor: Anchor) -> None:
    """Everything is there, nothing else, and as MANIFEST says; the keys are the anchor's."""
    for name in PARTS:
        need(name in files, f"{name}: it is missing.")
    for name in files:
        known = name in PARTS or re.fullmatch(re.escape(CHECKPOINTS) + r"[0-9]{12}", name, re.ASCII)
        need(known, f"{name!a}: a bundle holds no such file.")
    for name, wanted in anchor.files().items():
        need(files[name] == wanted, f"{name}: it is not the key of the anchor.")
    listed = b"".join(f"{sha256(files[name])}  {name}\n".encode() for name in sorted(files) if name != "MANIFEST")
    need(files["MANIFEST"] == listed, "MANIFEST: it does not list the files as they are.")
    need(sha256(files["README.txt"]) in RECIPES, "README.txt: it is not the recipe.")


def check_entries(data: bytes, signed: dict[int, bytes], kept: list[tuple[int, bytes]]) -> dict[int, bytes]:
    """Every entry in its place, chained to the one before, under the signed roots. The dossier's entries by seq."""
    size, peaks, own = 0, list[tuple[int, bytes]](), dict[int, bytes]()
    roots: dict[int, bytes] = {}
    previous, dossier = None, None
    for number, line in enumerate(lines_of(data, "ledger/entries"), 1):
        at = f"ledger/entries, line {number} (entry {size + 1})"
        if line.startswith(b"{"):
            body = read_json(line, at)
            place = (body["seq"], body["revision"], body["previous"])
            need(place == (size + 1, len(own) + 1, previous), f"{at}: it does not follow the one before.")
            need(isinstance(body["dossier"], str), f"{at}: it belongs to no dossier.")
            need(body["dossier"] == (dossier or body["dossier"]), f"{at}: it belongs to another dossier.")
            need(isinstance(body["object"], dict), f"{at}: it does not say what happened.")
            width, found, dossier = 1, leaf(line), body["dossier"]
            own[size + 1], previous = line, found.hex()
        else:
            fold = re.fullmatch(rb"([1-9][0-9]{0,15}) ([0-9a-f]{64})", line)
            need(fold, f"{at}: it is neither an entry nor a hash.")
            assert fold is not None
            width, found = int(fold[1]), bytes.fromhex(fold[2].decode())
            need(width & (width - 1) == 0 and size % width == 0, f"{at}: no subtree of that width belongs here.")
        size += width
        while peaks and peaks[-1][0] == width:
            found, width = inner(peaks.pop()[1], found), 2 * width
        peaks.append((width, found))
        if size in signed or any(size == each for each, _ in kept):
            roots[size] = root_of(peaks)
    for each, root in signed.items():
        need(roots.get(each) == root, f"{CHECKPOINTS}{each:012}: it signs other entries.")
    need(signed and max(signed) == size, "ledger/entries: no checkpoint vouches for the last of them.")
    for each, root in kept:
        need(each <= size, f"The ledger once had {each} entries and here ends after {size}: cut off, or older.")
        need(roots.get(each) == root, f"The checkpoint you hold, of {each} entries, signs another history.")
    return own


def check_openings(data: bytes, entries: dict[int, Any]) -> None:
    """What was typed is what the entries commit to."""
    last: tuple[int, str] = (0, "")
    for number, line in enumerate(lines_of(data, "ledger/openings"), 1):
        at = f"ledger/openings, line {number}"
        said = read_json(line, at)
        need(set(said) == {"field", "salt", "seq", "value"}, f"{at}: it is no opening.")
        need(re.fullmatch("[0-9a-f]{64}", said["salt"]), f"{at}: its salt is spelled otherwise.")
        committed = entries[said["seq"]]["object"][said["field"]]["committed"]
        need(sha256(bytes.fromhex(said["salt"]) + canonical(said["value"])) == committed, f"{at}: another text.")
        need((said["seq"], said["field"]) > last, f"{at}: it stands in the wrong place.")
        last = (said["seq"], said["field"])


def check_bundle(data: bytes, anchor: Anchor, notes: list[bytes]) -> None:
    """The whole bundle. The record is opened last, when the ledger says that exactly this file was sealed."""
    files = unpack(data)
    check_files(files, anchor)
    signed: dict[int, bytes] = {}
    for name in (each for each in files if each.startswith(CHECKPOINTS)):
        size, root = anchor.open(files[name], name)
        need(name == f"{CHECKPOINTS}{size:012}" and size, f"{name}: it covers {size} entries.")
        signed[size] = root
    kept = [anchor.open(note, "The checkpoint you hold") for note in notes]
    lines = check_entries(files["ledger/entries"], signed, kept)
    entries = {seq: json.loads(line) for seq, line in lines.items()}
    check_openings(files["ledger/openings"], entries)
    pdf = files["record.pdf"]
    wanted = {"sha256": sha256(pdf), "size": len(pdf)}
    sealed = next((each for each in entries.values() if is_one(each, "RecordSealed", wanted)), None)
    need(sealed, "record.pdf: no entry says that exactly this file was sealed.")
    assert sealed is not None
    record, first = sealed["object"]["record"], next(iter(entries.values()))
    asked = next((each for each in entries.values() if is_one(each, "RecordRequested", {"record": record})), None)
    need(asked and asked["seq"] < sealed["seq"], "record.pdf: no entry asked for it.")
    assert asked is not None
    said, inside = check_record(pdf, anchor, datetime.fromisoformat(sealed["at"]))
    need(inside == files["record.json"], "record.json: it is not the data inside record.pdf.")
    digest = sha256(files["checklist.yaml"])
    need(first["kind"] == "DossierOpened" and first["object"]["checklist_digest"] == digest, "checklist.yaml: another.")
    need(said["checklist"]["digest"] == digest, "checklist.yaml: the record names another.")
    need(said["ledger"]["entry"].encode() == lines[asked["seq"]], "record.json: its proof is of another entry.")
    note = files.get(f"{CHECKPOINTS}{said['ledger']['tree_size']:012}")
    need(said["ledger"]["checkpoint"].encode() == note, "record.json: its checkpoint is not of this ledger.")
    check_people(said, [each for each in entries.values() if each["seq"] <= asked["seq"]])
    for each in entries.values():
        replaced = each["kind"] == "RecordSealed" and each["seq"] > sealed["seq"]
        need(not replaced, f"The record was replaced by {each['object'].get('record')}.")
        need(not is_one(each, "RecordWithdrawn", {"record": record}), "The record was withdrawn.")


def is_one(entry: dict[str, Any], kind: str, members: dict[str, Any]) -> bool:
    return entry["kind"] == kind and all(entry["object"].get(name) == each for name, each in members.items())


def check_people(said: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    """Every approval and every piece of evidence in the record stands in the ledger."""
    votes = [(each["object"]["step"], each["by"]["name"], each["shown"], each["at"][:19] + "Z")
             for each in entries if each["kind"] == "StepApproved"]  # fmt: skip
    files = [(each["object"]["sha256"], each["object"]["size"], each["by"]["name"], each["at"][:19] + "Z")
             for each in entries if each["kind"] == "EvidenceAttached"]  # fmt: skip
    for step in said["steps"]:
        for vote in step["approvals"]:
            known = (step["id"], vote["name"], vote["digest"], vote["at"]) in votes
            need(known, f"record.json: no entry holds the approval of {step['id']} by {vote['name']!a}.")
    for file in said["evidence"]:
        known = (file["sha256"], file["size"], file["attached_by"], file["attached_at"]) in files
        need(known, f"record.json: no entry attached {file['sha256']}.")


def verify(data: bytes, anchor: Anchor, notes: list[bytes], now: datetime) -> tuple[int, str]:
    """The code to end with, and why. Whatever a hostile file breaks counts against the file."""
    try:
        if data[:2] == b"PK":
            check_bundle(data, anchor, notes)
        else:
            check_record(data, anchor, now)
    except Wrong as why:
        return WRONG, f"WRONG: {why}"
    except Unsettled as why:
        return UNSETTLED, f"Not settled: {why}"
    except Exception as broken:
        return WRONG, f"WRONG: the file cannot be read ({type(broken).__name__}: {str(broken)[:200]!a})."
    return HOLDS, f"All of it holds. SHA-256 {sha256(data)}"


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("file", type=Path)
    asked.add_argument("--anchor", type=Path, required=True)
    asked.add_argument("--checkpoint", type=Path, action="append", default=[])
    try:
        given = asked.parse_args()
        data, anchor = given.file.open("rb").read(LARGEST + 1), Anchor(given.anchor.read_bytes())
        notes = [each.read_bytes() for each in given.checkpoint]
    except SystemExit as done:
        return COULD_NOT_RUN if done.code else HOLDS  # 2 would mean tampering
    except (OSError, ValueError, LookupError, TypeError, Wrong) as why:
        print(f"Could not run: {why}", file=sys.stderr)
        return COULD_NOT_RUN
    code, told = verify(data, anchor, notes, datetime.now(UTC))
    print(told)
    return code


if __name__ == "__main__":
    sys.exit(main())
