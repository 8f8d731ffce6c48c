"""The roof: opens the workshop and puts the portal, the forms and the exercises on one port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import streamlit as st
from starlette.routing import BaseRoute

import lab
from lab import portal
from lab.runtime import open_workshop, use
from lab.settings import Settings
from lab.web import shell


def _from(module: str, name: str) -> list:
    """(while the house is built) what a module gives, or nothing while it does not stand."""
    return getattr(import_module(module), name)() if find_spec(module) else []


shop = use(open_workshop(Settings()))
routes: list[BaseRoute] = [*_from("lab.web.routes", "routes"), *shell.routes()]


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """The workshop is closed when the server stops."""
    try:
        yield
    finally:
        shop.close()


app = st.App(
    Path(lab.__file__).with_name("portal.py"),
    routes=routes,
    lifespan=lifespan,
    on_script_error=portal.on_script_error,
)
