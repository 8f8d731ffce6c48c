"""Many clients at once on one session, through the whole portal: each gets an answer, and no seat is given twice."""

from bookings.booking_bench import rushed


def test_of_twenty_four_who_send_at_once_exactly_five_have_a_place() -> None:
    answers, _seconds = rushed(clients=24, seats=5)
    assert len(answers) == 24
    assert sum(one.place for one in answers) == 5
