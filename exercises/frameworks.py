"""What a lesson teaches, in the words of two frameworks that schools know. Names only; the texts are theirs.

The Swedish names in our catalogues are our own translation.
"""

from dataclasses import dataclass

from lab.i18n import N_


@dataclass(frozen=True)
class Source:
    """A framework: its own name, who wrote it, and where it is read."""

    name: str
    by: str
    url: str


@dataclass(frozen=True)
class Competency:
    """One of the twelve blocks of UNESCO's framework for students: an aspect at a level. `name` is a msgid."""

    key: str
    aspect: str
    level: str
    name: str


@dataclass(frozen=True)
class Idea:
    """One of AI4K12's five big ideas. `name` is a msgid."""

    key: str
    number: int
    name: str


UNESCO = Source(
    "AI competency framework for students", "UNESCO, 2024", "https://unesdoc.unesco.org/ark:/48223/pf0000391105"
)
AI4K12 = Source("Five Big Ideas in AI", "AI4K12 (AAAI, CSTA)", "https://ai4k12.org/")

ASPECTS = {
    "mindset": N_("Human-centred mindset"),
    "ethics": N_("Ethics of AI"),
    "techniques": N_("AI techniques and applications"),
    "design": N_("AI system design"),
}
LEVELS = {"understand": N_("Understand"), "apply": N_("Apply"), "create": N_("Create")}

COMPETENCIES = (
    Competency("human-agency", "mindset", "understand", N_("Human agency")),
    Competency("human-accountability", "mindset", "apply", N_("Human accountability")),
    Competency("citizenship", "mindset", "create", N_("Citizenship in the era of AI")),
    Competency("embodied-ethics", "ethics", "understand", N_("Embodied ethics")),
    Competency("safe-use", "ethics", "apply", N_("Safe and responsible use")),
    Competency("ethics-by-design", "ethics", "create", N_("Ethics by design")),
    Competency("ai-foundations", "techniques", "understand", N_("AI foundations")),
    Competency("application-skills", "techniques", "apply", N_("Application skills")),
    Competency("creating-ai-tools", "techniques", "create", N_("Creating AI tools")),
    Competency("problem-scoping", "design", "understand", N_("Problem scoping")),
    Competency("architecture-design", "design", "apply", N_("Architecture design")),
    Competency("iteration", "design", "create", N_("Iteration and feedback loops")),
)

IDEAS = (
    Idea("perception", 1, N_("Perception: computers perceive the world through sensors")),
    Idea(
        "representation",
        2,
        N_("Representation and reasoning: computers keep pictures of the world and reason with them"),
    ),
    Idea("learning", 3, N_("Learning: computers can learn from data")),
    Idea("interaction", 4, N_("Natural interaction: much knowledge is needed to work well with people")),
    Idea("society", 5, N_("Societal impact: AI can be good and bad for people")),
)

COMPETENCY = {one.key: one for one in COMPETENCIES}
IDEA = {one.key: one for one in IDEAS}
