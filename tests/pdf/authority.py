"""A real time-stamp authority on this machine: RFC 3161, CRL and OCSP over HTTP, with a clock that tests set."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from certomancer.integrations.animator import FAKE_TIME_HEADER, Animator, AnimatorArchStore  # type: ignore[import-untyped]
from certomancer.registry import ArchLabel, CertLabel, CertomancerConfig  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from certflow.pdf.stamping import TimeStampService

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

#: the time-stamp authorities: label, from, to, how one learns whether they were revoked
STAMPERS = (
    ("first", 2020, 2032, "crl"),
    ("second", 2030, 2037, "ocsp"),
    ("third", 2036, 2042, "crl"),
    ("revoked", 2020, 2042, "crl"),
)
KEYS = ("root", "stranger", "ocsp", *(each[0] for each in STAMPERS))

_STAMPER = """
      {label}:
        subject: {label}
        issuer: root
        validity: {{valid-from: "{start}-01-01T00:00:00+0000", valid-to: "{end}-01-01T00:00:00+0000"}}
        extensions:
          - {{id: key_usage, critical: true, smart-value: {{schema: key-usage, params: [digital_signature]}}}}
          - {{id: extended_key_usage, critical: true, value: [time_stamping]}}
          - {revocation}
"""
_REVOCATION = {
    "crl": "{id: crl_distribution_points, smart-value: {schema: crl-dist-url, params: {crl-repo-names: [root]}}}",
    "ocsp": "{id: authority_information_access, "
    "smart-value: {schema: aia-urls, params: {ocsp-responder-names: [ocsp]}}}",
}

_CONFIG = """
external-url-prefix: {url}
keysets:
  all:
    path-prefix: .
    keys: {{{keys}}}
pki-architectures:
  stamps:
    keyset: all
    entity-defaults: {{country-name: IT, organization-name: Test}}
    entities: {{{entities}}}
    certs:
      root:
        subject: root
        issuer: root
        validity: {{valid-from: "2020-01-01T00:00:00+0000", valid-to: "2060-01-01T00:00:00+0000"}}
        extensions:
          - {{id: basic_constraints, critical: true, value: {{ca: true}}}}
          - {{id: key_usage, critical: true, smart-value: {{schema: key-usage, params: [key_cert_sign, crl_sign]}}}}
      stranger:
        subject: stranger
        issuer: stranger
        validity: {{valid-from: "2020-01-01T00:00:00+0000", valid-to: "2060-01-01T00:00:00+0000"}}
        extensions:
          - {{id: key_usage, critical: true, smart-value: {{schema: key-usage, params: [digital_signature]}}}}
          - {{id: extended_key_usage, critical: true, value: [time_stamping]}}
      ocsp:
        subject: ocsp
        issuer: root
        validity: {{valid-from: "2020-01-01T00:00:00+0000", valid-to: "2060-01-01T00:00:00+0000"}}
        extensions:
          - {{id: key_usage, critical: true, smart-value: {{schema: key-usage, params: [digital_signature]}}}}
          - {{id: extended_key_usage, critical: true, value: [ocsp_signing]}}
          - {{id: ocsp_no_check, critical: false, value: null}}
{stampers}
    services:
      ocsp:
        ocsp: {{for-issuer: root, responder-cert: ocsp, signing-key: ocsp}}
      crl-repo:
        root: {{for-issuer: root, signing-key: root, simulated-update-schedule: P10D}}
      time-stamping:
        stranger: {{signing-key: stranger, signing-cert: stranger}}
{services}
"""


class Authority:
    """now: what its clock says. spoil: wraps the service, to make it faulty; None for the honest one."""

    def __init__(self, folder: Path, now: datetime) -> None:
        self.now = now
        self.spoil: Callable[[Wsgi], Wsgi] | None = None
        self.asked = 0
        self._server = make_server("127.0.0.1", 0, self._answer, _Server, _Quiet)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._honest, root = _animator(folder, self.url)
        self.root = x509.load_der_x509_certificate(root)
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def service(self, label: str = "first", wait_s: float = 10) -> TimeStampService:
        return TimeStampService(f"{self.url}/stamps/tsa/{label}", (self.root,), wait_s)

    @contextmanager
    def spoiled(self, spoil: Callable[[Wsgi], Wsgi]) -> Iterator[None]:
        self.spoil = spoil
        try:
            yield
        finally:
            self.spoil = None

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _answer(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        environ.setdefault(FAKE_HEADER, self.now.isoformat())
        self.asked += 1
        stamping = "/tsa/" in environ["PATH_INFO"]
        app = self.spoil(self._honest) if self.spoil and stamping else self._honest
        return app(environ, start)


FAKE_HEADER = "HTTP_" + FAKE_TIME_HEADER.upper().replace("-", "_")


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Tests say themselves what was asked."""


def _animator(folder: Path, url: str) -> tuple[Wsgi, bytes]:
    for name in KEYS:
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{name}.pem").write_bytes(pem)
    stampers = "".join(
        _STAMPER.format(label=label, start=start, end=end, revocation=_REVOCATION[how])
        + ('        revocation: {revoked-since: "2025-01-01T00:00:00+0000"}\n' if label == "revoked" else "")
        for label, start, end, how in STAMPERS
    )
    config = _CONFIG.format(
        url=url,
        keys=", ".join(f"{name}: {{path: {name}.pem}}" for name in KEYS),
        entities=", ".join(f"{name}: {{common-name: {name}}}" for name in KEYS),
        stampers=stampers,
        services="\n".join(
            f"        {each[0]}: {{signing-key: {each[0]}, signing-cert: {each[0]}}}" for each in STAMPERS
        ),
    )
    made = CertomancerConfig.from_yaml(config, key_search_dir=str(folder))
    root: bytes = made.get_pki_arch(ArchLabel("stamps")).get_cert(CertLabel("root")).dump()
    return Animator(AnimatorArchStore(made.pki_archs), with_web_ui=False), root
