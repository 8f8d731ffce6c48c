"""From a checkpoint to the folder that ships: half-precision weights in diffusers' layout, and a card."""

import json
import shutil
from pathlib import Path

import torch

from exercises.canvas.pipeline import new_pipeline
from exercises.canvas.small_model import LandscapeUNet

NAME = "verkstad-canvas-2"
LARGEST_FILE = 16 * 2**20
"""Bytes; larger weights are cut into several files."""


def export(checkpoint: Path, folder: Path) -> None:
    """Write the running mean of a checkpoint's weights as a pipeline that `from_pretrained` loads."""
    state = torch.load(checkpoint, map_location="cpu", weights_only=True)
    plan = state["plan"]
    network = LandscapeUNet(widths=tuple(plan["widths"]), blocks=tuple(plan["blocks"]))
    network.load_state_dict(state["mean"])
    for part in ("unet", "scheduler"):
        shutil.rmtree(folder / part, ignore_errors=True)
    new_pipeline(network.half()).save_pretrained(folder, max_shard_size=LARGEST_FILE)
    for file in folder.glob("unet/*.safetensors"):
        file.chmod(0o644)
    (folder / "card.json").write_text(json.dumps(card(state), indent=1) + "\n", "utf-8")


def card(state: dict) -> dict[str, object]:
    """What the engine tells about the model."""
    minutes = round((state["seconds"] + state["earlier_seconds"]) / 60)
    return {
        "name": NAME,
        "trained": f"{state['step']} steps in {minutes} minutes, on {state['rendered']} landscapes drawn by rule",
        "steps": state["step"],
        "minutes": minutes,
        "rendered": state["rendered"],
    }
