"""Small truths about a whole store, one text each: whether it is a demo, the hash of its set-up code."""

from typing import TYPE_CHECKING

from lab.database import Transaction

if TYPE_CHECKING:
    from lab.runtime import Workshop

DEMO = "demo"


def get(shop: "Workshop", name: str) -> str:
    """The fact called `name`; empty where nothing has been said."""
    with shop.database.read() as read:
        return str(read.value("select value from fact where name = ?", [name]) or "")


def put(write: Transaction, name: str, value: str) -> None:
    """Say `name` anew; an empty value forgets it."""
    write.execute("delete from fact where name = ?", [name])
    if value:
        write.execute("insert into fact values (?, ?)", [name, value])


def is_demo(shop: "Workshop") -> bool:
    """Whether everything in this store is made up, which every page then says.

    The store is asked once: it is said as a demo is made, before a portal opens it.
    """
    found = shop.lasting.get(DEMO)
    if found is None:
        found = shop.lasting[DEMO] = get(shop, DEMO)
    return bool(found)


def ask_again(shop: "Workshop") -> None:
    """Whoever has said a lasting fact calls this once that is committed."""
    shop.lasting.clear()
