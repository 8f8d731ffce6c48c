"""The lab's own key: made at first start, readable by its owner alone, never in the store or a log.

Signed tokens say what was said by this lab and until when; keyed hashes let a secret be recognised without keeping it.
"""

import hashlib
import hmac
import os
import secrets
import time
from pathlib import Path
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

from lab.errors import LabError
from lab.i18n import N_

KEY_FILE = "secret.key"
SIZE = 32
"""Bytes; the file has two hex digits for each."""


class TokenRefused(LabError):
    message = N_("This link or page is too old.")
    hint = N_("Go back to the start and try again.")
    status = 403


class KeyBroken(LabError):
    message = N_("The key in {file} is broken.")
    hint = N_("Put it back from a backup: without it no lab card and no login is recognised.")
    status = 503


class Keys:
    """Signs and hashes with one secret; a different `purpose` makes the results useless for another."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._serializers: dict[str, URLSafeTimedSerializer] = {}

    @classmethod
    def of(cls, folder: Path) -> "Keys":
        """The key in `folder`, made with mode 0600 when there is none yet."""
        file = folder / KEY_FILE
        folder.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return cls(_written(file))
        with os.fdopen(handle, "w", encoding="ascii") as opened:
            opened.write(secrets.token_hex(SIZE))
        return cls(_written(file))

    def sign(self, purpose: str, value: Any) -> str:
        """A URL-safe token that carries `value` (JSON data) and when it was made."""
        return self._serializer(purpose).dumps(value)

    def read(self, purpose: str, token: str, seconds: float) -> Any:
        """What a token carries. Refused when it was made for another purpose, changed, or is older than `seconds`."""
        try:
            return self._serializer(purpose).loads(token, max_age=int(seconds))
        except BadData as error:
            raise TokenRefused() from error

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        """One for each purpose; making one for each page costs more than what it does."""
        made = self._serializers.get(purpose)
        if made is None:
            made = self._serializers[purpose] = URLSafeTimedSerializer(self._secret, salt=purpose)
        return made

    def hash(self, purpose: str, text: str) -> str:
        """A keyed hash (HMAC-SHA-256, hex) of `text`."""
        return hmac.new(self._secret, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def _written(file: Path) -> bytes:
    """The key in `file`; another process may have made the file a moment ago and not filled it yet."""
    for _attempt in range(40):
        text = file.read_text("ascii").strip()
        if len(text) == 2 * SIZE:
            return bytes.fromhex(text)
        time.sleep(0.05)
    raise KeyBroken(file=file)
