"""Content Credentials: signed with a certificate that the test makes, and read back."""

import io
import json
from pathlib import Path

import pytest
from c2pa import Reader
from cryptography.hazmat.primitives.asymmetric import ed25519
from PIL import Image

from lab.credentials import CertificateNotValid, signer
from lab.settings import Settings
from tests.certificates import settings


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
