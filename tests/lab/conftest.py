"""A browser without a screen, on the routes of the ground."""

from collections.abc import Iterator

import hypothesis
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from lab.runtime import Workshop
from lab.web.protection import Protection, exception_handlers
from lab.web.routes import routes

hypothesis.settings.register_profile("shared-machine", deadline=None)
hypothesis.settings.load_profile("shared-machine")


@pytest.fixture
def client(shop: Workshop) -> Iterator[TestClient]:
    """A browser that follows no redirect by itself and shows pages for people."""
    app = Starlette(routes=routes(), middleware=[Middleware(Protection)], exception_handlers=exception_handlers)
    with TestClient(
        app, follow_redirects=False, headers={"accept": "text/html"}, raise_server_exceptions=False
    ) as browser:
        yield browser
