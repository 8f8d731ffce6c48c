"""Who led in the demo lab's past, and what its attendance needs to be applied for. Made up, like all of the demo."""

from bookings.demo_plan import LAB
from lab.database import Transaction

BORN = 1991, 1999
GENDERS = "woman", "man"
NUMBER, ORGANISATION = "1780-42", "802400-0000"
COLLEAGUES_DAYS = (1, 3)
"""The weekdays that the colleague led, counted from Monday = 0."""


def write_past(write: Transaction, lab: str, leader: str, colleague: str) -> None:
    """Every session of the past gets one of the two; both have told of themselves."""
    write.execute(
        "insert into session_leader select session, if(list_contains(?, isodow(starts_at) - 1), ?, ?), starts_at, null"
        " from held_session where lab = ?",
        [list(COLLEAGUES_DAYS), colleague, leader, lab],
    )
    for staff, born, gender in zip((leader, colleague), BORN, GENDERS, strict=True):
        write.execute("insert into leader_answer values (?, ?, ?)", [staff, born, gender])
    write.execute("insert into lab_association values (?, ?, ?, ?)", [lab, NUMBER, LAB, ORGANISATION])
