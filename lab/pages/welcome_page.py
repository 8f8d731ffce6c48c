"""What a visitor who is not logged in meets: two ways in, and what this place is."""

from markupsafe import Markup

from lab import page
from lab.i18n import gettext as _
from lab.pages import organisation

WAYS = Markup("""
<div class="ways">
  <a class="way way-main" href="/join">
    <span class="way-title">{join}</span><span class="way-text">{join_text}</span>
  </a>
  <a class="way" href="/login">
    <span class="way-title">{login}</span><span class="way-text">{login_text}</span>
  </a>
</div>
""")


def draw() -> None:
    page.heading(
        _("Welcome to Verkstad"), _("Here you paint, make and try things together with a computer that learns.")
    )
    page.html(
        WAYS.format(
            join=_("I want to join"),
            join_text=_("You are in the room and have the number from the leader's screen."),
            login=_("Log in"),
            login_text=_("You lead sessions, read reports or look after the lab."),
        )
    )
    if page.shop().settings.oidc:
        organisation.draw()


draw()
