"""The door of an exercise: who may come in, and what is met while it is being set up."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from starlette.applications import Starlette

from exercises.mounting import Rooms
from lab.exercise import Exercise, Workbench
from tests.conftest import PAINTING
from tests.exercises.conftest import ADA, House

PAGE = {"accept": "text/html"}


class Builder:
    """Builds a small app in place of Gradio's; remembers what happened to it."""

    def __init__(self, seconds: float = 0, fails: int = 0) -> None:
        self.seconds, self.fails = seconds, fails
        self.happened: list[str] = []

    def __call__(self, exercise: Exercise, workbench: Workbench) -> FastAPI:
        self.happened.append(f"built in {threading.current_thread() is threading.main_thread()}")
        time.sleep(self.seconds)
        if self.fails:
            self.fails -= 1
            raise RuntimeError("a fault in the exercise")

        @asynccontextmanager
        async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
            self.happened.append("started")
            yield
            self.happened.append("stopped")

        app = FastAPI(lifespan=lifespan)
        app.add_api_route("/", lambda: "inside")
        app.add_api_route("/assets/a.js", lambda: "script")
        app.add_api_route("/gradio_api/component_server", lambda: "answer", methods=["POST"])
        return app


def served(house: House, builder: Builder, story: Callable[[httpx.AsyncClient, Rooms], Any]) -> Any:
    """Runs `story` against the rooms of a house, from the server's start to its stop."""

    async def run() -> Any:
        rooms = Rooms([PAINTING], house.workbench(), builder)
        client = httpx.AsyncClient(transport=httpx.ASGITransport(Starlette(routes=rooms.routes)), base_url="http://lab")
        async with rooms.lifespan(warm_after=None), client:
            return await story(client, rooms)

    return asyncio.run(run())


async def entered(client: httpx.AsyncClient) -> httpx.Response:
    """Goes in as a browser does, again and again until the page is there."""
    for _ in range(200):
        answer = await client.get("/exercises/canvas/", headers=PAGE)
        if answer.status_code != 202:
            return answer
        await asyncio.sleep(0.02)
    return answer


def test_the_first_visitor_waits_on_a_page_that_asks_again_and_then_comes_in(house: House) -> None:
    builder = Builder(seconds=0.1)

    async def story(client: httpx.AsyncClient, _rooms: Rooms) -> None:
        first = await client.get("/exercises/canvas/", headers=PAGE)
        assert first.status_code == 202
        assert 'http-equiv="refresh"' in first.text
        assert (await client.post("/exercises/canvas/gradio_api/component_server")).status_code == 503
        assert (await entered(client)).json() == "inside"

    served(house, builder, story)
    assert builder.happened == ["built in False", "started", "stopped"]


def test_nothing_is_built_for_one_without_a_seat(house: House) -> None:
    house.here = None
    builder = Builder()

    async def story(client: httpx.AsyncClient, _rooms: Rooms) -> None:
        page = await client.get("/exercises/canvas/", headers=PAGE)
        assert page.status_code == 401
        assert 'href="/join"' in page.text
        assert "Gå med i ett pass" in page.text
        for path in ("config", "gradio_api/info", "theme.json", "gradio_api/file=/etc/passwd"):
            assert (await client.get(f"/exercises/canvas/{path}")).status_code == 401
        call = await client.post("/exercises/canvas/gradio_api/component_server", json={})
        assert (call.status_code, call.json()) == (401, {"detail": "Not joined"})

    served(house, builder, story)
    assert builder.happened == []


def test_a_session_without_this_exercise_does_not_open_it(house: House) -> None:
    house.here = replace(ADA, exercises=("another",))

    async def story(client: httpx.AsyncClient, _rooms: Rooms) -> int:
        return (await entered(client)).status_code

    assert served(house, Builder(), story) == 401


def test_a_seat_that_ends_closes_the_door_behind_an_open_page(house: House) -> None:
    async def story(client: httpx.AsyncClient, _rooms: Rooms) -> None:
        await entered(client)
        call = "/exercises/canvas/gradio_api/component_server"
        assert (await client.post(call)).status_code == 200
        house.here = None
        assert (await client.post(call)).status_code == 401
        assert (await client.get("/exercises/canvas/assets/a.js")).status_code == 200

    served(house, Builder(), story)


def test_the_page_at_the_door_speaks_the_readers_language(house: House) -> None:
    house.here, house.language = None, "en"

    async def story(client: httpx.AsyncClient, _rooms: Rooms) -> str:
        return (await client.get("/exercises/canvas/", headers=PAGE)).text

    page = served(house, Builder(), story)
    assert "Join a session" in page
    assert 'lang="en"' in page


def test_an_address_without_its_last_slash_leads_on(house: House) -> None:
    async def story(client: httpx.AsyncClient, _rooms: Rooms) -> httpx.Response:
        return await client.get("/exercises/canvas")

    answer = served(house, Builder(), story)
    assert (answer.status_code, answer.headers["location"]) == (307, "/exercises/canvas/")


def test_rooms_can_be_warmed_before_anyone_comes(house: House) -> None:
    builder = Builder()

    async def story(client: httpx.AsyncClient, rooms: Rooms) -> None:
        rooms.warm()
        rooms.warm()
        while "started" not in builder.happened:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.01)
        assert (await client.get("/exercises/canvas/", headers=PAGE)).json() == "inside"

    served(house, builder, story)
    assert builder.happened.count("started") == 1


def test_an_exercise_that_failed_to_open_is_tried_again_by_the_next_visit(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(client: httpx.AsyncClient, _rooms: Rooms) -> Any:
        return (await entered(client)).json()

    assert served(house, Builder(fails=2), story) == "inside"
    assert "canvas could not be opened" in caplog.text


def test_what_a_child_sees_is_kept_by_no_browser_but_gradios_own_files_may_be(house: House) -> None:
    async def story(client: httpx.AsyncClient, _rooms: Rooms) -> None:
        page = await entered(client)
        assert page.headers["cache-control"] == "no-store"
        answer = await client.post("/exercises/canvas/gradio_api/component_server")
        assert answer.headers["cache-control"] == "no-store"
        assert "cache-control" not in (await client.get("/exercises/canvas/assets/a.js")).headers

    served(house, Builder(), story)


@pytest.mark.parametrize(
    "path", ["gradio_api/upload", "gradio_api/upload?upload_id=1", "upload", "gradio_api/stream/1"]
)
def test_no_exercise_takes_a_file_or_a_camera(house: House, path: str) -> None:
    async def story(client: httpx.AsyncClient, _rooms: Rooms) -> None:
        await entered(client)
        answer = await client.post(f"/exercises/canvas/{path}", files={"files": ("child.png", b"picture")})
        assert answer.status_code == 403

    served(house, Builder(), story)
