"""A process that joins youths to a session until it is killed, and says each seat once it has been given.

Run as `python -m tests.bookings.joining_process DATA SESSION`; a line is "number join_key".
"""

import os
import secrets
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bookings import joining, rules
from lab.runtime import Workshop, open_workshop
from lab.settings import Settings


def join_all(shop: Workshop, session: str) -> None:
    while True:
        key = secrets.token_hex(8)
        try:
            seat = joining.join(shop, session, key, joining.Answers("1780", 10, "unsaid")).seat
        except rules.SessionFull:
            return
        os.write(1, f"{seat} {key}\n".encode())


if __name__ == "__main__":
    workshop = open_workshop(Settings(data=Path(sys.argv[1])))
    with ThreadPoolExecutor(4) as pool:
        for _ in range(4):
            pool.submit(join_all, workshop, sys.argv[2])
