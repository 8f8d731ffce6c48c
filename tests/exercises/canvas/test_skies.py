"""What is far away in the plain picture: clouds, sun, mountains and water, as a photographer would look at them."""

import pytest
import torch
from torch import Tensor

from exercises.canvas import palette
from exercises.canvas.fields import Noise, white_noise
from exercises.canvas.sketch import Sketch

torch.set_num_threads(1)
SIDE = 128
STYLES = torch.eye(8)


def plain(labels: Tensor, style: int = 1, seed: int = 3) -> Tensor:
    """The plain picture's brightness, (H, W)."""
    noise = Noise(white_noise([seed], *labels.shape))
    return Sketch.of(labels[None], STYLES[style : style + 1], noise).plain[0].mean(0)


def sea_under(column: int) -> Tensor:
    labels = torch.full((SIDE, SIDE), palette.SKY)
    labels[SIDE // 2 :] = palette.LAKE
    labels[20:30, column - 5 : column + 5] = palette.GLOW
    return labels


@pytest.mark.parametrize("style", [0, 2, 3, 4])
def test_the_sun_or_moon_throws_a_path_of_light_on_the_water_below_it(style: int) -> None:
    for column in (40, 90):
        water = plain(sea_under(column), style)[SIDE // 2 + 4 :]
        assert water[:, column - 6 : column + 6].mean() > water[:, [5, SIDE - 5]].mean() * 1.1


def test_the_suns_disc_is_as_bright_as_anything_and_stays_where_it_was_painted() -> None:
    picture = plain(sea_under(64), style=2)
    assert picture[22:28, 61:67].min() > 0.9
    assert picture[:15].max() < 0.9


def test_a_cloud_has_soft_rims_white_tops_and_shaded_bases() -> None:
    labels = torch.full((SIDE, SIDE), palette.SKY)
    labels[40:70, 30:100] = palette.CLOUD
    picture = plain(labels)
    without = plain(torch.full((SIDE, SIDE), palette.SKY))
    part = (picture - without)[30:50, 40:90]
    rim = (part > 0.1 * part.max()) & (part < 0.6 * part.max())
    assert rim.sum(0).float().mean() > 3
    assert picture[44:50, 45:85].mean() > picture[62:68, 45:85].mean() + 0.05


def test_the_feet_of_mountains_are_paler_than_their_tops() -> None:
    labels = torch.full((SIDE, SIDE), palette.SKY)
    labels[10:68, 10:118] = palette.MOUNTAIN
    labels[68:] = palette.GRASS
    picture = plain(labels, style=5)
    assert picture[56:66, 20:108].std() < picture[20:30, 20:108].std()


def test_fog_hides_what_is_behind_it_and_thins_out_above() -> None:
    labels = torch.full((SIDE, SIDE), palette.FOREST)
    labels[:20] = palette.SKY
    clear = plain(labels)
    labels[60:80] = palette.FOG
    change = (plain(labels) - clear)[:, 10:-10].mean(1)
    assert change[64:76].min() > 0.2
    assert change[64:76].min() > change[50] > change[40] > -0.01
