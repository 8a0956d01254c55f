"""
A time stamp service as witness (RFC 3161 over HTTP): it signs, with its own key and clock, that a checkpoint existed.

The stamp is checked before it is kept: status, what was stamped, the nonce, the digest of the signed content, and,
where the service's certificate is named, the signature.
"""

from __future__ import annotations

import http.client
import secrets
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_pem_x509_certificate

from yinuo.platform.audit.witnessing import der
from yinuo.platform.audit.witnessing.addresses import WitnessAddress
from yinuo.platform.audit.witnessing.statement import CannotWitness, Statement

SHA256_OID = der.oid("2.16.840.1.101.3.4.2.1")
SIGNED_DATA = der.oid("1.2.840.113549.1.7.2")
TST_INFO = der.oid("1.2.840.113549.1.9.16.1.4")
MESSAGE_DIGEST = der.oid("1.2.840.113549.1.9.4")
PATIENCE = 10.0  # seconds
LARGEST = 200_000  # bytes of an answer
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"


def hand_over(address: WitnessAddress, statement: Statement) -> bytes:
    """Have the checkpoint stamped; returns the token."""
    digest, nonce = sha256(statement.note.encode()).digest(), secrets.randbits(63)
    answer = _ask(address, request(digest, nonce))
    try:
        return token_of(answer, digest=digest, nonce=nonce, certificate=address.certificate)
    except (der.NotDer, IndexError, InvalidSignature, ValueError) as error:
        raise CannotWitness(f"{address.name} did not stamp what it was sent.") from error


def request(digest: bytes, nonce: int) -> bytes:
    """A TimeStampReq (RFC 3161, section 2.4.1) for a SHA-256 digest, certificate wanted."""
    imprint = der.write(
        der.SEQUENCE,
        der.write(der.SEQUENCE, SHA256_OID, der.write(der.NULL)),
        der.write(der.OCTETS, digest),
    )
    wanted = der.write(der.BOOLEAN, b"\xff")
    return der.write(der.SEQUENCE, der.integer(1), imprint, der.integer(nonce), wanted)


def token_of(answer: bytes, *, digest: bytes, nonce: int, certificate: str = "") -> bytes:
    """
    The token of a TimeStampResp that grants exactly what was asked.

    Raises:
        NotDer, IndexError, ValueError, InvalidSignature: it does not.
    """
    response, rest = der.read(answer)
    status, *granted = response.parts()
    if rest or status.parts()[0].integer() not in {0, 1} or not granted:
        raise der.NotDer("not granted")
    kind, wrapped = granted[0].parts()
    if kind.whole != SIGNED_DATA:
        raise der.NotDer("no signed data")
    signed = wrapped.parts()[0].parts()
    content_type, content = signed[2].parts()
    if content_type.whole != TST_INFO:
        raise der.NotDer("no time stamp")
    info = content.parts()[0].content
    _check_info(info, digest, nonce)
    _check_signer(signed[-1].parts()[0], info, certificate)
    return granted[0].whole


def _check_info(info: bytes, digest: bytes, nonce: int) -> None:
    fields = der.read(info)[0].parts()
    algorithm, stamped = fields[2].parts()
    numbers = [field.integer() for field in fields[5:] if field.tag == der.INTEGER]
    if algorithm.parts()[0].whole != SHA256_OID or stamped.content != digest or numbers != [nonce]:
        raise der.NotDer("another digest or nonce")


def _check_signer(signer: der.Value, info: bytes, certificate: str) -> None:
    parts = signer.parts()
    position, attributes = next((n, part) for n, part in enumerate(parts) if part.tag == der.CONTEXT_0)
    if sha256(info).digest() not in _digests(attributes):
        raise der.NotDer("signed content differs")
    if not certificate:
        return
    key = load_pem_x509_certificate(Path(certificate).read_bytes()).public_key()
    # What is signed are the attributes as a set, not as the implicit tag that carries them (RFC 5652, section 5.4).
    message = der.write(der.SET, attributes.content)
    signature = parts[position + 2].content
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, message, padding.PKCS1v15(), SHA256())
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, message, ec.ECDSA(SHA256()))
    else:
        raise der.NotDer("a kind of key that is not known")


def _digests(attributes: der.Value) -> Iterator[bytes]:
    for attribute in attributes.parts():
        kind, values = attribute.parts()
        if kind.whole == MESSAGE_DIGEST:
            yield values.parts()[0].content


def _ask(address: WitnessAddress, body: bytes) -> bytes:
    opened = http.client.HTTPSConnection if address.kind == "tsa+https" else http.client.HTTPConnection
    connection = opened(address.host, address.port, timeout=PATIENCE)
    try:
        connection.request("POST", address.path, body, {"Content-Type": QUERY, "Accept": REPLY})
        response = connection.getresponse()
        answer = response.read(LARGEST)
        if response.status != 200:
            raise CannotWitness(f"{address.name} answers {response.status}.")
        return answer
    except (OSError, http.client.HTTPException) as error:
        raise CannotWitness(f"{address.name} does not answer.", code="witness.unreachable") from error
    finally:
        connection.close()
