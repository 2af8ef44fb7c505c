#!/usr/bin/env python3
"""A second verifier for the sealed records and bundles of certflow, sharing no code with the first.
    python verify_record.py FILE.pdf|BUNDLE.zip --anchor ANCHOR.json [--checkpoint NOTE …]
Python 3.11, `cryptography`, and pyHanko to find its way about in a PDF file. Ends with 0: all holds; 1: could not run;
2: something is wrong, and the first such thing is named; 3: what would settle it is missing."""

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

(HOLDS, COULD_NOT_RUN, WRONG, UNSETTLED), LARGEST, PEM = range(4), 256 << 20, serialization.Encoding.PEM
#: SHA-256 of each README.txt that was ever packed: words that lead a reader astray would be an attack too
RECIPES = {
    "cf188d3702df418fb9e6303afb6cc1ce1a75636ab037c3d0ac358f0dde3d413f",
    "2803621ff942e8487d76df05ede30d147e776de71b0ccf2559d8cf8ec1e8d777",
    "03ada6e8d377d7ba37830655813116183d72245cd69160b488cd5dea54cdcbaf",
    "8277f56f2337cb94a61221b2cc1aa0ee5338121b42d19cfd20390076685cbdf8",
    "c2f5baefe049539e232e9f3326886c236a58185fb671bffd421f3c99f634836d",
}
KEYS = ["keys/anchor.json", "keys/ledger.pem", "keys/roots.pem", "keys/time-stamping.pem"]
PARTS = {*KEYS, "ledger/entries", "ledger/openings", "MANIFEST", "README.txt", "record.json", "record.pdf"}
#: in DER: three algorithms (RFC 5754), and two kinds of content (RFC 5652)
SHA256, ECDSA = bytes.fromhex("300d06096086480165030402010500"), bytes.fromhex("300a06082a8648ce3d040302")
RSA = bytes.fromhex("300d06092a864886f70d01010b0500")
DATA, SIGNED_DATA = bytes.fromhex("06092a864886f70d010701"), bytes.fromhex("06092a864886f70d010702")
CHECKPOINTS, LEAF, INNER = "ledger/checkpoints/", b"\0", b"\1"  # RFC 6962: hashed before an entry, before two subtrees


class Stop(Exception):
    """The code to end with, and why."""


def need(holds: Any, why: str, code: int = WRONG) -> Any:
    if not holds:
        raise Stop(code, why)
    return holds


