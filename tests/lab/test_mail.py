"""Messages reach a real mail server: once each, later when it says no, and after a crash."""

import itertools
import signal
import ssl
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from lab import mail, messages, outbox
from lab.access import SYSTEM
from lab.messages import Status
from lab.runtime import Workshop, open_workshop
from lab.settings import Settings
from tests.conftest import FakeClock
from tests.lab.mail_server import Received, own_certificate, serving

FACTS = {
    "title": "Måla *fritt*",
    "starts_at": "2026-03-24T14:30:00+00:00",
    "ends_at": "2026-03-24T16:00:00+00:00",
    "zone": "Europe/Stockholm",
    "place": "Ateljén, Verkstan",
    "path": "/place/abc",
}
PASSWORD = "inte-för-någon"


@pytest.fixture
def server() -> Iterator[Received]:
    with serving() as received:
        yield received


@pytest.fixture
def post(shop: Workshop, server: Received) -> Workshop:
    """The shop with a mail server."""
    return with_server(shop, server)


def with_server(shop: Workshop, server: Received, **settings: object) -> Workshop:
    known = {"smtp_host": server.host, "smtp_port": server.port, "smtp_tls": "none"}
    return replace(shop, settings=shop.settings.model_copy(update={**known, **settings}))


def tell(shop: Workshop, *to: str, kind: str = "reminder", language: str = "sv", **options: object) -> None:
    with shop.database.transaction() as write:
        for address in to:
            outbox.queue(write, address, kind, language, FACTS, f"{kind}:{address}", **options)  # type: ignore[arg-type]


def states(shop: Workshop) -> list[str]:
    return [one.status for one in messages.listed(shop, SYSTEM)]


def addresses(shop: Workshop) -> list[str]:
    return [one.address for one in messages.listed(shop, SYSTEM)]


def test_a_message_arrives_in_plain_swedish_with_its_time_and_link(post: Workshop, server: Received) -> None:
    tell(post, "kim@example.se")
    assert mail.send_due(post) == 1
    (letter,) = server.mails
    assert letter["Subject"] == "Snart: Måla *fritt*, tisdag 24 mars 2026"
    text = letter.get_content()
    assert "15:30–17:00" in text
    assert "http://localhost:8501/place/abc" in text
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter.get_content_type() == "text/plain"


def test_what_is_sent_is_forgotten_at_once(post: Workshop, server: Received) -> None:
    tell(post, "kim@example.se")
    mail.send_due(post)
    assert states(post) == [Status.SENT]
    (message,) = messages.listed(post, SYSTEM)
    assert (message.address, message.facts) == ("", "{}")


def test_the_same_message_queued_twice_goes_once(post: Workshop, server: Received) -> None:
    for _time in range(3):
        tell(post, "kim@example.se")
        mail.send_due(post)
    assert server.to() == ["kim@example.se"]


def test_a_message_waits_until_its_time_and_is_given_up_after_it(post: Workshop, clock: FakeClock) -> None:
    tell(post, "kim@example.se", send_after=clock() + timedelta(hours=1), useless_after=clock() + timedelta(hours=2))
    assert mail.send_due(post) == 0
    clock.move(hours=3)
    assert mail.send_due(post) == 0
    assert states(post) == [Status.FAILED]
    assert addresses(post) == [""]


def test_an_address_that_is_refused_for_ever_stops_no_other(post: Workshop, server: Received, clock: FakeClock) -> None:
    server.says = lambda address: "550 no such user" if address.startswith("gone") else ""
    tell(post, "gone@example.se", "kim@example.se")
    mail.send_due(post)
    clock.move(days=1)
    mail.send_due(post)
    assert server.to() == ["kim@example.se"]
    assert sorted(states(post)) == [Status.FAILED, Status.SENT]
    assert "gone@example.se" in addresses(post)
    clock.move(days=40)
    mail.send_due(post)
    assert addresses(post) == ["", ""]


