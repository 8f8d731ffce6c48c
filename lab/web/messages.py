"""The messages that wait, on paper: for labs without a mail server, and for those who have no mail."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from lab import messages
from lab.access import ANONYMOUS
from lab.messages import Status
from lab.runtime import current
from lab.web import who
from lab.web.forms import redirect, render


def routes() -> list[BaseRoute]:
    """The printed list."""
    return [Route("/messages/list", printed)]


def printed(request: Request) -> Response:
    """Each message that waits or could not be sent, with its address and its whole text."""
    actor = who.staff(request)
    if actor == ANONYMOUS:
        return redirect("/login?next=/messages/list")
    shop = current()
    found = [
        (one, messages.written(shop, one))
        for one in messages.listed(shop, actor)
        if one.address and one.status in (Status.QUEUED, Status.FAILED)
    ]
    return render(request, "messages.html", found=found)
