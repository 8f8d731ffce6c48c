"""A library that changes the kind of number torch makes by itself, while others compute."""

import threading

import pytest
import torch

from exercises.canvas.usual_numbers import others_wait, usual_numbers


def build_while_another_computes(guard) -> torch.dtype:
    """What kind of number the other got that began while a model was being built."""
    building, asked, done = threading.Event(), threading.Event(), threading.Event()
    made = []

    def compute() -> None:
        building.wait()
        asked.set()
        with guard():
            made.append(torch.linspace(0, 1, 3).dtype)
        done.set()

    other = threading.Thread(target=compute)
    other.start()
    with others_wait():
        torch.set_default_dtype(torch.bfloat16)
        building.set()
        asked.wait()
        done.wait(0.2)  # Time for one that does not wait.
        torch.set_default_dtype(torch.float32)
    other.join()
    return made[0]


def test_who_computes_while_a_large_model_is_built_gets_numbers_as_usual() -> None:
    assert build_while_another_computes(usual_numbers) == torch.float32


def test_without_waiting_they_would_be_others() -> None:
    assert build_while_another_computes(threading.Lock) == torch.bfloat16


def build_badly() -> None:
    with others_wait():
        torch.set_default_dtype(torch.bfloat16)
        raise ValueError("broken")


def test_a_build_that_breaks_leaves_all_as_before() -> None:
    usual = torch.set_default_dtype
    with pytest.raises(ValueError, match="broken"):
        build_badly()
    assert torch.get_default_dtype() == torch.float32
    assert torch.set_default_dtype is usual
    assert build_while_another_computes(usual_numbers) == torch.float32
