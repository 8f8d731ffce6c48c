"""What is kept of what youths make, who may see it, and for how long."""

from dataclasses import replace

import pytest

from lab import gallery
from lab.access import Actor, Grant, Role
from lab.errors import NotAllowed, NotFound
from lab.exercise import MadePicture, Participant
from lab.runtime import Workshop

ADA = Participant("seat:tuesday:1", lab="karlstad", session="tuesday", seat=1, card="c1", exercises=("canvas",))
BO = replace(ADA, key="seat:tuesday:2", seat=2, card="c2")
TRYING = Participant("staff:admin", exercises=("canvas",))
PICTURE = MadePicture(gallery.PNG + b"..." + gallery.MARK + b"...", "canvas", "small", 7, "noon")
LEADER = Actor("staff:leader", grants=(Grant(Role.LEADER, "lab:karlstad"),))
ELSEWHERE = Actor("staff:other", grants=(Grant(Role.LEADER, "lab:arvika"),))


def test_a_saved_picture_comes_back_as_it_was(shop: Workshop) -> None:
    picture = gallery.save(shop, ADA, PICTURE)
    assert gallery.png(shop, ADA, picture) == PICTURE.png
    (row,) = gallery.of_seat(shop, ADA)
    assert (row.id, row.seat, row.exercise, row.model, row.seed, row.style) == (
        picture,
        1,
        "canvas",
        "small",
        7,
        "noon",
    )
    assert row.made_at == shop.clock()


@pytest.mark.parametrize("png", [b"GIF89a", gallery.PNG + b"no mark", gallery.MARK, b""])
def test_a_picture_that_is_not_marked_as_made_by_ai_is_not_kept(shop: Workshop, png: bytes) -> None:
    with pytest.raises(gallery.PictureNotAccepted):
        gallery.save(shop, ADA, replace(PICTURE, png=png))


def test_a_heavy_picture_is_not_kept(shop: Workshop) -> None:
    with pytest.raises(gallery.PictureTooHeavy):
        gallery.save(shop, ADA, replace(PICTURE, png=PICTURE.png + bytes(gallery.MOST_BYTES)))


def test_a_seat_can_keep_only_so_many(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "MOST_PER_SEAT", 2)
    first = gallery.save(shop, ADA, PICTURE)
    gallery.save(shop, ADA, PICTURE)
    with pytest.raises(gallery.GalleryFull):
        gallery.save(shop, ADA, PICTURE)
    gallery.save(shop, BO, PICTURE)
    gallery.remove(shop, ADA, first)
    gallery.save(shop, ADA, PICTURE)


def test_staff_who_try_an_exercise_keep_nothing(shop: Workshop) -> None:
    with pytest.raises(gallery.NoGalleryHere):
        gallery.save(shop, TRYING, PICTURE)


def test_a_participant_sees_and_removes_only_what_its_own_seat_made(shop: Workshop) -> None:
    picture = gallery.save(shop, ADA, PICTURE)
    assert gallery.of_seat(shop, BO) == []
    for other in (BO, TRYING, replace(ADA, session="wednesday")):
        with pytest.raises(NotFound):
            gallery.png(shop, other, picture)
        with pytest.raises(NotFound):
            gallery.remove(shop, other, picture)


def test_leaders_see_and_remove_the_pictures_of_their_own_lab_only(shop: Workshop, reviewer: Actor) -> None:
    picture = gallery.save(shop, ADA, PICTURE)
    gallery.save(shop, BO, PICTURE)
    assert {row.seat for row in gallery.of_session(shop, LEADER, "tuesday", "karlstad")} == {1, 2}
    assert gallery.of_session(shop, ELSEWHERE, "tuesday", "arvika") == []
    for stranger in (ELSEWHERE, reviewer):
        with pytest.raises(NotAllowed):
            gallery.png(shop, stranger, picture)
        with pytest.raises(NotAllowed):
            gallery.remove(shop, stranger, picture)
        with pytest.raises(NotAllowed):
            gallery.of_session(shop, stranger, "tuesday", "karlstad")
    gallery.remove(shop, LEADER, picture)
    with pytest.raises(NotFound):
        gallery.png(shop, ADA, picture)


def test_pictures_are_taken_away_when_their_time_is_over(shop: Workshop, clock) -> None:  # type: ignore[no-untyped-def]
    gallery.save(shop, ADA, PICTURE)
    clock.move(days=shop.settings.picture_days - 1)
    kept = gallery.save(shop, ADA, PICTURE)
    clock.move(days=2)
    assert gallery.expire(shop) == 1
    assert [row.id for row in gallery.of_seat(shop, ADA)] == [kept]
    assert gallery.expire(shop) == 0


def test_each_change_is_in_the_audit(shop: Workshop) -> None:
    picture = gallery.save(shop, ADA, PICTURE)
    gallery.remove(shop, LEADER, picture)
    with shop.database.read() as read:
        verbs = read.column(
            "select actor || ' ' || verb || ' ' || object from audit where object like 'picture:%' order by number"
        )
    assert verbs == [f"{ADA.key} save-picture picture:{picture}", f"{LEADER.id} remove-picture picture:{picture}"]
