"""The gallery of a session: pictures that youths chose to keep, each marked as made by AI, kept for a limited time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from lab.access import SYSTEM, Actor, require
from lab.database import Cursor, Transaction, new_id, retried
from lab.errors import LabError, NotFound
from lab.exercise import MadePicture, Participant
from lab.i18n import N_
from lab.runtime import Workshop

MOST_BYTES = 4_000_000
MOST_PER_SEAT = 60
PNG = b"\x89PNG\r\n\x1a\n"
MARK = b"trainedAlgorithmicMedia"
"""IPTC's word for a picture that a trained model made; it stands in the file's XMP text."""


class PictureNotAccepted(LabError):
    message = N_("This picture cannot be kept: it is not a PNG that is marked as made by AI.")
    status = 422


class PictureTooHeavy(LabError):
    message = N_("This picture is too large to keep.")
    status = 413


class GalleryFull(LabError):
    message = N_("You have saved {most} pictures already.")
    hint = N_("Download it instead.")
    status = 409


class NoGalleryHere(LabError):
    message = N_("Pictures are kept only in a session.")
    hint = N_("Download it instead.")
    status = 409


@dataclass(frozen=True)
class PictureRow:
    """What is told of a kept picture; the picture itself is asked for with `png`."""

    id: str
    seat: int
    exercise: str
    model: str
    seed: int
    style: str
    made_at: datetime


@dataclass(frozen=True)
class _Owner:
    lab: str
    session: str
    card: str


@retried
def save(shop: Workshop, participant: Participant, made: MadePicture) -> str:
    """Keep a picture in the session's gallery and give its id.

    Raises PictureNotAccepted, PictureTooHeavy, GalleryFull, or NoGalleryHere for someone without a session.
    """
    if not participant.session:
        raise NoGalleryHere()
    check(made.png)
    picture = new_id()
    with shop.database.transaction() as write:
        _check_room(write, participant)
        write.execute(
            "insert into picture values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [picture, participant.lab, participant.session, participant.seat, participant.card, made.exercise,
             made.model, made.seed, made.style, write.now, made.png],
        )  # fmt: skip
        write.record(participant.key, "save-picture", f"picture:{picture}", exercise=made.exercise)
    return picture


def check(png: bytes) -> None:
    """Refuse what is too large, is no PNG, or does not say inside that AI made it."""
    if len(png) > MOST_BYTES:
        raise PictureTooHeavy()
    if not png.startswith(PNG) or MARK not in png:
        raise PictureNotAccepted()


def of_session(shop: Workshop, actor: Actor, session: str, lab: str) -> list[PictureRow]:
    """All pictures of a session, the newest first."""
    require(actor, "see-pictures", f"lab:{lab}")
    with shop.database.read() as read:
        return read.rows(
            PictureRow,
            "select id, seat, exercise, model, seed, style, made_at from picture where session = ? and lab = ?"
            " order by made_at desc, id",
            [session, lab],
        )


def of_seat(shop: Workshop, participant: Participant) -> list[PictureRow]:
    """The participant's own pictures, the newest first; not those of someone who sat there before and left."""
    with shop.database.read() as read:
        return read.rows(
            PictureRow,
            "select id, seat, exercise, model, seed, style, made_at from picture where session = ? and card = ?"
            " order by made_at desc, id",
            [participant.session, participant.card],
        )


def png(shop: Workshop, viewer: Actor | Participant, picture: str) -> bytes:
    """The picture as it was saved. NotFound for a participant who did not make it, NotAllowed for other staff."""
    with shop.database.read() as read:
        _check_viewer(read, viewer, picture)
        return bytes(read.value("select png from picture where id = ?", [picture]))


@retried
def remove(shop: Workshop, viewer: Actor | Participant, picture: str) -> None:
    """Take a picture away for good."""
    with shop.database.transaction() as write:
        _check_viewer(write, viewer, picture)
        write.execute("delete from picture where id = ?", [picture])
        write.record(_name(viewer), "remove-picture", f"picture:{picture}")


@retried
def expire(shop: Workshop) -> int:
    """Take away every picture that is older than the lab keeps them; gives how many there were."""
    with shop.database.transaction() as write:
        oldest = write.now - timedelta(days=shop.settings.picture_days)
        count = int(write.value("select count(*) from picture where made_at < ?", [oldest]))
        if count:
            write.execute("delete from picture where made_at < ?", [oldest])
            write.record(SYSTEM.id, "expire-pictures", "picture:*", count=count)
    return count


def _check_room(write: Transaction, participant: Participant) -> None:
    kept = write.value(
        "select count(*) from picture where session = ? and card = ?", [participant.session, participant.card]
    )
    if kept >= MOST_PER_SEAT:
        raise GalleryFull(most=MOST_PER_SEAT)


def _check_viewer(read: Cursor, viewer: Actor | Participant, picture: str) -> None:
    owner = read.one(_Owner, "select lab, session, card from picture where id = ?", [picture])
    if isinstance(viewer, Actor):
        require(viewer, "see-pictures", f"lab:{owner.lab}")
    elif not viewer.session or (owner.session, owner.card) != (viewer.session, viewer.card):
        raise NotFound()


def _name(viewer: Actor | Participant) -> str:
    return viewer.id if isinstance(viewer, Actor) else viewer.key
