"""Sealing with a key in a token (PKCS#11): the key never leaves it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.signers import Signer

from certflow.pdf.anchor import KeyUnusable
from certflow.pdf.keys import Pkcs11
from certflow.pdf.tokens import asn1


@contextmanager
def signing_in_token(
    token: Pkcs11, certificate: x509.Certificate, intermediates: tuple[x509.Certificate, ...]
) -> Iterator[Signer]:
    """What signs with the token's key while the token is open. Raises KeyUnusable."""
    # Loaded here, because only who has a token needs it.
    from pkcs11.exceptions import PKCS11Error
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session

    try:
        session = open_pkcs11_session(
            str(token.module), token_criteria=TokenCriteria(label=token.token), user_pin=token.pin
        )
        try:
            yield PKCS11Signer(
                session,
                signing_cert=asn1(certificate),
                ca_chain={asn1(each) for each in intermediates},
                key_label=token.key,
                embed_roots=False,
                # Many tokens sign ECDSA digests only; hashing is then ours.
                use_raw_mechanism=isinstance(certificate.public_key(), ec.EllipticCurvePublicKey),
            )
        finally:
            session.close()
    except (PKCS11Error, SigningError) as trouble:
        said = str(trouble) or type(trouble).__name__
        raise KeyUnusable(
            "keys.token",
            f"The token '{token.token}' did not sign with its key '{token.key}': {said}. Check that it is there, its "
            "labels and its PIN.",
        ) from trouble
