"""The words on the canvas page, by the names that its script knows them under."""

from lab.i18n import N_
from lab.i18n import gettext as _

PAGE = {
    "title": N_("Paint a landscape"),
    "back": N_("Back"),
    "materials": N_("Materials"),
    "tools": N_("Tools"),
    "brush": N_("Brush"),
    "fill": N_("Fill"),
    "line": N_("Line"),
    "line_rule": N_("Line: drag from one end to the other."),
    "stamp": N_("Shapes"),
    "stamp_rule": N_("Shapes: press on the map where it is to stand."),
    "stamps": N_("Shapes to put on the map"),
    "stamp_names": N_("Mountain|Island|Trees|Cottage|Cloud|Sun"),
    "eraser": N_("Eraser"),
    "eraser_rule": N_("Eraser: sky in the upper half, grass in the lower"),
    "ground_rule": N_("What nobody has painted is sky above and grass below."),
    "mirror": N_("Mirror"),
    "undo": N_("Undo"),
    "redo": N_("Redo"),
    "clear": N_("Clear everything"),
    "size": N_("Brush size"),
    "sizes": N_("Small|Medium|Large|Huge|Giant"),
    "maps": N_("Start from"),
    "invite": N_("Choose a material and draw here"),
    "surface": N_("Your map. Paint with the arrow keys and the space bar, or with a pointer."),
    "your_map": N_("Your map"),
    "keys": N_(
        "Keys: B brush, F fill, L line, S shapes, E eraser, M mirror, 1-5 size, Z undo, Y redo, N another one, C compare"  # noqa: E501
    ),
}

PICTURE = {
    "styles": N_("Light and season"),
    "morph": N_("How much of the second light"),
    "morph_with": N_("The light to blend with"),
    "blend": N_("Blend"),
    "blended": N_("{part} of 100 {light}"),
    "another": N_("Another one"),
    "finish": N_("Finish"),
    "finished": N_("Finished picture {seed}, made in {seconds} s"),
    "save": N_("Save picture"),
    "saved": N_("Saved"),
    "download": N_("Download"),
    "compare": N_("Compare with the map"),
    "divide": N_("Drag between map and picture"),
    "enlarge": N_("Show the picture large"),
    "picture": N_("The picture that AI makes from your map"),
    "the_picture": N_("The picture"),
    "mark": N_("AI picture"),
    "coming": N_("Here your picture appears."),
    "album": N_("Latest pictures"),
    "album_one": N_("Picture {number} of the last {count}: go back to it"),
    "again": N_("You are back at an earlier picture. Paint on."),
    "mine": N_("Your saved pictures"),
    "one_of_mine": N_("Saved picture {number}"),
    "starting": N_("The picture machine is starting. You can paint meanwhile."),
    "painting": N_("Painting the picture ..."),
    "step": N_("Step {step} of {steps} ..."),
    "queue": N_("You are number {place} in the queue."),
    "shown": N_("Picture {seed}, made in {seconds} s"),
    "busy": N_("Something newer took its place. Press once more."),
    "lost": N_("No answer from the lab's computer. The page tries again by itself."),
    "free_text": N_("Words for the finished picture"),
    "free_text_rule": N_("Words about nature and weather only. Never write a name, or anything about a person."),
    "paused": N_("Time for a pause"),
    "paused_text": N_("Your leader has paused. Look up! All that you painted is still here, and it goes on by itself."),
    "stopped": N_("Stop for now"),
    "stopped_text": N_(
        "Your leader has stopped the painting. All that you painted is still here. When your leader starts again, the page goes on by itself."  # noqa: E501
    ),
}

LOOKS = {
    "look_inside": N_("Look inside"),
    "how_honest": N_("How well did it obey?"),
    "close": N_("Close"),
    "looking": N_("Looking ..."),
    "lost_look": N_("No answer from the lab's computer."),
    "try_again": N_("Try again"),
    "honest_how": N_(
        "A second computer program has looked at the picture, without seeing your map. Where it sees what you painted, the first one obeyed. It can be wrong too."  # noqa: E501
    ),
    "sees": N_("What the computer sees"),
    "bars": N_("Material by material"),
    "of_hundred": N_("{parts} of 100: {words}"),
    "lacking": N_("What it has seldom seen"),
    "try_it": N_("Try it"),
    "steps": N_("Step by step"),
    "steps_how": N_(
        "The computer begins with noise, and with a sketch that a rule has made of your map. From these it guesses the whole picture at once. It mixes a part of its guess into the noise and looks again. Drag and see."  # noqa: E501
    ),
    "looked_at": N_("What it looked at"),
    "guessed": N_("What it guessed"),
    "step_noise": N_("Guess {step} of {steps}. Noise left when it guessed: {noise} of 100."),
    "learnt": N_("What it learnt from"),
    "learnt_how": N_(
        "No photographs: a program drew all the pictures that this model learnt from. These are the ones most like yours."  # noqa: E501
    ),
    "learnt_ask": N_("Has it copied any of them? What is alike, and what did it make up?"),
    "its_map": N_("Its map"),
    "training_picture": N_("Training picture {number}: {light}"),
    "ways": N_("Other ways to paint"),
    "ways_how": N_("The same map, painted in different ways. Is the largest model always worth it?"),
    "way_time": N_("Time: {seconds} s"),
    "way_energy": N_("Energy: about {joules} J, a small lamp for {seconds} s"),
    "way_obeyed": N_("Obeyed: {parts} of 100"),
    "ways_rule": N_(
        "The energy is an estimate: the time, times the power that such a computer usually draws. A small lamp draws 5 watts."  # noqa: E501
    ),
}

WORDS = PAGE | PICTURE | LOOKS


def words() -> dict[str, str]:
    """Every word in the reader's language."""
    return {name: _(text) for name, text in WORDS.items()}
