"""Stage B: a critic makes the first steps crisp.

What the noise does not settle, stage A paints as a mean, which is soft. A second network, the critic, learns to tell
rendered pictures from painted ones, and the painter learns to pass (Goodfellow et al. 2014, with the hinge loss of
Lim and Ye 2017 and judging patch by patch as in Isola et al. 2017). The painter still has to match the true picture,
so it stays obedient.
"""

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn
from torch.nn.utils.parametrizations import spectral_norm

from exercises.canvas.training.data import Pairs
from exercises.canvas.training.train import Trainer, difference, importance, look, on_the_way

NOVICE = 200
"""Steps until the critic's word counts in full."""


class Critic(nn.Module):
    """Says for each patch how real it looks, knowing map and style: (B, 3, H, W) to scores and its features."""

    def __init__(self, widths: tuple[int, ...] = (40, 64, 112, 128), materials: int = 16, styles: int = 8) -> None:
        super().__init__()
        self.material = nn.Embedding(materials, 6)
        inputs = [4 * (3 + 6), *widths[:-1]]
        self.looks = nn.ModuleList(
            spectral_norm(
                nn.Conv2d(a, b, 3 if k == 0 else 4, stride=1 if k == 0 else 2, padding=1, padding_mode="replicate")
            )
            for k, (a, b) in enumerate(zip(inputs, widths, strict=True))
        )
        self.style = nn.ModuleList(nn.Linear(styles, width) for width in widths)
        self.scores = nn.ModuleList(spectral_norm(nn.Conv2d(width, 1, 3, padding=1)) for width in widths[1:])

    def forward(self, pictures: Tensor, labels: Tensor, styles: Tensor) -> tuple[list[Tensor], list[Tensor]]:
        x = F.pixel_unshuffle(torch.cat([pictures, self.material(labels).movedim(3, 1)], dim=1), 2)
        scores, features = [], []
        for k, (see, tune) in enumerate(zip(self.looks, self.style, strict=True)):
            x = F.leaky_relu(see(x) + tune(styles)[:, :, None, None], 0.2)
            features.append(x)
            if k:
                scores.append(self.scores[k - 1](x))
        return scores, features


def grain(pictures: Tensor) -> Tensor:
    """How much fine detail there is in each square of 8 points: the mean size of what a 3x3 blur takes away."""
    soft = F.avg_pool2d(F.pad(pictures, (1,) * 4, mode="replicate"), 3, stride=1)
    return F.avg_pool2d((pictures - soft).abs(), 8)


def lost_grain(painted: Tensor, true: Tensor) -> Tensor:
    """How far the amount of fine detail is off. Where a point cannot be known the mean is nearest, and that is soft."""
    return (grain(painted) - grain(true)).abs().mean()


class Distiller(Trainer):
    """Goes on from stage A's weights; keeps its own checkpoint beside them."""

    stage = "critic"
    file = "distilled.pt"

    def prepare(self) -> None:
        super().prepare()
        self.critic = Critic().to(self.device, memory_format=torch.channels_last)
        for group in self.optimiser.param_groups:
            group["betas"] = (0.5, 0.98)
        self.critic_optimiser = torch.optim.Adam(self.critic.parameters(), lr=self.plan.critic_rate, betas=(0.0, 0.98))

    def trained(self) -> list[nn.Parameter]:
        return [*super().trained(), *self.critic.parameters()]

    def more_state(self) -> dict:
        return {
            "critic": self.critic.state_dict(), "critic_optimiser": self.critic_optimiser.state_dict(),
        }  # fmt: skip

    def take_state(self, state: dict) -> None:
        super().take_state(state)
        self.critic.load_state_dict(state["critic"])
        self.critic_optimiser.load_state_dict(state["critic_optimiser"])

    def losses(self, pairs: Pairs) -> Tensor:
        """One step of the critic, then what the painter should lessen."""
        time_, noisy = on_the_way(pairs, self.generator)
        painted = look(self.network, pairs, time_, noisy).float()
        wanted = self._teach_critic(pairs, painted.detach())
        self.critic.requires_grad_(False)
        scores, features = self.critic(painted, pairs.labels, pairs.styles)
        convincing = -sum(score.mean() for score in scores) / len(scores)
        alike = sum((a - b).abs().mean() for a, b in zip(features, wanted, strict=True)) / len(features)
        coarse = (F.avg_pool2d(painted, 8) - F.avg_pool2d(pairs.pictures, 8)).abs().mean()
        near = difference(painted, pairs.pictures, importance(pairs.labels)) + 1.5 * lost_grain(painted, pairs.pictures)
        # A critic that knows nothing yet should not be believed.
        trusted = self.plan.critic_weight * min(1.0, self.own_steps / NOVICE)
        return near + 2 * coarse + trusted * (convincing + 8 * alike)

    def _teach_critic(self, pairs: Pairs, painted: Tensor) -> list[Tensor]:
        """One step of the critic; returns what it sees in the true pictures."""
        self.critic.requires_grad_(True)
        real, seen = self.critic(pairs.pictures, pairs.labels, pairs.styles)
        fake, _ = self.critic(painted, pairs.labels, pairs.styles)
        loss = sum(F.relu(1 - r).mean() + F.relu(1 + f).mean() for r, f in zip(real, fake, strict=True)) / len(real)
        self.critic_optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.critic_optimiser.step()
        self.extra["critic"] = round(float(loss.detach()), 3)
        return [one.detach() for one in seen]
