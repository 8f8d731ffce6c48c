"""How the portal is started: Streamlit's options with what the lab has set, the port, and the words in the terminal."""

import errno
import json
import os
import socket
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from http.client import HTTPException
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from lab import facts, runtime, setup_code, staff
from lab.errors import LabError
from lab.i18n import N_
from lab.i18n import gettext as _
from lab.runtime import Workshop
from lab.settings import Settings

FILE = Path(__file__).with_name("streamlit.toml")
ROOF = "streamlit_app"
DEMO_STARTED = "bookings.demo:started"
"""Given the Workshop of a demo store, gives the lines that tell how to look around in it."""
GRACE_SECONDS = 3
"""How long open pages may take to let go when the server is stopped."""


class AlreadyOpen(LabError):
    message = N_("Verkstad already runs at {url}.")
    hint = N_("Open that address, or stop it first with Ctrl-C in its terminal.")


class PortTaken(LabError):
    message = N_("Port {port} is used by another program.")
    hint = N_(
        "Stop that program, or choose another port: add PORT={other} after make, or --port {other} after verkstad."
    )


class AddressNotOurs(LabError):
    message = N_("This computer cannot listen on {host}, port {port}.")
    hint = N_("Choose a port from 1024 up, and localhost or 0.0.0.0 as the host.")


def options(settings: Settings) -> dict[str, object]:
    """Streamlit's options by dotted name."""
    return dict(_flat(tomllib.loads(FILE.read_text("utf-8")))) | {
        "server.address": settings.host,
        "server.port": settings.port,
        "server.maxUploadSize": settings.upload_megabytes,
    }


def serve(settings: Settings) -> None:
    """Open the portal and stay until it is stopped. Raises AlreadyOpen, PortTaken, AddressNotOurs or StoreInUse."""
    sockets = claimed(settings.host, settings.port)
    for name in settings.model_fields_set - settings.secret():
        os.environ[f"VERKSTAD_{name.upper()}"] = str(getattr(settings, name))
    app = import_module(ROOF).app
    shop = runtime.current()
    try:
        _run(app, settings, sockets, welcome(shop))
    finally:
        shop.close()


def check_free(settings: Settings) -> None:
    """Refuse what `serve` would refuse, before anything else is done."""
    for each in claimed(settings.host, settings.port):
        each.close()


def claimed(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen at `host`, which may be several addresses; refused when someone else does."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except socket.gaierror as error:
        raise AddressNotOurs(host=host, port=port) from error
    sockets = [made for family, *_kind, where in found if (made := _listening(family, where, host, port))]
    if not sockets:
        raise AddressNotOurs(host=host, port=port)
    return sockets


def welcome(shop: Workshop) -> list[str]:
    """What whoever started the portal needs to know."""
    lines = [_("Verkstad is open at {url}", url=shop.settings.url)]
    if not staff.any_staff(shop):
        lines.append(_("This lab is new. Set it up there with the code {code}", code=setup_code.announce(shop)))
    if facts.is_demo(shop):
        module, name = DEMO_STARTED.split(":")
        lines += getattr(import_module(module), name)(shop)
    return [*lines, _("Stop it with Ctrl-C.")]


def _run(app: Any, settings: Settings, sockets: list[socket.socket], lines: list[str]) -> None:
    import uvicorn
    from streamlit import config

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                print("\n".join(lines), flush=True)

    config.get_config_options(force_reparse=True, options_from_flags=options(settings))
    server = Announcing(
        uvicorn.Config(
            app,
            ws="websockets-sansio",
            ws_per_message_deflate=False,
            access_log=False,
            log_level="warning",
            server_header=False,
            proxy_headers=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )
    with suppress(KeyboardInterrupt):
        server.run(sockets)
    print(_("Verkstad is closed."))


def _listening(family: int, where: Any, host: str, port: int) -> socket.socket | None:
    """A socket that listens at one address; None where this machine does not have that kind of address."""
    # Named as TCP, or else asyncio leaves Nagle's delay on, and each page waits 40 ms for its second packet.
    opened = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(where)
        opened.listen(2048)
    except OSError as error:
        opened.close()
        if error.errno == errno.EADDRINUSE:
            raise _taken(host, port) from error
        if error.errno in (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT) and family == socket.AF_INET6:
            return None
        raise AddressNotOurs(host=host, port=port) from error
    return opened


def _taken(host: str, port: int) -> LabError:
    url = f"http://{host}:{port}"
    return AlreadyOpen(url=url) if _is_verkstad(url) else PortTaken(port=port, other=port + 1)


def _is_verkstad(url: str) -> bool:
    """Whether a Verkstad answers there."""
    try:
        with urlopen(f"{url.replace('0.0.0.0', '127.0.0.1')}/healthz", timeout=5) as answer:
            return "engine" in json.load(answer)
    except (OSError, HTTPException, ValueError, TypeError):
        return False


def _flat(table: Mapping[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value
