"""Other ways to make a picture, at their usual size, with random weights: what one costs does not depend on them.

- SPADE's generator (Park et al. 2019), written here from the layers that its paper tells.
- SD-Turbo: the network of Stable Diffusion 2.1 once, and its decoder.
- Stable Diffusion 1.5 with LCM: its network and a ControlNet for maps four times, and the decoder.

The text encoders are left out: a prompt need be read only once.
"""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812
from diffusers import AutoencoderKL, ControlNetModel, UNet2DConditionModel
from torch import Tensor, nn

CLASSES = 184
"""COCO-Stuff's 182 kinds of things, "none of them", and an outline: what GauGAN was given."""

Paint = Callable[[], object]


class Spade(nn.Module):
    """Levels every number in the picture, and then lets the map say how strong it is to be at each place."""

    def __init__(self, channels: int, classes: int, hidden: int = 128) -> None:
        super().__init__()
        self.level = nn.BatchNorm2d(channels, affine=False)
        self.shared = nn.Conv2d(classes, hidden, 3, padding=1)
        self.strength = nn.Conv2d(hidden, channels, 3, padding=1)
        self.shift = nn.Conv2d(hidden, channels, 3, padding=1)

    def forward(self, x: Tensor, labels: Tensor) -> Tensor:
        seen = F.relu(self.shared(F.interpolate(labels, size=x.shape[2:], mode="nearest")))
        return self.level(x) * (1 + self.strength(seen)) + self.shift(seen)


class SpadeBlock(nn.Module):
    """Two convolutions, each after a Spade, and a way round them."""

    def __init__(self, inputs: int, outputs: int, classes: int) -> None:
        super().__init__()
        middle = min(inputs, outputs)
        self.levels = nn.ModuleList([Spade(inputs, classes), Spade(middle, classes)])
        self.convolutions = nn.ModuleList(
            [nn.Conv2d(inputs, middle, 3, padding=1), nn.Conv2d(middle, outputs, 3, padding=1)]
        )
        self.around = nn.Conv2d(inputs, outputs, 1, bias=False) if inputs != outputs else None
        self.around_level = Spade(inputs, classes) if inputs != outputs else None

    def forward(self, x: Tensor, labels: Tensor) -> Tensor:
        way = x
        if self.around is not None and self.around_level is not None:
            way = self.around(self.around_level(x, labels))
        for level, convolution in zip(self.levels, self.convolutions, strict=True):
            x = convolution(F.leaky_relu(level(x, labels), 0.2))
        return way + x


class SpadeGenerator(nn.Module):
    """From a map 32 times smaller than the picture up to its full size. (B, CLASSES, H, W) to (B, 3, H, W)."""

    def __init__(self, width: int = 64, classes: int = CLASSES) -> None:
        super().__init__()
        self.first = nn.Conv2d(classes, 16 * width, 3, padding=1)
        plan = (16, 16, 16, 16, 8, 4, 2, 1)
        self.blocks = nn.ModuleList(SpadeBlock(a * width, b * width, classes) for a, b in pairwise(plan))
        self.paint = nn.Conv2d(width, 3, 3, padding=1)

    def forward(self, labels: Tensor) -> Tensor:
        small = F.interpolate(labels, scale_factor=1 / 32, mode="nearest")
        x = self.first(small)
        for number, block in enumerate(self.blocks):
            # The second and the third block work at the same size.
            if number not in (0, 2):
                x = F.interpolate(x, scale_factor=2.0, mode="nearest")
            x = block(x, labels)
        return torch.tanh(self.paint(F.leaky_relu(x, 0.2)))


SD_WIDTHS, VAE_WIDTHS = (320, 640, 1280, 1280), (128, 256, 512, 512)
TINY_WIDTHS = (8, 8, 16, 16)


def waited(paint: Paint) -> Paint:
    """The same without what only training needs, and done only when a GPU has really finished."""

    def painted() -> object:
        with torch.inference_mode():
            answer = paint()
            if torch.cuda.is_available():
                torch.cuda.synchronize()
            return answer

    return painted


