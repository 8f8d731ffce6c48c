"""What can be read of a municipality in a half-year: three views and what is chosen in them, as an address says it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from lab.errors import NotValid
from lab.i18n import N_
from lab.participation.compare import COUNTRY_WIDE, COUNTY

MUNICIPALITY, COMPARE, AREAS = VIEWS = ("municipality", "compare", "areas")
MAPS = (COUNTY, COUNTRY_WIDE)
"""How far the map goes: no farther than the reader may see."""


class ChoiceUnknown(NotValid):
    message = N_("“{name}” cannot be chosen here.")
    hint = N_("Choose one of: {names}")


@dataclass(frozen=True)
class View:
    """A view; what a municipality is laid `against` in one, and how far the map goes in the others."""

    kind: str = MUNICIPALITY
    against: str = COUNTY
    map: str = COUNTY

    @classmethod
    def asked(cls, query: Mapping[str, str]) -> "View":
        """As an address names it."""
        return cls(query.get("view", MUNICIPALITY), query.get("with", COUNTY), query.get("map", COUNTY))

    @property
    def query(self) -> str:
        """What stands after the address of a file: only what is not so from the start."""
        said = {"view": self.kind, "with": self.against, "map": self.map}
        first = {"view": MUNICIPALITY, "with": COUNTY, "map": COUNTY}
        changed = {name: value for name, value in said.items() if value != first[name]}
        return f"?{urlencode(changed)}" if changed else ""


PLAIN = View()


def check(name: str, offered: Collection[str]) -> None:
    """Raises ChoiceUnknown for what is not offered."""
    if name not in offered:
        raise ChoiceUnknown(name=name, names=", ".join(offered))
