"""Further processes that train the same weights, where there are processor cores for them."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

if TYPE_CHECKING:
    from exercises.canvas.training.train import Plan, Trainer


class Assistants:
    """Processes that change the same weights without waiting for each other (Hogwild: Recht, Re, Wright and Niu 2011).

    Each has its own pictures, its own optimiser and one thread. On a busy machine this is far faster than one process
    with several threads, where each thread waits for the slowest at every layer.
    """

    def __init__(self, leader: "Trainer") -> None:
        context = torch.multiprocessing.get_context("spawn")
        self.clock, self.stop = context.Value("d", leader.seconds), context.Event()
        shared = [parameter.data.share_memory_() for parameter in leader.trained()]
        self.processes = [
            context.Process(
                target=assist,
                args=(
                    type(leader),
                    leader.plan,
                    leader.folder,
                    shared,
                    self.clock,
                    self.stop,
                    number * 50_000_000 + leader.rendered,
                ),
                daemon=True,
            )
            for number in range(1, leader.plan.assistants + 1)
        ]

    def __enter__(self) -> "Assistants":
        for process in self.processes:
            process.start()
        return self

    def __exit__(self, *_broken: object) -> None:
        self.stop.set()
        for process in self.processes:
            process.join()


def assist(
    kind: "type[Trainer]", plan: "Plan", folder: Path, shared: list[Tensor], clock: Any, stop: Any, first_picture: int
) -> None:
    """What an assistant does until it is told to stop."""
    torch.set_num_threads(1)
    trainer = kind(plan, torch.device("cpu"), folder)
    for mine, ours in zip(trainer.trained(), shared, strict=True):
        mine.data = ours
    trainer.rendered = first_picture
    trainer.generator.manual_seed(first_picture)
    trainer.fill_first()
    leader = os.getppid()
    while not stop.is_set() and os.getppid() == leader:
        trainer.seconds = clock.value
        trainer.train_step()
