"""`python -m exercises.canvas.large`: what would be loaded on this machine, and how. The doctor asks this.

One line of JSON: {"ok", "found", "advice"}, in the language of VERKSTAD_LANGUAGE. Nothing is loaded or fetched.
"""

import json
import os
from dataclasses import replace

from exercises.canvas.large.errors import LargeModelError
from exercises.canvas.large.looker import Looker
from exercises.canvas.large.survey import surveyed
from exercises.canvas.large.wanted import Wanted
from lab import i18n


def told() -> dict[str, object]:
    """What the doctor tells of the large model."""
    wanted = Wanted.of(os.environ)
    assert wanted, "VERKSTAD_LARGE_MODEL names no model"
    try:
        Looker()
        survey = surveyed(replace(wanted, download=False), _device())
    except LargeModelError as error:
        return {"ok": False, "found": error.told(), "advice": error.advised()}
    return {"ok": True, "found": f"{wanted.model}: {survey.kind.pipeline}, {survey.plan.told()}", "advice": ""}


def _device() -> str:
    import torch

    asked = os.environ.get("VERKSTAD_DEVICE", "auto")
    return ("cuda" if torch.cuda.is_available() else "cpu") if asked == "auto" else asked


if __name__ == "__main__":
    i18n.speak(os.environ.get("VERKSTAD_LANGUAGE"))
    print(json.dumps(told()))
