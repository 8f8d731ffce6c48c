"""What the canvas says about itself."""

from lab.exercise import Exercise
from lab.i18n import N_

EXERCISE = Exercise(
    slug="canvas",
    title=N_("Paint a landscape"),
    summary=N_("Paint with materials and see a picture appear."),
    learns=(
        N_("A picture model obeys a map, and fills in the rest from what it has seen."),
        N_("The same map gives many pictures: chance starts each one, and the same number gives the same picture."),
        N_("A model only knows what it was trained on: here, landscapes that a computer drew."),
    ),
    ages=(8, 19),
    minutes=20,
    icon="palette",
    engine="exercises.canvas.engine:open_engine",
    ui="exercises.canvas.ui:build",
)
