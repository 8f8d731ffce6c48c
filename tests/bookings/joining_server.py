"""The youths' pages of one store on a port, as the whole house serves them but without its portal.

Run as `python -m tests.bookings.joining_server DATA PORT`; it is there to be killed.
"""

import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from bookings.web import routes as youth_routes
from bookings.web.seats import seat_of
from lab.runtime import open_workshop, use
from lab.settings import Settings
from lab.web import protection, routes


def main(data: Path, port: int) -> None:
    use(open_workshop(Settings(data=data)))
    app = Starlette(
        routes=[*routes.routes(seat_of), *youth_routes.routes()],
        middleware=[Middleware(protection.Protection)],
        exception_handlers=dict(protection.exception_handlers),
    )
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
