"""A GPU that is not there: tensors with their numbers on the CPU that say they lie on "cuda", and refuse to be mixed
with others as a GPU's do. Enough to follow the rendering and the painting; not for gradients."""

from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode
from torch.utils._pytree import tree_leaves, tree_map

GPU = torch.device("cuda")
TOLD = {
    "item", "__float__", "__int__", "__bool__", "tolist", "__index__", "__len__", "size", "dim", "stride", "numel",
    "is_floating_point",
}  # fmt: skip
"""What a tensor answers with plain numbers."""


class There(Tensor):
    """A tensor that says it lies on the GPU; `here` holds its numbers."""

    here: Tensor

    @staticmethod
    def __new__(cls, here: Tensor) -> "There":
        told = {"strides": here.stride(), "storage_offset": here.storage_offset(), "dtype": here.dtype, "device": GPU}
        tensor = Tensor._make_wrapper_subclass(cls, here.shape, **told)
        tensor.here = here
        return tensor

    @classmethod
    def __torch_function__(cls, what: Any, _types: Any, args: Any = (), named: Any = None) -> Any:
        return called(what, args, named or {})

    @classmethod
    def __torch_dispatch__(cls, what: Any, *_rest: Any) -> Any:
        raise AssertionError(f"nobody followed {what}")


class Elsewhere(TorchFunctionMode):
    """Within, the GPU is there."""

    def __torch_function__(self, what: Any, _types: Any, args: Any = (), named: Any = None) -> Any:
        return called(what, args, named or {})


def here(value: Any) -> Any:
    return value.here if isinstance(value, There) else value


def called(what: Any, args: Any, named: dict[str, Any]) -> Any:
    """What torch would do, where all of it lies on one device; RuntimeError where not."""
    name = getattr(what, "__name__", "")
    with torch._C.DisableTorchFunctionSubclass():
        if name == "__get__":
            turned = isinstance(args[0], There) and what.__self__.__name__ == "T"
            return There(args[0].here.T) if turned else what(*args, **named)
        if name in ("to", "cpu"):
            return moved(*args, **named) if name == "to" else moved(args[0], "cpu")
        if name in TOLD:
            return what(*tree_map(here, args))
        there = [one for one in tree_leaves((args, named)) if isinstance(one, There)]
        device = named.pop("device", None)
        refuse_to_mix(name, args, named, there)
        if device is not None and torch.device(device).type == GPU.type and named.get("generator") is not None:
            raise RuntimeError("a generator of the CPU mixes devices")
        result = what(*tree_map(here, args), **tree_map(here, named))
        wanted = bool(there) if device is None else torch.device(device).type == GPU.type
        return tree_map(lambda one: placed(one, there), result) if wanted else result


def refuse_to_mix(name: str, args: Any, named: dict[str, Any], there: list[There]) -> None:
    """A GPU takes single numbers of the CPU, lists of places (`a[rows]`) and copies, and nothing else."""
    if not there or name in ("copy_", "__setitem__") or (name == "__getitem__" and isinstance(args[0], There)):
        return
    strangers = [
        one
        for one in tree_leaves((args, named))
        if isinstance(one, Tensor) and not isinstance(one, There) and one.dim()
    ]
    if strangers or name == "numpy":
        raise RuntimeError(f"{name} mixes devices")


def placed(one: Any, there: list[There]) -> Any:
    """On the GPU; what was changed in place stays the same tensor."""
    if not isinstance(one, Tensor):
        return one
    return next((known for known in there if known.here is one), There(one))


def moved(tensor: Tensor, *where: Any, device: Any = None, dtype: Any = None, **_how: Any) -> Tensor:
    for one in where:
        if isinstance(one, Tensor):
            device, dtype = one.device, one.dtype
        elif isinstance(one, torch.dtype):
            dtype = one
        elif isinstance(one, torch.device | str):
            device = one
    numbers = here(tensor).to(dtype or tensor.dtype)
    wanted = isinstance(tensor, There) if device is None else torch.device(device).type == GPU.type
    if wanted == isinstance(tensor, There):
        return tensor if numbers is here(tensor) else (There(numbers) if wanted else numbers)
    return There(numbers.clone()) if wanted else numbers.clone()


def carried(network: torch.nn.Module) -> torch.nn.Module:
    """The network with its weights on the GPU."""
    for part in network.modules():
        for numbers in (part._parameters, part._buffers):
            numbers.update({name: There(one.detach()) for name, one in numbers.items() if one is not None})
    return network
