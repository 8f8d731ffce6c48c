"""Those who ask for seats together: what is kept of them, and the receipt that lets them back in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from lab.database import Cursor
from lab.runtime import Workshop
from lab.signing import TokenRefused

RECEIPT = "receipt"
RECEIPT_SECONDS = 400 * 24 * 3600.0


@dataclass(frozen=True)
class Unit:
    """One request of a party in one session."""

    request: str
    session: str
    state: str
    seats: int
    until: datetime | None


@dataclass(frozen=True)
class Party:
    """Those who ask together, as far as they are kept. `sizes` is JSON; `contact` is gone after the session."""

    id: str
    lab: str
    round: str
    kind: str
    card: str
    contact: str
    contact_hash: str
    area: str
    size: int
    sizes: str
    together: bool
    code: str
    receipt: str
    language: str
    created_at: datetime
    confirmed_at: datetime | None


@dataclass(frozen=True)
class _Key:
    asked_key: str
    receipt: str


def party_in(shop: Workshop, receipt: str) -> str:
    """The id that a receipt of ours carries, which may have been purged since. Raises TokenRefused."""
    return str(shop.keys.read(RECEIPT, receipt, RECEIPT_SECONDS))


def party_of(shop: Workshop, receipt: str) -> Party:
    """Whose receipt that is. Raises TokenRefused where it is nobody's, too old, or purged."""
    with shop.database.read() as read:
        found = read.first(Party, "select * from party where id = ?", [party_in(shop, receipt)])
    if found is None:
        raise TokenRefused()
    return found


def receipts(cursor: Cursor, keys: Collection[str]) -> dict[str, str]:
    """The receipts that were given under these keys of forms."""
    found = cursor.rows(
        _Key, "select asked_key, receipt from party where asked_key in (select unnest(?))", [list(keys)]
    )
    return {one.asked_key: one.receipt for one in found}


def receipt_of(shop: Workshop, party: str) -> str:
    """The token that opens a party's request again."""
    return shop.keys.sign(RECEIPT, party)


def units(cursor: Cursor, party: str) -> list[Unit]:
    """What a party asks for: each request in each session, the first wish first."""
    return cursor.rows(
        Unit,
        "select wish.request, wish.session, wish.state, request.seats, wish.until from request"
        " join wish on wish.request = request.id where request.party = ? order by wish.rank, wish.request",
        [party],
    )


def sessions_of(cursor: Cursor, party: str) -> list[str]:
    """Ids of all sessions that a party has asked for."""
    return sorted({unit.session for unit in units(cursor, party)})
