"""What a photo's group is told kindly about it: too dark, not sharp, or small. Advice, never a refusal.

static/js/photo-advice.js measures the same on the phone before anything is sent: the two keep the same figures.
"""

from PIL import Image, ImageFilter, ImageStat

SMALL, DARK, BLURRED = "small", "dark", "blurred"

LEAST_SIDE = 600  # pixels of the shorter side: less fills no phone's screen
DARKEST = 55  # mean of the grey picture, 0 to 255
LEAST_SHARP = (
    25  # variance of the Laplacian on a grey picture of MEASURED pixels: what is 4 pixels out of focus on a phone of 1600
)
MEASURED = 480  # pixels of the longer side

_LAPLACIAN = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=2, offset=128)


def advice_on(picture: Image.Image) -> list[str]:
    """Which of SMALL, DARK, BLURRED it is. A small or dark one is not also called blurred: one thing at a time to mend."""
    grey = picture.convert("L")
    grey.thumbnail((MEASURED, MEASURED), Image.Resampling.BOX)
    advice = [SMALL] if min(picture.size) < LEAST_SIDE else []
    if ImageStat.Stat(grey).mean[0] < DARKEST:
        advice.append(DARK)
    if not advice and sharpness_of(grey) < LEAST_SHARP:
        advice.append(BLURRED)
    return advice


def sharpness_of(grey: Image.Image) -> float:
    """Variance of the Laplacian: what has edges has much of it, what is out of focus has little."""
    if min(grey.size) < 5:
        return 0.0
    edges = grey.filter(_LAPLACIAN).crop((1, 1, grey.width - 1, grey.height - 1))
    return ImageStat.Stat(edges).var[0] * 4  # the kernel's scale of 2 keeps strong edges within a byte
