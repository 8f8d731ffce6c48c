"""The lab's key: made once, for its owner's eyes, and what it signs."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lab.signing import KEY_FILE, KeyBroken, Keys, TokenRefused


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    assert Keys.of(tmp_path).hash("a", "b") == Keys.of(tmp_path).hash("a", "b")
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_two_labs_have_two_keys(tmp_path: Path) -> None:
    assert Keys.of(tmp_path / "one").hash("a", "b") != Keys.of(tmp_path / "two").hash("a", "b")


def test_many_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        hashes = list(pool.map(lambda _: Keys.of(tmp_path).hash("a", "b"), range(32)))
    assert len(set(hashes)) == 1


def test_a_broken_key_is_told_and_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    (tmp_path / KEY_FILE).write_text("abc")
    with pytest.raises(KeyBroken):
        Keys.of(tmp_path)
    assert (tmp_path / KEY_FILE).read_text() == "abc"


def test_a_token_is_read_as_it_was_signed_and_for_that_purpose_alone() -> None:
    keys = Keys(b"secret")
    token = keys.sign("seat", {"session": "a", "seat": 3})
    assert keys.read("seat", token, 60) == {"session": "a", "seat": 3}
    for purpose, tried in (("staff", token), ("seat", token + "x"), ("seat", ""), ("seat", token[:-3])):
        with pytest.raises(TokenRefused):
            keys.read(purpose, tried, 60)
    with pytest.raises(TokenRefused):
        keys.read("seat", token, -1)