def drawn_at_random(make: Callable[[], nn.Module], device: str) -> Any:
    """A network with small random weights, made without the slow start that training needs."""
    with torch.device("meta"):
        network = make()
    network = network.to(torch.bfloat16 if device != "cpu" else torch.float32).to_empty(device=device).eval()
    for name, numbers in (*network.named_parameters(), *network.named_buffers()):
        if numbers.is_floating_point():
            nn.init.ones_(numbers) if "var" in name else nn.init.normal_(numbers, std=0.02)
    return network.requires_grad_(False)


def spade(size: int, device: str, tiny: bool = False) -> tuple[Paint, int]:
    """A way to paint one picture, and how many numbers it has."""
    network = drawn_at_random(lambda: SpadeGenerator(4 if tiny else 64, 16 if tiny else CLASSES), device)
    labels = _like(network, 1, 16 if tiny else CLASSES, size, size)
    return waited(lambda: network(labels)), _count(network)


def sd_turbo(size: int, device: str, tiny: bool = False) -> tuple[Paint, int]:
    """One step of Stable Diffusion 2.1's network at an eighth of the size, and the decoder."""
    network, decoder = _unet(device, 1024, (5, 10, 20, 20), tiny, True), _decoder(device, tiny)
    latents, text = _latents(network, size), _text(network, 1024)

    def paint() -> object:
        return decoder.decode(network(latents, 999, text).sample)

    return waited(paint), _count(network) + _count(decoder.decoder)


def sd_lcm_control(size: int, device: str, tiny: bool = False) -> tuple[Paint, int]:
    """Four steps of Stable Diffusion 1.5's network with a ControlNet, and the decoder."""
    network, decoder, control = _unet(device, 768, 8, tiny), _decoder(device, tiny), _control(device, tiny)
    latents, text, coloured = _latents(network, size), _text(network, 768), _like(network, 1, 3, size, size)

    def paint() -> object:
        x = latents
        for time in (999, 759, 499, 259):
            down, middle = control(x, time, text, coloured, return_dict=False)
            x = network(
                x, time, text, down_block_additional_residuals=down, mid_block_additional_residual=middle
            ).sample
        return decoder.decode(x)

    return waited(paint), sum(map(_count, (network, control, decoder.decoder)))


PEERS: dict[str, Callable[[int, str, bool], tuple[Paint, int]]] = {
    "SPADE": spade,
    "SD-Turbo, 1 step": sd_turbo,
    "SD 1.5 + LCM + ControlNet, 4 steps": sd_lcm_control,
}


def _unet(device: str, text: int, heads: Any, tiny: bool, linear: bool = False) -> Any:
    widths = TINY_WIDTHS if tiny else SD_WIDTHS
    return drawn_at_random(
        lambda: UNet2DConditionModel(
            block_out_channels=widths, cross_attention_dim=text, attention_head_dim=2 if tiny else heads,
            use_linear_projection=linear, norm_num_groups=4 if tiny else 32, layers_per_block=1 if tiny else 2,
        ),
        device,
    )  # fmt: skip


def _control(device: str, tiny: bool) -> Any:
    widths = TINY_WIDTHS if tiny else SD_WIDTHS
    return drawn_at_random(
        lambda: ControlNetModel(
            block_out_channels=widths, cross_attention_dim=768, attention_head_dim=2 if tiny else 8,
            norm_num_groups=4 if tiny else 32, layers_per_block=1 if tiny else 2,
        ),
        device,
    )  # fmt: skip


def _decoder(device: str, tiny: bool) -> Any:
    return drawn_at_random(
        lambda: AutoencoderKL(
            block_out_channels=TINY_WIDTHS if tiny else VAE_WIDTHS, norm_num_groups=4 if tiny else 32,
            layers_per_block=1 if tiny else 2, latent_channels=4,
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
        ),
        device,
    )  # fmt: skip


def _latents(network: nn.Module, size: int) -> Tensor:
    return _like(network, 1, 4, size // 8, size // 8)


def _text(network: nn.Module, width: int) -> Tensor:
    return _like(network, 1, 77, width)


def _like(network: nn.Module, *shape: int) -> Tensor:
    one = next(network.parameters())
    return torch.randn(*shape, dtype=one.dtype, device=one.device)


def _count(network: nn.Module) -> int:
    return sum(numbers.numel() for numbers in network.parameters())
