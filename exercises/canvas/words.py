"""The words on the canvas page, by the names that its script knows them under."""

from lab.i18n import N_
from lab.i18n import gettext as _

WORDS = {
    "title": N_("Paint a landscape"),
    "back": N_("Done"),
    "materials": N_("Materials"),
    "tools": N_("Tools"),
    "brush": N_("Brush"),
    "fill": N_("Fill"),
    "eraser": N_("Eraser"),
    "eraser_rule": N_("Eraser: sky in the upper half, grass in the lower"),
    "undo": N_("Undo"),
    "redo": N_("Redo"),
    "clear": N_("Clear everything"),
    "size": N_("Brush size"),
    "sizes": N_("Small|Medium|Large|Huge"),
    "maps": N_("Start from"),
    "styles": N_("Light and season"),
    "another": N_("Another one"),
    "save": N_("Save picture"),
    "saved": N_("Saved"),
    "download": N_("Download"),
    "picture": N_("The picture that AI makes from your map"),
    "your_map": N_("Your map"),
    "the_picture": N_("The picture"),
    "surface": N_("Your map. Paint with the arrow keys and the space bar, or with a pointer."),
    "mark": N_("AI picture"),
    "coming": N_("Here your picture appears."),
    "mine": N_("Your saved pictures"),
    "one_of_mine": N_("Saved picture {number}"),
    "starting": N_("The picture machine is starting. You can paint meanwhile."),
    "painting": N_("Painting the picture ..."),
    "queue": N_("You are number {place} in the queue."),
    "shown": N_("Picture {seed}, made in {seconds} s"),
    "lost": N_("No answer from the lab's computer. Make one more stroke in a moment."),
    "keys": N_("Keys: B brush, F fill, E eraser, 1-4 size, Z undo, Y redo, N another one"),
}


def words() -> dict[str, str]:
    """Every word in the reader's language."""
    return {name: _(text) for name, text in WORDS.items()}
