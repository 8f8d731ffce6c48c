"""A throw-away certificate for Content Credentials, made for one test by an authority of its own."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

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
