"""The roof: opens the workshop and puts the portal, the youths' pages and the exercises on one port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from threading import Thread

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import HTTPConnection

import lab
from bookings import minimum, reminders, retention, unconfirmed
from bookings.requests import expire_offers
from bookings.sessions import close_forgotten
from bookings.web import attendance, doors, draws, feeds, leaders, plan, receipt, room, signup
from bookings.web import routes as youth_routes
from bookings.web.seats import seat_of
from exercises.catalogue import all_exercises
from exercises.mounting import Rooms
from exercises.web import lesson_pages
from lab import backup, controls, credentials, facts, gallery, i18n, mail, portal
from lab.access import allows_anywhere
from lab.exercise import Participant, Workbench
from lab.participation import ledger, releases
from lab.presence import Doing
from lab.runtime import open_workshop, use
from lab.settings import Settings
from lab.upkeep import MINUTE, kept_up
from lab.web import protection, shell
from lab.web import routes as ground_routes
from lab.web.forms import make_ready
from lab.web.who import staff

shop = use(open_workshop(Settings(), all_exercises()))


def who(request: HTTPConnection) -> Participant | None:
    """The youth in a seat, or else staff who try the exercises out."""
    youth, actor = seat_of(request), staff(request)
    if youth or not allows_anywhere(actor, "try-exercises"):
        return youth
    return Participant(actor.id, exercises=tuple(exercise.slug for exercise in shop.exercises))


def seen(participant: Participant, slug: str, what: str) -> None:
    """Tell the leader's board what a seat is doing."""
    shop.presence.seen(participant.key, Doing(slug, what, shop.clock()))


workbench = Workbench(
    engines=shop.engines,
    who=who,
    seen=seen,
    happened=partial(ledger.happened, shop),
    save=partial(gallery.save, shop),
    language=lambda request: request.cookies.get(i18n.COOKIE) or shop.settings.language,
    saved=lambda participant: [picture.id for picture in gallery.of_seat(shop, participant)],
    controls=lambda participant: controls.controls_of(shop, participant.session),
    signed=credentials.signer(shop.settings),
    demo=facts.is_demo(shop),
)
rooms = Rooms(shop.exercises, workbench)


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Exercises and upkeep live as long as the server; the workshop is closed when it stops."""
    Thread(target=make_ready, daemon=True).start()
    try:
        async with (
            kept_up(shop, (gallery.expire, close_forgotten, releases.make_due, retention.purge)),
            kept_up(shop, (expire_offers, minimum.decide, reminders.remind, unconfirmed.let_go), MINUTE),
            kept_up(shop, (mail.send_due,), MINUTE),
            rooms.lifespan(),
        ):
            yield
    finally:
        shop.close()


app = st.App(
    Path(lab.__file__).with_name("portal.py"),
    routes=[
        *ground_routes.routes(seat_of),
        *backup.routes(),
        *youth_routes.routes(),
        *signup.routes(),
        *receipt.routes(),
        *doors.routes(),
        *draws.routes(),
        *leaders.routes(),
        *feeds.routes(),
        *room.routes(),
        *plan.routes(),
        *attendance.routes(),
        *lesson_pages.routes(),
        *rooms.routes,
        *shell.routes(),
    ],
    middleware=[Middleware(protection.Protection)],
    exception_handlers=protection.exception_handlers,
    lifespan=lifespan,
    on_script_error=portal.on_script_error,
)
