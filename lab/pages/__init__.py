"""The portal's pages: one table that the portal, the menu and the links between pages read.

A page is one file, named here by its path so that the ground imports no other package. It draws when it is run.
"""

from dataclasses import dataclass
from pathlib import Path

from lab.access import ANONYMOUS, Actor, allows_anywhere
from lab.i18n import N_

ROOT = Path(__file__).parents[2]
"""The folder that lab, bookings and exercises lie in."""


@dataclass(frozen=True)
class Page:
    """`path` is its address, `title` a msgid, `icon` a Material Symbols name, `file` is relative to ROOT.

    `action` is what one must be allowed to do somewhere to see it; empty: every member of staff sees it.
    """

    path: str
    title: str
    icon: str
    file: str
    action: str = ""
    in_menu: bool = True

    @property
    def script(self) -> Path:
        return ROOT / self.file

    def open_to(self, actor: Actor) -> bool:
        """Whether `actor` has this page at all."""
        return allows_anywhere(actor, self.action) if self.action else actor != ANONYMOUS


WELCOME = Page("", N_("Welcome"), "waving_hand", "lab/pages/welcome_page.py", in_menu=False)
SETUP = Page("setup", N_("Set up the lab"), "construction", "bookings/pages/setup_page.py", in_menu=False)

PAGES = (
    Page("calendar", N_("Calendar"), "calendar_month", "bookings/pages/calendar_page.py", "see-calendar"),
    Page("session", N_("Session"), "groups", "bookings/pages/session_page.py", "run-session", in_menu=False),
    Page("my-sessions", N_("My sessions"), "event_available", "bookings/pages/own_page.py", "run-session"),
    Page("rounds", N_("Rounds"), "casino", "bookings/pages/rounds_page.py", "book-session"),
    Page("places", N_("Places"), "how_to_reg", "bookings/pages/places_page.py", "run-session", in_menu=False),
    Page("exercises", N_("Exercises"), "palette", "exercises/pages/exercises_page.py", "try-exercises"),
    Page("ourlab", N_("Our lab"), "insights", "lab/pages/ourlab_page.py", "see-lab-numbers"),
    Page(
        "attendance",
        N_("Attendance"),
        "fact_check",
        "bookings/pages/attendance_page.py",
        "see-lab-numbers",
        in_menu=False,
    ),
    Page("report", N_("Report"), "bar_chart", "lab/pages/report_page.py", "see-report"),
    Page("initiatives", N_("Initiatives"), "travel_explore", "lab/pages/initiatives_page.py", "see-initiatives"),
    Page("messages", N_("Messages"), "mail", "lab/pages/messages_page.py", "see-messages"),
    Page("labs", N_("Labs"), "home_work", "bookings/pages/labs_page.py", "manage-labs"),
    Page("areas", N_("Areas"), "map", "lab/pages/areas_page.py", "manage-areas"),
    Page("staff", N_("Staff"), "badge", "lab/pages/staff_page.py", "manage-staff"),
)
"""In the menu's order; the first page that someone has is where they start."""


def pages_of(actor: Actor) -> list[Page]:
    """The pages that `actor` has, in the menu's order."""
    return [page for page in PAGES if page.open_to(actor)]


def page_at(path: str) -> Page:
    """The page with that address; an address that is not in the table is a fault in the program."""
    return next(page for page in (WELCOME, SETUP, *PAGES) if page.path == path)
