"""The time-stamp service (RFC 3161): asked within limits, and believed only when its answer holds in every point.

Whatever goes wrong, a record waits; it is never sealed at a weaker level instead.
"""

from __future__ import annotations

import asyncio
import hashlib
import http.client
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from asn1crypto import cms, tsp  # type: ignore[import-untyped]
from cryptography import x509
from pyhanko.sign.timestamps import TimeStamper

from certflow.pdf.tokens import SKEW, Judging, check_token, claimed_time
from certflow.pdf.verdict import NotAuthentic

#: longer than any answer
MOST_BYTES = 64 << 10
WAIT_S = 20.0


class StampFailed(Exception):
    """No time-stamp, or none that can be used. `reason` is a sentence for the operator."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class TimeStampService:
    """url: where it answers. roots: what its authority must chain to. wait_s: for a whole answer, however it comes."""

    url: str
    roots: tuple[x509.Certificate, ...]
    wait_s: float = WAIT_S


def try_service(service: TimeStampService, at: datetime) -> None:
    """Raise StampFailed unless the service gives a time-stamp that can be used."""
    asyncio.run(Stamper(service, at).async_timestamp(hashlib.sha256().digest(), "sha256"))


class Stamper(TimeStamper):
    """Asks the service, as the signing library wants it. `at` is our own time."""

    def __init__(self, service: TimeStampService, at: datetime) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._service = service
        self._at = at

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        nonce, request = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
        answer = await asyncio.to_thread(_ask, self._service, request.dump())
        token = _granted(answer)
        try:
            await asyncio.to_thread(self._believe, token, nonce, message_digest, md_algorithm)
        except NotAuthentic as no:
            raise StampFailed(f"The time-stamp service's answer cannot be used. {no.reason}") from no
        return token

    def _believe(self, token: cms.ContentInfo, nonce: int, digest: bytes, algorithm: str) -> None:
        at, info = claimed_time(token), token["content"]["encap_content_info"]["content"].parsed
        if info["nonce"].native != nonce:
            raise StampFailed("The time-stamp service answered another request than ours (wrong nonce).")
        apart = abs(at - self._at)
        if apart > SKEW:
            raise StampFailed(f"The time-stamp service's clock and ours are {apart} apart. Check ours first.")
        check_token(token, lambda name: digest if name == algorithm else b"", Judging(self._service.roots, at))


def _granted(answer: bytes) -> cms.ContentInfo:
    """The token in an answer that grants exactly what was asked."""
    try:
        response = tsp.TimeStampResp.load(answer, strict=True)
        status = response["status"]["status"].native
        text = " ".join(response["status"]["status_string"].native or ())
    except (ValueError, TypeError, KeyError) as broken:
        raise StampFailed("The time-stamp service answered with something that is no time-stamp.") from broken
    if status != "granted":
        raise StampFailed(f"The time-stamp service did not grant what was asked: {status}. {text}".rstrip())
    return response["time_stamp_token"]


def _ask(service: TimeStampService, request: bytes) -> bytes:
    """The service's answer, whole, within its time."""
    parts = urlsplit(service.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=service.wait_s)
    try:
        connection.connect()
        # a time-out of the socket begins anew with every byte; the watch does not
        late = threading.Event()
        watch = threading.Timer(service.wait_s, _cut, [connection.sock, late])
        watch.start()
        try:
            whole = _exchange(connection, parts.path or "/", request)
        finally:
            watch.cancel()
    except (OSError, http.client.HTTPException) as trouble:
        raise StampFailed(f"The time-stamp service gave no whole answer: {trouble or 'it fell silent'}.") from trouble
    finally:
        connection.close()
    if late.is_set():
        raise StampFailed(f"The time-stamp service gave no whole answer within {service.wait_s:g} s.")
    return whole


def _exchange(connection: http.client.HTTPConnection, path: str, request: bytes) -> bytes:
    headers = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    connection.request("POST", path, request, headers)
    answer = connection.getresponse()
    if answer.status != 200:
        raise StampFailed(f"The time-stamp service answered {answer.status} {answer.reason}.")
    if (kind := answer.headers.get_content_type()) != "application/timestamp-reply":
        raise StampFailed(f"The time-stamp service answered with {kind}, which is no time-stamp.")
    whole = answer.read(MOST_BYTES + 1)
    if len(whole) > MOST_BYTES:
        raise StampFailed("The time-stamp service's answer is longer than any time-stamp.")
    return whole


def _cut(open_socket: socket.socket, late: threading.Event) -> None:
    late.set()
    with suppress(OSError):  # it was closed meanwhile
        open_socket.shutdown(socket.SHUT_RDWR)
