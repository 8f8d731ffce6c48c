"""The roof: opens the workshop and puts the portal, the forms and the exercises on one port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import BaseRoute

import lab
from exercises.catalogue import all_exercises
from lab import portal
from lab.runtime import open_workshop, use
from lab.settings import Settings
from lab.web import protection, shell
from lab.web.routes import routes as ground_routes


def _bookings_routes() -> list[BaseRoute]:
    """(while the house is built) nothing, until bookings.web.routes stands."""
    return import_module("bookings.web.routes").routes() if find_spec("bookings.web.routes") else []


shop = use(open_workshop(Settings(), all_exercises()))


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """The workshop is closed when the server stops."""
    try:
        yield
    finally:
        shop.close()


app = st.App(
    Path(lab.__file__).with_name("portal.py"),
    routes=[*ground_routes(), *_bookings_routes(), *shell.routes()],
    middleware=[Middleware(protection.Protection)],
    exception_handlers=protection.exception_handlers,
    lifespan=lifespan,
    on_script_error=portal.on_script_error,
)
