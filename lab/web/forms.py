"""HTML pages with forms: drawing them, reading what was sent, and being sure that our own page sent it.

A form carries a hash of the nonce in the reader's `csrf` cookie, made with the lab's key: another site can neither read
the cookie nor make the hash. Browsers also say where a form was sent from, and that must be here.
"""

import hmac
import ipaddress
import secrets
from functools import cache
from urllib.parse import parse_qsl, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from lab import facts, i18n
from lab.errors import LabError
from lab.i18n import N_
from lab.runtime import current
from lab.signing import TokenRefused
from lab.web.fixed_files import asset_url, folders

CSRF = "csrf"
CSRF_SECONDS = 7 * 24 * 3600
FORM_BYTES = 64 * 1024
ONLY_OURS = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'self'"
)
"""Content-Security-Policy of our HTML pages: no inline scripts or styles, nothing from elsewhere."""


class FormRefused(LabError):
    message = N_("This form is too old, or was not sent from our page.")
    hint = N_("Open the page again and send the form once more.")
    status = 403


class FormTooLong(LabError):
    message = N_("There is too much text in the form.")
    hint = N_("Write less, and send it again.")
    status = 413


class TooLarge(LabError):
    message = N_("That is too large to send.")
    hint = N_("Send at most {megabytes} MB at a time.")
    status = 413


def render(request: Request, template: str, status: int = 200, **context: object) -> Response:
    """Draw a template with `context` and with `csrf`, `language`, `demo`, `here` (path), `_`, `ngettext`, `asset`."""
    shop = current()
    nonce = _nonce(request) or secrets.token_urlsafe(16)
    if "demo" not in context:
        context["demo"] = facts.is_demo(shop)
    page = _templates().get_template(template)
    body = page.render(csrf=_form_token(nonce), language=i18n.language(), here=request.url.path, **context)
    response = HTMLResponse(body, status, {"Content-Security-Policy": ONLY_OURS, "Cache-Control": "no-store"})
    set_cookie(response, CSRF, shop.keys.sign(CSRF, nonce), CSRF_SECONDS)
    return response


async def form(request: Request) -> dict[str, str]:
    """The fields of a form that our own page sent (URL-encoded, 64 KB at most). Raises FormRefused, FormTooLong."""
    _must_come_from_here(request)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > FORM_BYTES:
            raise FormTooLong()
    fields = dict(parse_qsl(body.decode("utf-8", "replace").replace("%00", ""), keep_blank_values=True))
    nonce = _nonce(request)
    if not nonce or not hmac.compare_digest(fields.pop(CSRF, "").encode(), _form_token(nonce).encode()):
        raise FormRefused()
    return fields


def redirect(path: str) -> Response:
    """Go on to another page of ours, with a GET."""
    return RedirectResponse(path, 303, {"Cache-Control": "no-store"})


def local_path(text: str | None, otherwise: str = "/") -> str:
    """`text` if it is a path of ours, so that no link of ours leads a reader elsewhere."""
    if not text or not text.startswith("/") or text.startswith(("//", "/\\")) or not text.isprintable():
        return otherwise
    return text


def set_cookie(response: Response, name: str, value: str, seconds: float) -> None:
    """A cookie that scripts cannot read and that other sites' forms do not send."""
    secure = current().settings.secure_cookies
    response.set_cookie(name, value, max_age=int(seconds), httponly=True, samesite="lax", secure=secure)


def drop_cookie(response: Response, name: str) -> None:
    """Make the browser forget a cookie."""
    response.delete_cookie(name, httponly=True, samesite="lax", secure=current().settings.secure_cookies)


def address(request: Request) -> str:
    """Where a request comes from, for limits. X-Forwarded-For is believed as far as trusted proxies wrote it."""
    trusted = {part.strip() for part in current().settings.trusted_proxy.split(",")}
    hops = [hop.strip() for line in request.headers.getlist("x-forwarded-for") for hop in line.split(",")]
    here = request.client.host if request.client else ""
    while here in trusted and hops:
        here = hops.pop()
    return _neighbourhood(here)


def _neighbourhood(host: str) -> str:
    """One IPv6 subscriber has 2^64 addresses and is one."""
    try:
        parsed = ipaddress.ip_address(host)
    except ValueError:
        return host[:100]
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else host


def must_be_same_origin(request: Request) -> None:
    """Refuse what a browser says another site made it do; programs that say nothing are let through."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise FormRefused()


def comes_from_here(connection: HTTPConnection) -> bool:
    """Whether the page that made a browser send this is ours; programs name no origin."""
    origin = connection.headers.get("origin")
    ours = {connection.headers.get("host", ""), urlsplit(current().settings.url).netloc}
    return origin is None or urlsplit(origin).netloc in ours


def _must_come_from_here(request: Request) -> None:
    must_be_same_origin(request)
    if not comes_from_here(request):
        raise FormRefused()


def _nonce(request: Request) -> str:
    """What the reader's `csrf` cookie carries; empty where it is missing, changed or too old."""
    try:
        return str(current().keys.read(CSRF, request.cookies.get(CSRF, ""), CSRF_SECONDS))
    except TokenRefused:
        return ""


def _form_token(nonce: str) -> str:
    return current().keys.hash("form", nonce)


def make_ready() -> None:
    """Compile the templates, so that no visitor waits for that."""
    for name in _templates().list_templates():
        _templates().get_template(name)


@cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folders("templates")),
        autoescape=True,
        auto_reload=False,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(
        _=i18n.gettext, ngettext=i18n.ngettext, asset=asset_url, languages=i18n.LANGUAGES, settings=_settings
    )
    return environment


def _settings() -> object:
    return current().settings
