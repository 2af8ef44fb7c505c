"""What may follow a seal: document time-stamps, each over the whole file before it, and nothing else.

Each revision is compared with the one before, object by object. What is not known to belong to a time-stamp does not
belong there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import Reference
from pyhanko.pdf_utils.reader import HistoricalResolver, PdfFileReader
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from certflow.pdf.verdict import Reason, need

_DSS_LISTS = {"/Certs", "/CRLs", "/OCSPs"}
_FIELD = {"/FT", "/T", "/Type", "/Subtype", "/F", "/Rect", "/P", "/TU", "/V"}
_STAMP = {"/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange"}
_MORE = Reason("renewal.more", "Something was changed or added after sealing that is no time-stamp.")


def check_renewal(reader: PdfFileReader, revision: int, stamp: EmbeddedPdfSignature) -> None:
    """Raise NotAuthentic unless this revision adds this document time-stamp and nothing beside it."""
    kind = (stamp.sig_object["/Type"], stamp.sig_object["/SubFilter"])
    need(
        kind == ("/DocTimeStamp", "/ETSI.RFC3161"),
        Reason("renewal.signature", "Something was added after sealing: the file carries more than one signature."),
        "FORMAT_FAILURE",
    )
    _need(set(stamp.sig_object) == _STAMP)
    _Comparison(reader, revision, stamp).check()


def _need(holds: bool) -> None:
    need(holds, _MORE, "HASH_FAILURE")


class _Comparison:
    """One revision beside the one before."""

    def __init__(self, reader: PdfFileReader, revision: int, stamp: EmbeddedPdfSignature) -> None:
        self._xrefs = reader.xrefs
        self._revision = revision
        self._before: HistoricalResolver = reader.get_historical_resolver(revision - 1)
        self._after: HistoricalResolver = reader.get_historical_resolver(revision)
        self._stamp = stamp

    def check(self) -> None:
        self._check_trailer()
        left = set(self._xrefs.explicit_refs_in_revision(self._revision))
        left = {each for each in left if not self._is_table(each)}
        left -= self._check_form()
        left -= self._check_validation_data()
        _need(not left and not self._xrefs.refs_freed_in_revision(self._revision))

    def _check_trailer(self) -> None:
        """The catalog is the same object, and differs only where it names the validation data."""
        before, after = self._before.root, self._after.root
        _need(before.container_ref == after.container_ref)
        _need(_raw(before, without={"/DSS"}) == _raw(after, without={"/DSS"}))

    def _is_table(self, ref: Reference) -> bool:
        """The cross-reference table lies in the file as an object of its own."""
        held = self._after.get_object(ref)
        table = isinstance(held, generic.StreamObject) and held.get("/Type") == "/XRef"
        return table and not self._was(ref)

    def _was(self, ref: Reference) -> bool:
        return self._xrefs.get_historical_ref(ref, self._revision - 1) is not None

    def _check_form(self) -> set[Reference]:
        """One more field, out of sight on the page that the seal's field is on; gives the objects this accounts for."""
        before, after = self._before.root["/AcroForm"], self._after.root["/AcroForm"]
        fields = _appended(before["/Fields"], after["/Fields"])
        _need(_raw(before, without={"/Fields"}) == _raw(after, without={"/Fields"}))
        field = self._after.get_object(fields)
        _need(not self._was(fields) and set(field) == _FIELD and field["/FT"] == "/Sig")
        _need(field["/Subtype"] == "/Widget" and all(side == -9999 for side in field["/Rect"]))
        value = field.raw_get("/V").reference
        _need(not self._was(value) and value == self._stamp.sig_object.container_ref)
        page_ref = field.raw_get("/P").reference
        page, page_before = self._after.get_object(page_ref), self._before.get_object(page_ref)
        _need(_raw(page_before, without={"/Annots"}) == _raw(page, without={"/Annots"}))
        _need(_appended(page_before["/Annots"], page["/Annots"]) == fields)
        kept = {each.container_ref for each in (after, after["/Fields"], page["/Annots"])}
        return kept | {self._after.root.container_ref, page_ref, fields, value}

    def _check_validation_data(self) -> set[Reference]:
        """Lists of streams, which only grow."""
        before, after = map(_validation_data, (self._before, self._after))
        _need(set(before) <= set(after) <= _DSS_LISTS)
        accounted: set[Reference] = set()
        for name in after:
            old, new = ([each.reference for each in holder.get(name, ())] for holder in map(_lists, (before, after)))
            _need(new[: len(old)] == old)
            accounted |= set(new[len(old) :])
            _need(all(self._is_plain_stream(each) for each in new[len(old) :]))
            accounted.add(after[name].container_ref)
        return accounted | ({after.container_ref} if after else set())

    def _is_plain_stream(self, ref: Reference) -> bool:
        held = self._after.get_object(ref)
        return not self._was(ref) and isinstance(held, generic.StreamObject) and set(held) <= {"/Length", "/Filter"}


def _validation_data(held: HistoricalResolver) -> Any:
    return held.root["/DSS"] if "/DSS" in held.root else generic.DictionaryObject()  # type: ignore[no-untyped-call]


def _lists(holder: Mapping[str, Any]) -> dict[str, list[generic.IndirectObject]]:
    return {name: [holder[name].raw_get(at) for at in range(len(holder[name]))] for name in holder}


def _raw(holder: generic.DictionaryObject, without: set[str]) -> dict[str, Any]:
    """Its members as they are written, references unfollowed."""
    return {name: holder.raw_get(name) for name in holder if name not in without}


def _appended(before: generic.ArrayObject, after: generic.ArrayObject) -> Reference:
    """The one member that the list has more."""
    old, new = ([each.raw_get(at) for at in range(len(each))] for each in (before, after))
    _need(len(new) == len(old) + 1 and new[:-1] == old)
    added: Reference = new[-1].reference
    return added
