"""A real authority on this machine, with a clock that tests set: time-stamps by RFC 3161, and seals for companies, with
CRL and OCSP over HTTP."""

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
from cryptography.hazmat.primitives.serialization import pkcs12

from certflow.pdf.stamping import TimeStampService

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]

#: the time-stamp authorities: label, from, to, how one learns whether they were revoked
STAMPERS = (
    ("first", 2020, 2032, "crl"),
    ("second", 2030, 2037, "ocsp"),
    ("third", 2036, 2042, "crl"),
    ("revoked", 2020, 2042, "crl"),
)
#: the seals that it issued to companies: label, how one learns whether they were revoked
SEALS = (("seal-crl", "crl"), ("seal-ocsp", "ocsp"), ("seal-revoked", "crl"), ("seal-silent", "none"))
KEYS = ("root", "stranger", "ocsp", *(each[0] for each in (*STAMPERS, *SEALS)))

_STAMPER = """
      {label}:
        subject: {label}
        issuer: root
        validity: {{valid-from: "{start}-01-01T00:00:00+0000", valid-to: "{end}-01-01T00:00:00+0000"}}
        extensions:
          - {{id: key_usage, critical: true, smart-value: {{schema: key-usage, params: [digital_signature]}}}}
          - {{id: extended_key_usage, critical: true, value: [time_stamping]}}
          {revocation}
"""
_SEAL = """
      {label}:
        subject: {label}
        issuer: root
        validity: {{valid-from: "2020-01-01T00:00:00+0000", valid-to: "2042-01-01T00:00:00+0000"}}
        extensions:
          - {{id: key_usage, critical: true, smart-value: {{schema: key-usage, params: [digital_signature]}}}}
          {revocation}
"""
_REVOKED = '        revocation: {revoked-since: "2025-01-01T00:00:00+0000"}\n'
_REVOCATION = {
    "crl": "- {id: crl_distribution_points, smart-value: {schema: crl-dist-url, params: {crl-repo-names: [root]}}}",
    "ocsp": "- {id: authority_information_access, "
    "smart-value: {schema: aia-urls, params: {ocsp-responder-names: [ocsp]}}}",
    "none": "",
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
{certificates}
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
        self._folder = folder
        self._honest, self._certificates = _animator(folder, self.url)
        self.root = self._certificate("root")
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def service(self, label: str = "first", wait_s: float = 10) -> TimeStampService:
        return TimeStampService(f"{self.url}/stamps/tsa/{label}", (self.root,), wait_s)

    def company_seal(self, label: str, folder: Path, passphrase: str) -> Path:
        """A PKCS#12 file with one of the seals that it issued, and its root."""
        key = serialization.load_pem_private_key((self._folder / f"{label}.pem").read_bytes(), None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        locked = serialization.BestAvailableEncryption(passphrase.encode())
        file = folder / "seal.p12"
        file.write_bytes(
            pkcs12.serialize_key_and_certificates(b"seal", key, self._certificate(label), [self.root], locked)
        )
        file.chmod(0o600)
        return file

    def _certificate(self, label: str) -> x509.Certificate:
        return x509.load_der_x509_certificate(self._certificates(label))

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


def _animator(folder: Path, url: str) -> tuple[Wsgi, Callable[[str], bytes]]:
    for name in KEYS:
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / f"{name}.pem").write_bytes(pem)
    certificates = [
        _STAMPER.format(label=label, start=start, end=end, revocation=_REVOCATION[how])
        for label, start, end, how in STAMPERS
    ] + [_SEAL.format(label=label, revocation=_REVOCATION[how]) for label, how in SEALS]
    revoked = [each + (_REVOKED if "revoked:" in each else "") for each in certificates]
    config = _CONFIG.format(
        url=url,
        keys=", ".join(f"{name}: {{path: {name}.pem}}" for name in KEYS),
        entities=", ".join(f"{name}: {{common-name: {name}}}" for name in KEYS),
        certificates="".join(revoked),
        services="\n".join(
            f"        {each[0]}: {{signing-key: {each[0]}, signing-cert: {each[0]}}}" for each in STAMPERS
        ),
    )
    made = CertomancerConfig.from_yaml(config, key_search_dir=str(folder))
    issued = made.get_pki_arch(ArchLabel("stamps"))
    return Animator(AnimatorArchStore(made.pki_archs), with_web_ui=False), lambda label: bytes(
        issued.get_cert(CertLabel(label)).dump()
    )
