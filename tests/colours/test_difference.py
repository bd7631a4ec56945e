"""The measures of colours, against what others have published."""

import numpy as np
import pytest

from tests.colours.difference import VISIONS, ciede2000, contrast, seen

#: Sharma, Wu and Dalal (2005), table 1: two colours L*a*b*, and ΔE₀₀
PUBLISHED = np.array([
    (50, 2.6772, -79.7751, 50, 0, -82.7485, 2.0425),
    (50, 3.1571, -77.2803, 50, 0, -82.7485, 2.8615),
    (50, 2.8361, -74.02, 50, 0, -82.7485, 3.4412),
    (50, -1.3802, -84.2814, 50, 0, -82.7485, 1),
    (50, -1.1848, -84.8006, 50, 0, -82.7485, 1),
    (50, -0.9009, -85.5211, 50, 0, -82.7485, 1),
    (50, 0, 0, 50, -1, 2, 2.3669),
    (50, -1, 2, 50, 0, 0, 2.3669),
    (50, 2.49, -0.001, 50, -2.49, 0.0009, 7.1792),
    (50, 2.49, -0.001, 50, -2.49, 0.001, 7.1792),
    (50, 2.49, -0.001, 50, -2.49, 0.0011, 7.2195),
    (50, 2.49, -0.001, 50, -2.49, 0.0012, 7.2195),
    (50, -0.001, 2.49, 50, 0.0009, -2.49, 4.8045),
    (50, -0.001, 2.49, 50, 0.001, -2.49, 4.8045),
    (50, -0.001, 2.49, 50, 0.0011, -2.49, 4.7461),
    (50, 2.5, 0, 50, 0, -2.5, 4.3065),
    (50, 2.5, 0, 73, 25, -18, 27.1492),
    (50, 2.5, 0, 61, -5, 29, 22.8977),
    (50, 2.5, 0, 56, -27, -3, 31.903),
    (50, 2.5, 0, 58, 24, 15, 19.4535),
    (50, 2.5, 0, 50, 3.1736, 0.5854, 1),
    (50, 2.5, 0, 50, 3.2972, 0, 1),
    (50, 2.5, 0, 50, 1.8634, 0.5757, 1),
    (50, 2.5, 0, 50, 3.2592, 0.335, 1),
    (60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644),
    (63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.263),
    (61.2901, 3.7196, -5.3901, 61.4292, 2.248, -4.962, 1.8731),
    (35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645),
    (22.7233, 20.0904, -46.694, 23.0331, 14.973, -42.5619, 2.0373),
    (36.4612, 47.858, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146),
    (90.8027, -2.0831, 1.441, 91.1528, -1.6435, 0.0447, 1.4441),
    (90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381),
    (6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377),
    (2.0776, 0.0795, -1.135, 0.9033, -0.0636, -0.5514, 0.9082),
])  # fmt: skip


def test_differences_are_those_that_were_published_in_both_directions():
    one, other, expected = PUBLISHED[:, :3], PUBLISHED[:, 3:6], PUBLISHED[:, 6]
    assert ciede2000(one, other) == pytest.approx(expected, abs=5.1e-5)
    assert ciede2000(other, one) == pytest.approx(expected, abs=5.1e-5)
    assert ciede2000(one, one) == pytest.approx(0)


def test_red_and_white_have_their_coordinates():
    lab = seen([0xFF0000, 0xFFFFFF, 0], "normal")
    assert lab == pytest.approx(np.array([[53.24, 80.09, 67.20], [100, 0, 0], [0, 0, 0]]), abs=0.01)


def test_colour_blind_eyes_see_greys_as_they_are_and_mix_up_what_is_known():
    for vision in VISIONS:
        assert seen([0x808080], vision) == pytest.approx(seen([0x808080], "normal"), abs=0.05)

    def least(one, other, vision):
        return float(ciede2000(seen([one], vision), seen([other], vision))[0])

    red, green, blue, teal = 0xD03000, 0x707000, 0x0060D0, 0x007080
    assert least(red, green, "deuteranopia") < least(red, green, "normal") / 2
    assert least(blue, teal, "tritanopia") < least(blue, teal, "normal") / 2


def test_contrast_of_black_on_white_is_21():
    assert contrast(0, 0xFFFFFF) == pytest.approx(21)
    assert contrast(0x777777, 0xFFFFFF) == pytest.approx(4.48, abs=0.01)
