"""`python -m exercises.canvas.training --minutes 60 --out DIR`: from nothing to weights that ship, in one command.

It can be stopped at any time and goes on when it is started again with the same folder. More minutes than before go on
from where the last training ended. Stages: flow (learn the pairs), critic (make it crisp), then export and evaluate.
`--from exercises/canvas/weights` begins with a model that is there already and goes through the second stage only, in
small steps: so it learns what was changed a little in the renderer since. With `--both` it goes through both stages in
full steps: for a renderer that draws much otherwise now.
"""

import argparse
import json
from pathlib import Path

import torch

from exercises.canvas.training.distil import Distiller
from exercises.canvas.training.evaluate import evaluate
from exercises.canvas.training.export import export
from exercises.canvas.training.sheets import render_sheet, sample_sheet, stages_sheet, style_sheet
from exercises.canvas.training.train import Plan, Trainer, shipped

FLOW_PART = 2 / 3
"""Part of the minutes for stage A; the rest is for the critic."""
TUNING_RATE = 1.5e-4
"""Smaller steps for a model that knows most of it already."""


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m exercises.canvas.training", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60, help="training time in all, over all starts")
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--out", type=Path, required=True, help="folder of checkpoints, log, sheets and the model")
    parser.add_argument("--from", dest="start", type=Path, help="folder of a model to begin with")
    parser.add_argument("--both", action="store_true", help="with --from: both stages, not the second only")
    parser.add_argument("--threads", type=int, default=0, help="CPU threads; 0 leaves torch's choice")
    parser.add_argument("--assistants", type=int, default=0, help="further processes that train the same weights (CPU)")
    parser.add_argument("--tiny", action="store_true", help="a toy network at 64 pixels, to try the command")
    return parser.parse_args()


def plan_for(device: torch.device, minutes: float, tiny: bool, assistants: int = 0) -> Plan:
    plan = Plan.for_device(device, minutes)
    plan.assistants = assistants if device.type == "cpu" else 0
    if tiny:
        plan.sizes, plan.crop, plan.first, plan.room, plan.batch = (64,), 64, 4, 16, 2
        plan.widths, plan.blocks = (8, 8, 16), (1, 0, 1)
    return plan


def critic_plan_for(device: torch.device, minutes: float, tiny: bool, assistants: int = 0) -> Plan:
    plan = plan_for(device, minutes, tiny, assistants)
    plan.rate, plan.full_from, plan.average = 2.5e-4, 2.0, 0.995
    return plan


def train(
    out: Path, device: torch.device, minutes: float, tiny: bool = False, assistants: int = 0, start: Path | None = None
) -> Path:
    """Run both stages as far as the minutes go, from nothing or from a model; returns the checkpoint to ship."""
    out.mkdir(parents=True, exist_ok=True)
    plan = plan_for(device, minutes * FLOW_PART, tiny, assistants)
    take_shape(plan, start)
    flow = Trainer(plan, device, out)
    if not flow.resume() and start:
        flow.go_on_from(start)
    flow.run()
    flow.close()
    plan = critic_plan_for(device, minutes * (1 - FLOW_PART), tiny, assistants)
    take_shape(plan, start)
    critic = Distiller(plan, device, out)
    if not critic.resume() or critic.began_at != flow.step:
        critic.close()
        critic = Distiller(plan, device, out)
        critic.start_from(torch.load(flow.checkpoint, map_location=device, weights_only=True))
    critic.run()
    critic.close()
    return critic.checkpoint


def tune(model: Path, out: Path, device: torch.device, minutes: float, tiny: bool = False, assistants: int = 0) -> Path:
    """Go on with a model that is there already, for so many minutes in all; returns the checkpoint to ship."""
    out.mkdir(parents=True, exist_ok=True)
    plan = critic_plan_for(device, minutes, tiny, assistants)
    plan.rate = TUNING_RATE
    take_shape(plan, model)
    critic = Distiller(plan, device, out)
    if not critic.resume():
        critic.go_on_from(model)
    critic.run()
    critic.close()
    return critic.checkpoint


def take_shape(plan: Plan, model: Path | None) -> None:
    """A model that is gone on from keeps its size."""
    if model:
        shape = shipped(model).config
        plan.widths, plan.blocks = tuple(shape.widths), tuple(shape.blocks)


def main() -> None:
    asked = arguments()
    if asked.threads:
        torch.set_num_threads(asked.threads)
    name = ("cuda" if torch.cuda.is_available() else "cpu") if asked.device == "auto" else asked.device
    what = (asked.out, torch.device(name), asked.minutes, asked.tiny, asked.assistants)
    checkpoint = tune(asked.start, *what) if asked.start and not asked.both else train(*what, start=asked.start)
    model = asked.out / "model"
    export(checkpoint, model)
    figures = evaluate(model, count=8 if asked.tiny else 24, size=64 if asked.tiny else 256)
    (model / "evaluation.json").write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    if not asked.tiny:
        render_sheet().save(asked.out / "rendered.jpg", quality=88)
        stages_sheet(model).save(asked.out / "stages.jpg", quality=88)
        sample_sheet(model).save(asked.out / "painted.jpg", quality=88)
        style_sheet(model).save(asked.out / "styles.jpg", quality=88)
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
