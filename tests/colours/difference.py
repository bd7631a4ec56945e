"""Differences of colours as eyes see them: CIEDE2000, and what colour-blind eyes see, after Machado et al. (2009).

Independent of the app: nothing of `optsim` is used here.
"""

import numpy as np

#: Sharma, Wu and Dalal (2005), table 1, also at https://hajim.rochester.edu/ece/sites/gsharma/ciede2000/
VISIONS = {
    "normal": np.eye(3),
    # Machado, Oliveira and Fernandes (2009), severity 1.0, for linear RGB
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colours):
    """Linear RGB (n, 3) of colours 0xRRGGBB."""
    packed = np.asarray(colours, np.int64)
    parts = np.stack([packed >> 16 & 255, packed >> 8 & 255, packed & 255], axis=-1) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(colours):
    """Relative luminance (WCAG 2.1)."""
    return linear(colours) @ np.array([0.2126, 0.7152, 0.0722])


def contrast(one, other):
    """Contrast ratio (WCAG 2.1), 1 to 21."""
    first, second = luminance(one), luminance(other)
    return (np.maximum(first, second) + 0.05) / (np.minimum(first, second) + 0.05)


def seen(colours, vision):
    """L*a*b* (n, 3), D65, of colours as seen by eyes of a kind."""
    shown = np.clip(linear(colours) @ VISIONS[vision].T, 0, 1)
    ratios = shown @ _XYZ.T / _WHITE
    cube = np.where(ratios > (6 / 29) ** 3, np.cbrt(ratios), ratios / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = np.moveaxis(cube, -1, 0)
    return np.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], axis=-1)


def ciede2000(one, other):
    """ΔE₀₀ of L*a*b* colours (..., 3): Sharma, Wu and Dalal (2005), equations 2 to 22."""
    (light1, a1, b1), (light2, a2, b2) = np.moveaxis(one, -1, 0), np.moveaxis(other, -1, 0)
    mean_chroma = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean_chroma**7 / (mean_chroma**7 + 25.0**7))
    chroma1, chroma2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    hue1, hue2 = (np.degrees(np.arctan2(b, stretch * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    grey = chroma1 * chroma2 == 0
    turn = hue2 - hue1
    turn = np.where(grey, 0, turn - 360 * (turn > 180) + 360 * (turn < -180))
    lighter, purer = light2 - light1, chroma2 - chroma1
    hue_part = 2 * np.sqrt(chroma1 * chroma2) * np.sin(np.radians(turn / 2))
    light, chroma = (light1 + light2) / 2, (chroma1 + chroma2) / 2
    apart, total = np.abs(hue1 - hue2) > 180, hue1 + hue2
    hue = np.where(grey, total, (total + np.where(apart, np.where(total < 360, 360, -360), 0)) / 2)
    weight = (
        1
        - 0.17 * np.cos(np.radians(hue - 30))
        + 0.24 * np.cos(np.radians(2 * hue))
        + 0.32 * np.cos(np.radians(3 * hue + 6))
        - 0.20 * np.cos(np.radians(4 * hue - 63))
    )
    by_light = 1 + 0.015 * (light - 50) ** 2 / np.sqrt(20 + (light - 50) ** 2)
    by_chroma, by_hue = 1 + 0.045 * chroma, 1 + 0.015 * chroma * weight
    rotation = -np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2)))) * 2
    rotation *= np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    terms = lighter / by_light, purer / by_chroma, hue_part / by_hue
    return np.sqrt(sum(term**2 for term in terms) + rotation * terms[1] * terms[2])


def least_differences(colours):
    """The smallest ΔE₀₀ between any two of the colours, (n, n), over all kinds of eyes; 0 with itself."""
    each = [seen(colours, vision) for vision in VISIONS]
    return np.min([ciede2000(lab[:, None], lab[None, :]) for lab in each], axis=0)