def digest(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def canonical(value: Any) -> bytes:
    """RFC 8785. Names of members are ASCII here, so that code points sort them as it asks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode()


def read_json(data: bytes, what: str) -> Any:
    """JSON in its one canonical form, which has no fractions."""
    value = json.loads(data, parse_float=lambda _: need(None, f"{what} holds a fraction."))
    need(canonical(value) == data, f"{what} is not in the canonical form.")
    return value


def lines_of(files: dict[str, bytes], name: str) -> list[tuple[str, bytes]]:
    *lines, rest = files[name].split(b"\n")
    need(not rest, f"{name}: its last line was cut off.")
    return [(f"{name}, line {number}", line) for number, line in enumerate(lines, 1)]


def root_by_proof(found: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """The root to which an inclusion proof leads (RFC 6962, 2.1.1): hashes inside the last subtree, then beside it."""
    inside = (index ^ (size - 1)).bit_length()
    need(len(proof) == inside + (index >> inside).bit_count(), "The proof of inclusion has the wrong length.")
    for level, other in enumerate(proof):
        right = level >= inside or index >> level & 1
        found = digest(INNER, other, found) if right else digest(INNER, found, other)
    return found


def ask(verify: Any, *given: Any, why: str) -> None:
    try:
        verify(*given)
    except (InvalidSignature, ValueError, TypeError):
        raise Stop(WRONG, why) from None


class Anchor:
    """What must be known beforehand: the root certificate of the seal, and the ledger's Ed25519 key with its name."""

    def __init__(self, data: bytes) -> None:
        said = json.loads(data)
        need(said["form"] == "certflow-anchor/1", "The anchor has another form.")
        some, self.key = ([said["root"], *said.get("earlier", [])], said.get("time_stamping", [])), said["ledger"]
        self.roots, _ = found = [[x509.load_pem_x509_certificate(each.encode()) for each in pems] for pems in some]
        (root, *earlier), stamping = self.pems = [[each.public_bytes(PEM).decode() for each in some] for some in found]
        text = {"form": said["form"], "ledger": self.key, "root": root, "earlier": earlier, "time_stamping": stamping}
        self.text = json.dumps({name: each for name, each in text.items() if each}, indent=2).encode() + b"\n"
        self.name, key_id, key = self.key.split("+", 2)
        typed = base64.b64decode(key)
        self.id = digest(self.name.encode(), b"\n", typed)[:4]
        need(typed[:1] == b"\1" and self.id.hex() == key_id, "The anchor's ledger key is damaged.")
        self.ledger = ed25519.Ed25519PublicKey.from_public_bytes(typed[1:])

    def open(self, note: bytes, what: str) -> tuple[int, bytes]:
        """Size and root of a checkpoint that the ledger's key signed. https://c2sp.org/signed-note"""
        text, _, below = note.decode().rpartition("\n\n")
        signatures = [line[2:].rsplit(" ", 1) for line in below.splitlines() if line.startswith("\u2014 ")]
        typed = [each for name, each in signatures if name == self.name]
        ours = [raw[4:] for each in typed if (raw := base64.b64decode(each))[:4] == self.id]
        need(ours and len(note) <= 16_384, f"{what}: the ledger's key did not sign it.")
        for signature in ours:
            ask(self.ledger.verify, signature, text.encode() + b"\n", why=f"{what}: it was changed.")
        origin, size, root, *_ = text.split("\n")
        need(origin == self.name and size == str(int(size)), f"{what}: it is of another ledger.")
        again = [base64.b64encode(base64.b64decode(each)).decode() for each in (root, *typed)]
        need(again == [root, *typed], f"{what}: one value is spelled in two ways.")
        return int(size), base64.b64decode(root)


def der(tag: int, *parts: bytes) -> bytes:
    size = sum(map(len, parts))
    length = size.to_bytes((size.bit_length() + 7) // 8 or 1, "big")
    return bytes([tag]) + (length if size < 128 else bytes([0x80 | len(length)]) + length) + b"".join(parts)


def check_seal(pdf: bytes, anchor: Anchor, at: datetime, vouched: bool) -> PdfFileReader:
    """One certifying seal covers every byte but its own place. Time-stamps pass only if the ledger vouches for them."""
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    found = [each.sig_object for each in reader.embedded_signatures]
    need(found and not reader.encrypted, "The file is encrypted, or not sealed.")
    ends = [int(one["/ByteRange"][2]) + int(one["/ByteRange"][3]) for one in found]
    need(ends[-1] == len(pdf), "No signature covers the end of the file.")
    if len(found) > 1:
        need(all(each["/Type"] == "/DocTimeStamp" for each in found[1:]), "There is more than one seal.")
        need(vouched, "The file is time-stamped; without its bundle this verifier cannot settle it.", UNSETTLED)
        return check_seal(pdf[: ends[0]], anchor, at, vouched)
    seal, fields = reader.embedded_signatures[0], reader.root["/AcroForm"]["/Fields"]
    certifying = len(fields) == 1 and reader.root["/Perms"].raw_get("/DocMDP").reference
    need(certifying == fields[0].raw_get("/V").reference, "The seal is not the certifying one.")
    kind = seal.sig_object["/Type"], seal.sig_object["/SubFilter"], seal.docmdp_level and seal.docmdp_level.value
    need(kind == ("/Sig", "/ETSI.CAdES.detached", 1), "The seal is not of the PAdES kind, or allows changes.")
    need(reader.xrefs.total_revisions == 2, "The file has parts from before or after sealing.")
    start, first, second, _ = map(int, seal.sig_object["/ByteRange"])
    gap = need(start == 0 and re.fullmatch(rb"<([0-9A-F]+)>", pdf[first:second]), "The seal leaves out something else.")
    need(vouched or seal.signer_info["unsigned_attrs"].native is None, "The seal is time-stamped.", UNSETTLED)
    check_container(bytes.fromhex(gap[1].decode()), seal, pdf[:first] + pdf[second:], anchor, at)
    return reader


def check_container(raw: bytes, seal: Any, covered: bytes, anchor: Anchor, at: datetime) -> None:
    """The signature fits what it covers, and its container is, to the byte, the only way to write it."""
    certificates = [x509.load_der_x509_certificate(each.dump()) for each in seal.signed_data["certificates"]]
    signer = x509.load_der_x509_certificate(seal.signer_cert.dump())
    check_chain(signer, certificates, anchor, at)
    signature = bytes(seal.signer_info["signature"].native)
    attributes = seal.signer_info["signed_attrs"].untag().dump()  # as a SET OF, which is what is signed
    key: Any = signer.public_key()
    elliptic = isinstance(key, ec.EllipticCurvePublicKey)
    algorithm, *how = (ECDSA, ec.ECDSA(hashes.SHA256())) if elliptic else (RSA, padding.PKCS1v15(), hashes.SHA256())
    ask(key.verify, signature, attributes, *how, why="The signature does not fit.")
    said = {each["type"].native: each["values"] for each in seal.signer_info["signed_attrs"]}
    need(said["message_digest"][0].native == digest(covered), "The file was changed after sealing.")
    need(said["content_type"][0].native == "data" and "signing_time" not in said, "The seal is not of the PAdES kind.")
    named = said["signing_certificate_v2"][0]["certs"][0]
    bound = named["hash_algorithm"]["algorithm"].native, named["cert_hash"].native
    need(bound == ("sha256", signer.fingerprint(hashes.SHA256())), "The seal names another certificate.")
    number = der(2, signer.serial_number.to_bytes(signer.serial_number.bit_length() // 8 + 1, "big"))
    named_by = der(0x30, signer.issuer.public_bytes(), number)
    who = der(0x31, der(0x30, b"\2\1\1", named_by, SHA256, b"\xa0" + attributes[1:], algorithm, der(4, signature)))
    carried = der(0xA0, *(each.dump() for each in seal.signed_data["certificates"]))
    body = der(0x30, b"\2\1\1", der(0x31, SHA256), der(0x30, DATA), carried, who)
    again = der(0x30, SIGNED_DATA, der(0xA0, body))
    exact = raw[: len(again)] == again and not raw[len(again) :].strip(b"\0")
    need(exact or seal.signer_info["unsigned_attrs"].native, "The seal carries something beside itself.")


def check_chain(signer: x509.Certificate, carried: list[x509.Certificate], anchor: Anchor, at: datetime) -> None:
    """The sealing certificate leads to the anchor's root, and was valid at the time."""
    usage = signer.extensions.get_extension_for_class(x509.KeyUsage).value
    need(usage.digital_signature or usage.content_commitment, "The certificate is not for signing.")
    path, known = [signer], [*carried, *anchor.roots]
    while path[-1] not in anchor.roots:
        issuers = [each for each in known if each.subject == path[-1].issuer and each not in path]
        issuer = need(issuers, "The seal's certificate does not come from the anchor's root.")[-1]
        ask(path[-1].verify_directly_issued_by, issuer, why="The seal's certificate is not what was issued.")
        basic = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value
        path.append(need(basic.ca and issuer, "The seal's certificate was issued by one that may not."))
    need(all(each in path for each in carried), "The seal carries certificates it has no use for.")
    valid = all(each.not_valid_before_utc <= at <= each.not_valid_after_utc for each in path)
    need(valid, "The seal's certificate is not valid now, and nothing proves when the seal was made.", UNSETTLED)


def check_attached(reader: PdfFileReader) -> tuple[dict[str, Any], bytes]:
    """The data, read and as they are; every other file that the record carries is one that they name, to the byte."""
    names, files = reader.root["/Names"]["/EmbeddedFiles"]["/Names"], dict[str, bytes]()
    for name, file in ((names[at], names[at + 1]) for at in range(0, len(names), 2)):
        need(name == file["/UF"] == file["/F"], f"{name!a}: attached under several names.")
        files[name] = file["/EF"]["/F"].data
    need(len(names) == 2 * len(files) == 2 * len(reader.root["/AF"]), "The record carries a file it does not list.")
    data: bytes = need(files.get("record.json"), "The record does not carry its data.")
    said, wanted = read_json(data, "record.json"), {"record.json": digest(data).hex()}
    if (proof := said["ledger"]) and "files" in said:  # earlier records carried nothing but their data
        hashed = [base64.b64encode(bytes.fromhex(each)).decode() for each in proof["hashes"]]
        lines = ["c2sp.org/tlog-proof@v1", f"index {proof['leaf_index']}", *hashed, "", proof["checkpoint"]]
        wanted |= {"ledger-entry.json": digest(proof["entry"].encode()).hex()}
        wanted |= {"ledger.tlog-proof": digest("\n".join(lines).encode()).hex()}
    wanted |= {each["name"]: each["sha256"] for each in said.get("files", [])}
    found = {name: digest(raw).hex() for name, raw in files.items()}
    need(found == wanted, "The record carries other files than its data name.")
    line = [each["sha256"] for each in said.get("files", []) if each["relationship"] == "Data"]
    for own in line[-2::-1]:  # an edition that extends another is named by the digests of both
        line[-1] = digest(f"certflow.extends {line[-1]} {own}".encode()).hex()
    need(not line or line[-1] == said["checklist"]["digest"], "The checklist inside is not the one that was followed.")
    return said, data


def check_record(pdf: bytes, anchor: Anchor, at: datetime, vouched: bool = False) -> tuple[dict[str, Any], bytes]:
    """A sealed PDF whose data add up, and whose request stands in the ledger. Its data, read and as they are."""
    said, data = check_attached(check_seal(pdf, anchor, at, vouched))
    listed, done = {each["sha256"] for each in said["evidence"]}, {"approved", "waived", "not_required"}
    for step in said["steps"]:
        need(set(step["evidence"]) <= listed, f"Step {step['id']} names evidence that is not listed.")
        need(step["state"] != "approved" or step["approvals"], f"Nobody approved step {step['id']}.")
    unfinished = any(step["applies"] != "no" and step["state"] not in done for step in said["steps"])
    is_open = said["result"]["open_points"] or unfinished
    need(not is_open or said["result"]["outcome"] != "met_as_claimed", "All is said to be met, but something is open.")
    proof, identity = need(said["ledger"], "The record carries no proof from the ledger.", UNSETTLED), said["identity"]
    size, root = anchor.open(proof["checkpoint"].encode(), "The record's checkpoint")
    index, hashes_ = proof["leaf_index"], [bytes.fromhex(each) for each in proof["hashes"]]
    need(size == proof["tree_size"] and 0 <= index < size, "The record's proof is of another size.")
    line, entry = proof["entry"].encode(), json.loads(proof["entry"])
    need(root_by_proof(digest(LEAF, line), index, size, hashes_) == root, "The record's proof fails.")
    asked, view = entry["object"], said.get("view", {"audience": "full", "organisation": ""})
    there = [asked["record"], asked.get("audience", "full"), *map(entry.get, ("kind", "seq", "dossier", "revision"))]
    meant = [identity["record_id"], ":".join(filter(None, [view["audience"], view["organisation"]]))]
    meant += ["RecordRequested", index + 1, identity["dossier_id"], identity["revision"]]
    need(there == meant and proof["entries"] == meant[-1], "The ledger's entry is about another record.")
    return said, data


def unpack(data: bytes) -> dict[str, bytes]:
    """The files. Packed again, they must give the same ZIP: so no byte of it is unaccounted for."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        found = archive.infolist()
        plain = len(found) <= 20_000 and all(each.compress_type == zipfile.ZIP_STORED for each in found)
        need(plain and sum(each.file_size for each in found) <= len(data), "The ZIP file is compressed or overlaps.")
        files = {each.filename: archive.read(each) for each in found}
    with zipfile.ZipFile(again := io.BytesIO(), "w") as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o100644 << 16
            archive.writestr(info, files[name])
    need(again.getvalue() == data, "The ZIP file was not written as a bundle.")
    return files


def check_files(files: dict[str, bytes], anchor: Anchor) -> None:
    """Everything is there, nothing else, and as MANIFEST says; the keys are among the anchor's."""
    parts = {name for name in files if not name.startswith((CHECKPOINTS, "checklist"))}
    need(parts == PARTS, f"{sorted(parts ^ PARTS)!a}: missing, or in no bundle.")
    own = Anchor(files["keys/anchor.json"])
    known = all(set(some) <= set(given) for some, given in zip(own.pems, anchor.pems, strict=True))
    need(known and own.key == anchor.key, "keys/anchor.json: it names other keys than yours.")
    ledger = own.ledger.public_bytes(PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    for name, wanted in zip(KEYS, (own.text, ledger, *("".join(each).encode() for each in own.pems)), strict=True):
        need(files[name] == wanted, f"{name}: it is not written as a bundle names its keys.")
    listed = b"".join(f"{digest(files[name]).hex()}  {name}\n".encode() for name in sorted(files) if name != "MANIFEST")
    need(files["MANIFEST"] == listed, "MANIFEST: it does not list the files as they are.")
    need(digest(files["README.txt"]).hex() in RECIPES, "README.txt: it is not the recipe.")


def check_entries(files: dict[str, bytes], notes: list[tuple[str, int, bytes]]) -> dict[int, bytes]:
    """Every entry in its place, chained to the one before, under the signed roots. The dossier's entries by seq."""
    size, peaks, own, roots = 0, list[tuple[int, bytes]](), dict[int, bytes](), dict[int, bytes]()
    previous = dossier = None
    for at, line in lines_of(files, "ledger/entries"):
        if line.startswith(b"{"):
            body = read_json(line, at)
            dossier = dossier or body["dossier"]
            place = [body[name] for name in ("seq", "revision", "previous", "dossier")]
            follows = place == [size + 1, len(own) + 1, previous, dossier] and isinstance(body["object"], dict)
            width, found = need(follows and 1, f"{at}: entry {size + 1} does not follow."), digest(LEAF, line)
            own[size + 1], previous = line, found.hex()
        else:
            fold = need(re.fullmatch(rb"([1-9][0-9]{0,15}) ([0-9a-f]{64})", line), f"{at}: no entry and no hash.")
            width, found = int(fold[1]), bytes.fromhex(fold[2].decode())
            need(width & (width - 1) == 0 and size % width == 0, f"{at}: no subtree of that width belongs here.")
        size += width
        while peaks and peaks[-1][0] == width:
            found, width = digest(INNER, peaks.pop()[1], found), 2 * width
        peaks.append((width, found))
        for _, left in reversed(peaks[:-1]):
            found = digest(INNER, left, found)
        roots[size] = found
    for what, signed, root in notes:
        need(roots.get(signed) == root, f"{what}: the first {signed} entries here are not those it signs, or cut off.")
    need(f"{CHECKPOINTS}{size:012}" in files, "ledger/entries: no checkpoint vouches for the last of them.")
    return own


def check_openings(files: dict[str, bytes], entries: dict[int, Any]) -> None:
    """What was typed is what the entries commit to."""
    last = (0, "")
    for at, line in lines_of(files, "ledger/openings"):
        said = read_json(line, at)
        whole = set(said) == {"field", "salt", "seq", "value"} and re.fullmatch("[0-9a-f]{64}", said["salt"])
        need(whole, f"{at}: it is no opening.")
        before, last = last, (said["seq"], said["field"])
        found = digest(bytes.fromhex(said["salt"]), canonical(said["value"])).hex()
        need(found == entries[last[0]]["object"][last[1]]["committed"], f"{at}: it is not what was committed to.")
        need(last > before, f"{at}: it stands in the wrong place.")


def check_bundle(data: bytes, anchor: Anchor, notes: list[bytes]) -> None:
    """The whole bundle. The record is opened last, when the ledger says that exactly this file was sealed."""
    files = unpack(data)
    check_files(files, anchor)
    signed = [(name, *anchor.open(files[name], name)) for name in files if name.startswith(CHECKPOINTS)]
    need(all(name == f"{CHECKPOINTS}{size:012}" for name, size, _ in signed), "A checkpoint has another one's name.")
    kept = ((f"The checkpoint you hold (no. {number})", note) for number, note in enumerate(notes, 1))
    lines = check_entries(files, [*signed, *((name, *anchor.open(note, name)) for name, note in kept)])
    entries = {seq: json.loads(line) for seq, line in lines.items()}
    check_openings(files, entries)
    pdf, of_records = files["record.pdf"], [each for each in entries.values() if each["kind"].startswith("Record")]
    # turned around, so that the first of each kind stands
    acts: dict[Any, Any] = {(each["kind"], each["object"]["record"]): each for each in reversed(of_records)}
    exact = {"sha256": digest(pdf).hex(), "size": len(pdf)}.items()
    made = [each for each in of_records if exact <= each["object"].items()]
    record = need(made, "record.pdf: no entry says that exactly this file was sealed.")[0]["object"]["record"]
    asked, sealed, withdrawn = (acts.get((f"Record{what}", record)) for what in ("Requested", "Sealed", "Withdrawn"))
    need(asked and sealed and asked["seq"] < sealed["seq"] <= made[0]["seq"], "record.pdf: sealed before asked for.")
    said, inside = check_record(pdf, anchor, datetime.fromisoformat(sealed["at"]), vouched=True)
    need(inside == files["record.json"], "record.json: it is not the data inside record.pdf.")
    edition, line = said["checklist"], [each for each in said.get("files", []) if each["relationship"] == "Data"]
    line = line or [{"name": "{id}@{edition}.yaml".format_map(edition), "sha256": edition["digest"]}]
    named = [one for one in entries.values() if one["kind"] in ("DossierOpened", "EditionMoved")]
    stood = [one["object"].get("checklist_digest") for one in named if one["seq"] < asked["seq"]]
    need(stood[-1:] == [edition["digest"]], "record.json: the dossier stood on another checklist.")
    wanted = {f"checklist/{at}-{each['name']}": each["sha256"] for at, each in enumerate(line[::-1], 1)}
    checklist = {name: digest(raw).hex() for name, raw in files.items() if name.startswith("checklist")}
    need(checklist in (wanted, {"checklist.yaml": edition["digest"]}), "checklist/: not the edition that was followed.")
    need(said["ledger"]["entry"].encode() == lines[asked["seq"]], "record.json: its proof is of another entry.")
    note = files.get(f"{CHECKPOINTS}{said['ledger']['tree_size']:012}")
    need(said["ledger"]["checkpoint"].encode() == note, "record.json: its checkpoint is not of this ledger.")
    check_people(said, [each for each in entries.values() if each["seq"] <= asked["seq"]])
    since = [name for (kind, name), each in acts.items() if kind == "RecordSealed" and each["seq"] > sealed["seq"]]
    later = [acts["RecordRequested", name]["object"].get("audience") for name in since]
    need(not withdrawn and asked["object"].get("audience") not in later, "The record was replaced or withdrawn.")


def check_people(said: dict[str, Any], entries: list[dict[str, Any]]) -> None:
    """Every approval, every piece of evidence and every commitment in the record stands in the ledger."""
    acts = [(one["kind"], one["object"], one["by"]["name"], one["at"][:19] + "Z", one["shown"]) for one in entries]
    there: set[Any] = {(what["step"], who, shown, at) for kind, what, who, at, shown in acts if kind == "StepApproved"}
    there |= {(what["question"], what["value"]["committed"]) for kind, what, *_ in acts if kind == "AnswerGiven"}
    names = "sha256", "size", "media_type", "attached_by", "attached_at"
    there |= {(*map(what.get, names[:3]), *act[:2]) for kind, what, *act in acts if kind == "EvidenceAttached"}
    for step in said["steps"]:
        claimed = [(step["id"], vote["name"], vote["digest"], vote["at"]) for vote in step["approvals"]]
        claimed += [(each["id"], each["held"]["commitment"]) for each in step["answers"] if each.get("held")]
        need(there.issuperset(claimed), f"record.json: no entry holds an approval or answer of {step['id']}.")
    need(there >= {tuple(map(each.get, names)) for each in said["evidence"]}, "record.json: evidence of no entry.")


def verify(data: bytes, anchor: Anchor, notes: list[bytes], now: datetime) -> tuple[int, str]:
    """The code to end with, and why. Whatever a hostile file breaks counts against the file."""
    try:
        check_bundle(data, anchor, notes) if data[:2] == b"PK" else check_record(data, anchor, now)
    except Stop as why:
        return why.args[0], f"{'WRONG' if why.args[0] == WRONG else 'Not settled'}: {why.args[1]}"
    except Exception as broken:
        return WRONG, f"WRONG: the file cannot be read ({type(broken).__name__}: {str(broken)[:200]!a})."
    return HOLDS, f"All of it holds. SHA-256 {digest(data).hex()}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--anchor", type=Path, required=True)
    parser.add_argument("--checkpoint", type=lambda name: Path(name).read_bytes(), action="append", default=[])
    parser.error = lambda message: sys.exit(message)  # type: ignore[method-assign]  # 2 would mean tampering
    try:
        asked = parser.parse_args()
        data, anchor = asked.file.open("rb").read(LARGEST + 1), Anchor(asked.anchor.read_bytes())
    except (OSError, ValueError, LookupError, TypeError, Stop) as why:
        sys.exit(f"Could not run: {why}")
    print((ended := verify(data, anchor, asked.checkpoint, datetime.now(UTC)))[1])
    return ended[0]


if __name__ == "__main__":
    sys.exit(main())
