"""Errors that people are told. Each rule that can be broken has a child of its own, raised where the rule is."""

from functools import partial
from typing import Any

from lab.i18n import N_, gettext


class LabError(Exception):
    """Something a person can understand and do something about.

    `message` says what happened and `hint` what to do now: English msgids with {named} fields, filled from the
    keyword arguments and shown in the reader's language in one place.
    """

    message = N_("Something went wrong.")
    hint = ""
    status = 400
    """HTTP status where the error ends a request."""

    def __init__(self, **values: Any) -> None:
        super().__init__(self.message.format(**values) if values else self.message)
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        """An engine may raise one in its own process; it arrives in the portal with its values."""
        return partial(type(self), **self.values), ()

    def told(self) -> str:
        """The message, in the reader's language."""
        return gettext(self.message, **self.values)

    def advised(self) -> str:
        """What to do now, in the reader's language; empty where there is nothing to add."""
        return gettext(self.hint, **self.values) if self.hint else ""


class NotAllowed(LabError):
    message = N_("You may not do this here.")
    hint = N_("Ask an administrator of the lab if you think you should be able to.")
    status = 403


class NotFound(LabError):
    message = N_("This does not exist, or no longer does.")
    hint = N_("Go back and choose again.")
    status = 404


class NotValid(LabError):
    """A form field that cannot be accepted as it is; children say which and why."""

    message = N_("Something in the form is not right.")
    status = 422


class TooManyAttempts(LabError):
    message = N_("Too many wrong attempts.")
    hint = N_("Wait {seconds} seconds and try again.")
    status = 429


class EngineUnavailable(LabError):
    message = N_("The picture machine stopped and is starting again.")
    hint = N_("Make one more stroke in a moment.")
    status = 503
