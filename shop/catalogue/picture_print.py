"""The print of a picture: 64 bits that stay when it is made smaller, sent again by a messenger, or a little lighter."""

from PIL import Image

from shop.kernel.prints import signed

SIDE = 8


def print_of(picture: Image.Image) -> int:
    """Whether each of 8 by 8 places is lighter than its neighbour to the right, as a signed number of 64 bits (dHash)."""
    grey = picture.convert("L").resize((SIDE + 1, SIDE), Image.Resampling.BOX)
    levels = grey.tobytes()
    bits = 0
    for row in range(SIDE):
        for column in range(SIDE):
            at = row * (SIDE + 1) + column
            bits = bits << 1 | (levels[at] > levels[at + 1])
    return signed(bits)
