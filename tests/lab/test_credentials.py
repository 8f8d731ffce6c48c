"""Content Credentials: signed with a certificate that the test makes, and read back."""

import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from c2pa import Reader
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

from lab.credentials import CertificateNotValid, signer
from lab.settings import Settings

Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey


def named(text: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, text), x509.NameAttribute(NameOID.COMMON_NAME, text)]
    )


def certificate(subject: str, key: Key, issuer: str, by: Key, authority: bool) -> bytes:
    now = datetime.now(UTC)
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=authority, crl_sign=authority, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(named(subject))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    if not authority:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
    how = None if isinstance(by, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    return made.sign(by, how).public_bytes(serialization.Encoding.PEM)


def settings(folder: Path, key: Key | None = None) -> Settings:
    """A lab with a certificate of its own authority."""
    root, leaf = ec.generate_private_key(ec.SECP256R1()), key or ec.generate_private_key(ec.SECP256R1())
    chain = certificate("A lab", leaf, "An authority", root, False)
    chain += certificate("An authority", root, "An authority", root, True)
    (folder / "chain.pem").write_bytes(chain)
    (folder / "key.pem").write_bytes(
        leaf.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return Settings(data=folder, c2pa_certificate=folder / "chain.pem", c2pa_key=folder / "key.pem")


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), (10, 120, 40)).save(file, format="PNG")
    return file.getvalue()


def read_back(signed: bytes) -> dict[str, object]:
    with Reader("image/png", io.BytesIO(signed)) as reader:
        store = json.loads(reader.json())
    manifest: dict[str, object] = store["manifests"][store["active_manifest"]]
    return manifest | {"states": [one["code"] for one in store.get("validation_status", [])]}


@pytest.mark.parametrize("make", [None, ed25519.Ed25519PrivateKey.generate])
def test_a_signed_picture_says_that_a_model_made_it_and_which(tmp_path: Path, make: object) -> None:
    sign = signer(settings(tmp_path, make() if callable(make) else None))
    manifest = read_back(sign(png(), "our model"))
    told = json.dumps(manifest)
    assert "trainedAlgorithmicMedia" in told
    assert "our model" in told
    assert manifest["signature_info"]["issuer"] == "A lab"  # type: ignore[index]
    assert [code for code in manifest["states"] if "untrusted" not in code] == []  # type: ignore[attr-defined]


def test_the_picture_itself_is_untouched(tmp_path: Path) -> None:
    signed = signer(settings(tmp_path))(png(), "our model")
    assert Image.open(io.BytesIO(signed)).tobytes() == Image.open(io.BytesIO(png())).tobytes()


def test_a_picture_that_was_changed_afterwards_is_found_out(tmp_path: Path) -> None:
    signed = bytearray(signer(settings(tmp_path))(png(), "our model"))
    at = signed.index(b"IDAT") + 8
    signed[at] ^= 1
    assert any("mismatch" in code for code in read_back(bytes(signed))["states"])  # type: ignore[attr-defined]


def test_a_lab_without_a_certificate_hands_pictures_out_as_they_are(tmp_path: Path) -> None:
    assert signer(Settings(data=tmp_path))(png(), "our model") == png()


def test_a_key_of_another_certificate_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = settings(tmp_path / "other")
    mixed = settings(tmp_path).model_copy(update={"c2pa_key": other.c2pa_key})
    with pytest.raises(CertificateNotValid):
        signer(mixed)


@pytest.mark.parametrize("broken", ["", "no certificate at all", "missing"])
def test_what_is_no_certificate_is_told_at_once(tmp_path: Path, broken: str) -> None:
    good = settings(tmp_path)
    if broken == "missing":
        (tmp_path / "chain.pem").unlink()
    else:
        (tmp_path / "chain.pem").write_text(broken)
    with pytest.raises(CertificateNotValid):
        signer(good)
