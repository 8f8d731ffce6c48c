"""Handing messages to the lab's mail server over SMTP, one after another, by one chore of the running portal."""

import logging
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from hashlib import sha256
from typing import Protocol

from lab import messages
from lab.i18n import N_
from lab.message_kinds import Letter
from lab.messages import Message
from lab.runtime import Workshop
from lab.settings import Settings

SECONDS = 30
"""How long the mail server may be silent."""
MOST_AT_ONCE = 200
"""Messages in one round, so that other chores get their turn."""
REFUSED = 500
"""From this SMTP answer on, trying again is of no use."""
LOG = logging.getLogger("verkstad.mail")

TROUBLES = {
    "refused": N_("the mail server does not take this address"),
    "not-now": N_("the mail server asks us to wait"),
    "not-reached": N_("the mail server cannot be reached"),
    "not-written": N_("it could not be written"),
    "login": N_("the mail server does not accept our login or sender"),
    messages.TOO_LATE: N_("it was no longer of use"),
}
"""Why a message waits or failed: what is kept of it, and the msgid that says it."""


class Post(Protocol):
    """What takes letters: smtplib.SMTP, or a fake in its place."""

    def send_message(self, msg: EmailMessage) -> object: ...

    def quit(self) -> object: ...


def send_due(shop: Workshop, connect: Callable[[Settings], Post] | None = None) -> int:
    """Send every message that is due, in turn; gives how many the mail server took. Without a server, nothing.

    A server that cannot be reached ends the round: the message that met it waits, the others are left untouched.
    """
    messages.tidy(shop)
    if not shop.settings.smtp_host:
        return 0
    post: Post | None = None
    taken = 0
    try:
        while taken < MOST_AT_ONCE and (leased := messages.lease(shop)):
            try:
                post = post or (connect or _connect)(shop.settings)
                taken += _sent(shop, post, *leased)
            except (OSError, smtplib.SMTPException) as error:
                messages.postponed(shop, leased[0].id, leased[1], _trouble(error))
                LOG.warning("The mail server could not be used: %s", type(error).__name__)
                return taken
    finally:
        if post:
            with suppress(OSError, smtplib.SMTPException):
                post.quit()
    return taken


def envelope(message: Message, said: Letter, shop: Workshop) -> EmailMessage:
    """The message as e-mail: plain text, marked as sent by a program."""
    mail = EmailMessage()
    sender = shop.settings.mail_sender
    mail["From"], mail["To"], mail["Subject"] = sender, message.address, said.subject
    mail["Date"] = format_datetime(shop.clock())
    mail["Message-ID"] = message_id(message.once, sender)
    mail["Auto-Submitted"], mail["X-Auto-Response-Suppress"] = "auto-generated", "All"
    mail["Content-Language"] = message.language or shop.settings.language
    mail.set_content(said.text, charset="utf-8", cte="quoted-printable")
    return mail


def message_id(once: str, sender: str) -> str:
    """The same for the same message, however often it is sent."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<{sha256(once.encode()).hexdigest()[:40]}@{domain}>"


def _sent(shop: Workshop, post: Post, message: Message, token: str) -> bool:
    """Whether the server took it. What it says about this one message is settled; what ends the round is raised."""
    try:
        mail = envelope(message, messages.written(shop, message), shop)
    except (ValueError, LookupError):
        LOG.exception("A message of the kind %s could not be written", message.kind)
        messages.given_up(shop, message.id, token, "not-written")
        return False
    try:
        post.send_message(mail)
    except smtplib.SMTPSenderRefused:
        raise
    except smtplib.SMTPRecipientsRefused as error:
        _turned_down(shop, message, token, max(code for code, _said in error.recipients.values()))
    except smtplib.SMTPResponseException as error:
        _turned_down(shop, message, token, error.smtp_code)
    except smtplib.SMTPNotSupportedError:
        messages.given_up(shop, message.id, token, "refused")
    else:
        messages.sent(shop, message.id, token)
        return True
    return False


def _turned_down(shop: Workshop, message: Message, token: str, code: int) -> None:
    """4xx: not now. 5xx: never. What the server wrote is not kept: it may repeat the address."""
    if code >= REFUSED:
        messages.given_up(shop, message.id, token, "refused")
    else:
        messages.postponed(shop, message.id, token, "not-now")


def _trouble(error: Exception) -> str:
    ours = (smtplib.SMTPAuthenticationError, smtplib.SMTPSenderRefused)
    return "login" if isinstance(error, ours) else "not-reached"


def _connect(settings: Settings) -> Post:
    """A connection that is ready for letters. The password goes over an encrypted one only, and is kept nowhere."""
    where = (settings.smtp_host, settings.smtp_port)
    if settings.smtp_tls == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=SECONDS, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(*where, timeout=SECONDS)
    try:
        if settings.smtp_tls == "starttls":
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user and settings.smtp_tls != "none":
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
    except BaseException:
        server.close()
        raise
    return server
