"""Content Credentials (C2PA): a signed record in a picture's file of what made it, where the lab has a certificate.

Nothing is sent anywhere: no time stamp is asked of a server. Without a certificate pictures carry their mark only.
"""

import io
import json
from collections.abc import Callable
from pathlib import Path

from lab import __version__
from lab.errors import LabError
from lab.i18n import N_
from lab.settings import Settings

SOURCE_TYPE = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"

Sign = Callable[[bytes, str], bytes]
"""(PNG, name of the model) -> the same picture with its record."""


class CertificateNotValid(LabError):
    message = N_("The certificate for Content Credentials cannot be used: {why}.")
    hint = N_("Check c2pa_certificate and c2pa_key; docs/large-models.md tells what they must hold.")
    status = 503


def signer(settings: Settings) -> Sign:
    """Signs with the lab's certificate; gives pictures back as they are where the lab has none.

    Tried out at once: raises CertificateNotValid where certificate and key do not belong together.
    """
    if not settings.c2pa_certificate:
        return lambda png, model: png
    chain, key = _read(settings.c2pa_certificate), _read(settings.c2pa_key)
    algorithm = _algorithm(chain)

    def sign(png: bytes, model: str) -> bytes:
        return _signed(png, model, chain, key, algorithm)

    sign(_smallest_png(), "try")
    return sign


def _signed(png: bytes, model: str, chain: str, key: str, algorithm: str) -> bytes:
    from c2pa import Builder, C2paError, C2paSignerInfo, Signer

    signed = io.BytesIO()
    try:
        with (
            Signer.from_info(C2paSignerInfo(algorithm, chain.encode(), key.encode(), None)) as by,
            Builder(_manifest(model)) as builder,
        ):
            builder.sign(by, "image/png", io.BytesIO(png), signed)
    except C2paError as refused:
        raise CertificateNotValid(why=str(refused)[:200]) from refused
    return signed.getvalue()


def _manifest(model: str) -> str:
    """Made by a trained model, with which program and model; nothing of who painted, where or when."""
    created = {
        "action": "c2pa.created",
        "digitalSourceType": SOURCE_TYPE,
        "softwareAgent": {"name": "Verkstad", "version": __version__},
        "parameters": {"com.verkstad.model": model},
    }
    return json.dumps(
        {
            "claim_generator_info": [{"name": "Verkstad", "version": __version__}],
            "format": "image/png",
            "assertions": [{"label": "c2pa.actions.v2", "data": {"actions": [created]}}],
        }
    )


def _algorithm(chain: str) -> str:
    """Which way of signing the certificate's key is for."""
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    try:
        key = x509.load_pem_x509_certificate(chain.encode()).public_key()
    except ValueError as broken:
        raise CertificateNotValid(why=str(broken)) from broken
    if isinstance(key, ec.EllipticCurvePublicKey):
        return {256: "es256", 384: "es384", 521: "es512"}.get(key.curve.key_size, "es256")
    if isinstance(key, ed25519.Ed25519PublicKey):
        return "ed25519"
    if isinstance(key, rsa.RSAPublicKey):
        return "ps256"
    raise CertificateNotValid(why=type(key).__name__)


def _read(file: Path | None) -> str:
    try:
        return (file or Path("c2pa_key")).read_text("ascii")
    except (OSError, UnicodeDecodeError) as unreadable:
        raise CertificateNotValid(why=f"{file}") from unreadable


def _smallest_png() -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (16, 16)).save(file, format="PNG")
    return file.getvalue()
