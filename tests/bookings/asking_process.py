"""A process in which eight at a time ask for seats until it is killed, and which says each receipt once it was given.

Run as `python -m tests.bookings.asking_process DATA LAB SESSION`; a line is "key receipt".
"""

import os
import secrets
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bookings import requests
from bookings.seat_terms import Asking, Kind
from lab.runtime import Workshop, open_workshop
from lab.settings import Settings


def ask_on(shop: Workshop, lab: str, session: str) -> None:
    while True:
        key = secrets.token_hex(8)
        sizes = {"10-12": {"girl": 1}}
        asking = Asking(Kind.FAMILY, (session,), contact=f"{key}@example.se", area="1780", sizes=sizes)
        receipt = requests.ask(shop, lab, asking, key, "10.0.0.1")
        os.write(1, f"{key} {receipt}\n".encode())


if __name__ == "__main__":
    workshop = open_workshop(Settings(data=Path(sys.argv[1]), signups_an_hour=1_000_000))
    with ThreadPoolExecutor(8) as pool:
        for _ in range(8):
            pool.submit(ask_on, workshop, sys.argv[2], sys.argv[3])