def test_a_temporary_no_is_tried_again_later_and_later(post: Workshop, server: Received, clock: FakeClock) -> None:
    tried = []

    def not_yet(address: str) -> str:
        tried.append(clock())
        return "" if len(tried) > 4 else "451 later"

    server.says = not_yet
    tell(post, "kim@example.se")
    for _minute in range(30):
        mail.send_due(post)
        clock.move(minutes=1)
    waits = [(later - earlier) // timedelta(minutes=1) for earlier, later in itertools.pairwise(tried)]
    assert waits == [1, 2, 4, 8]
    assert server.to() == ["kim@example.se"]


def test_trying_ends_after_about_two_days(post: Workshop, server: Received, clock: FakeClock) -> None:
    server.says = lambda address: "451 later"
    tell(post, "kim@example.se")
    begun = clock()
    while messages.counted(post):
        mail.send_due(post)
        clock.move(minutes=40)
    assert timedelta(days=1) < clock() - begun < timedelta(days=4)


def test_a_server_that_is_away_burns_no_message_but_the_first(post: Workshop, clock: FakeClock) -> None:
    away = with_server(post, Received(port=1))
    tell(away, "a@example.se", "b@example.se", "c@example.se")
    assert mail.send_due(away) == 0
    assert sorted(one.attempts for one in messages.listed(away, SYSTEM)) == [0, 0, 1]
    assert set(states(away)) == {Status.QUEUED}


def test_without_a_mail_server_messages_wait_to_be_told_by_hand(shop: Workshop) -> None:
    tell(shop, "kim@example.se")
    assert mail.send_due(shop) == 0
    (waiting,) = messages.listed(shop, SYSTEM)
    assert waiting.status == Status.QUEUED
    messages.told(shop, SYSTEM, waiting.id)
    assert (states(shop), addresses(shop)) == ([Status.TOLD], [""])


def test_the_password_goes_over_tls_only_and_is_never_shown(
    shop: Workshop, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secret = {"smtp_user": "lab", "smtp_password": Settings(smtp_password=PASSWORD).smtp_password}
    received = Received()
    options = {"authenticator": received.checked, "auth_require_tls": False}
    with serving(received, **options):
        plain = with_server(shop, received, **secret)
        tell(plain, "kim@example.se")
        assert mail.send_due(plain) == 1
        assert received.logins == []
        encrypted = with_server(shop, received, **secret, smtp_tls="starttls")
        tell(encrypted, "robin@example.se")
        assert mail.send_due(encrypted) == 0
    assert received.logins == []
    assert PASSWORD not in caplog.text
    assert PASSWORD not in repr(plain.settings) + str(plain.settings.model_dump(mode="json"))
    with shop.database.read() as read:
        assert PASSWORD not in str(read.column("select columns(*)::varchar from message"))


def test_a_server_with_tls_gets_the_login(shop: Workshop, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    certificate = own_certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    monkeypatch.setattr(ssl, "create_default_context", lambda: trusting(certificate))
    received = Received(host="127.0.0.1")
    with serving(received, tls_context=context, require_starttls=True, authenticator=received.checked):
        for password, taken in (("wrong", 0), ("right", 1)):
            login = {"smtp_user": "lab", "smtp_password": Settings(smtp_password=password).smtp_password}
            known = with_server(shop, received, **login, smtp_tls="starttls")
            tell(known, f"{password}@example.se")
            assert mail.send_due(known) == taken
    assert set(received.logins[:-1]) == {("lab", "wrong")}
    assert received.logins[-1] == ("lab", "right")
    assert "login" in {one.trouble for one in messages.listed(shop, SYSTEM)}


def trusting(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(certificate)
    return context


# Two senders at once, and senders that die


def at_once(*sending: Callable[[], object]) -> None:
    threads = [threading.Thread(target=each) for each in sending]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_senders_never_send_one_message_twice(post: Workshop, server: Received) -> None:
    people = [f"{number}@example.se" for number in range(30)]
    tell(post, *people)
    at_once(*[lambda: mail.send_due(post)] * 4)
    assert sorted(server.to()) == sorted(people)


def test_twin_without_the_lease_both_would_send(post: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Shows that the test above can fail: who only looks at what is due, sends what another is sending."""
    tell(post, "kim@example.se")
    both = threading.Barrier(2)
    sent: list[str] = []

    def looked() -> None:
        with post.database.read() as read:
            found = read.column("select address from message where status = 'queued'")
        both.wait()
        sent.extend(found)

    at_once(looked, looked)
    assert sent == ["kim@example.se"] * 2


DYING = """
import os, signal, sys
from pathlib import Path
from lab import mail, messages
from lab.runtime import open_workshop
from lab.settings import Settings

def die(*_anything):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(messages if sys.argv[3] == "sent" else mail, sys.argv[3], die)
settings = Settings(data=Path(sys.argv[1]), smtp_host="127.0.0.1", smtp_port=int(sys.argv[2]), smtp_tls="none")
mail.send_due(open_workshop(settings))
"""


@pytest.mark.parametrize(("dies_at", "times"), [("sent", 2), ("_sent", 1)])
def test_a_sender_that_is_killed_loses_nothing_and_what_comes_again_has_the_same_id(
    tmp_path: Path, server: Received, dies_at: str, times: int
) -> None:
    """Killed after the server's yes and before our commit it arrives again; killed before that, once."""
    shop = with_server(open_workshop(Settings(data=tmp_path / "data")), server)
    tell(shop, "kim@example.se")
    shop.close()
    command = [sys.executable, "-c", DYING, str(tmp_path / "data"), str(server.port), dies_at]
    assert subprocess.run(command, capture_output=True).returncode == -signal.SIGKILL
    clock = FakeClock()
    clock.now = mail_now(tmp_path)
    shop = with_server(open_workshop(Settings(data=tmp_path / "data"), clock=clock), server)
    assert states(shop) == [Status.SENDING]
    assert mail.send_due(shop) == 0
    clock.move(minutes=11)
    assert mail.send_due(shop) == 1
    shop.close()
    assert server.to() == ["kim@example.se"] * times
    assert len(set(server.ids())) == 1


def mail_now(tmp_path: Path):
    """The time at which the process above took its lease."""
    shop = open_workshop(Settings(data=tmp_path / "data"))
    try:
        return shop.clock()
    finally:
        shop.close()


def test_twin_settled_before_it_is_sent_a_message_is_lost_when_the_sender_dies(
    post: Workshop, server: Received, clock: FakeClock
) -> None:
    """Shows why the order is send, then settle."""
    tell(post, "kim@example.se")
    leased = messages.lease(post)
    assert leased
    messages.sent(post, leased[0].id, leased[1])
    clock.move(days=1)
    mail.send_due(post)
    assert server.to() == []


def test_a_sender_whose_lease_ran_out_changes_nothing(post: Workshop, clock: FakeClock) -> None:
    tell(post, "kim@example.se")
    first = messages.lease(post)
    clock.move(minutes=11)
    second = messages.lease(post)
    assert first
    assert second
    messages.given_up(post, first[0].id, first[1], "refused")
    messages.sent(post, second[0].id, second[1])
    assert states(post) == [Status.SENT]
