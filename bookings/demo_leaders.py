"""Who led in the demo lab's past, and what its attendance needs to be applied for. Made up, like all of the demo."""

from bookings.demo_plan import LAB
from lab.database import Transaction

BORN = 1991, 1999
GENDERS = "woman", "man"
NUMBER, ORGANISATION = "1780-42", "802400-0000"
LEADERS_DAYS, COLLEAGUES_DAYS = [0, 2, 4, 5, 6], [1, 3, 5]
"""The weekdays that each of the two led, counted from Monday = 0; on Saturdays both did."""


def write_past(write: Transaction, lab: str, leader: str, colleague: str) -> None:
    """Every session of the past was led by one of the two or by both, who have told of themselves."""
    for staff, days in ((leader, LEADERS_DAYS), (colleague, COLLEAGUES_DAYS)):
        write.execute(
            "insert into session_leader select session, ?, starts_at, null from held_session"
            " where lab = ? and list_contains(?, isodow(starts_at) - 1)",
            [staff, lab, days],
        )
    for staff, born, gender in zip((leader, colleague), BORN, GENDERS, strict=True):
        write.execute("insert into leader_answer values (?, ?, ?)", [staff, born, gender])
    write.execute("insert into lab_association values (?, ?, ?, ?)", [lab, NUMBER, LAB, ORGANISATION])
