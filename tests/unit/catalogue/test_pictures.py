"""What people send as photos, made here byte by byte: what is taken, what is refused, and that nothing but pixels is left."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms, ImageFilter

from shop.catalogue.picture_advice import advice_on
from shop.catalogue.pictures import KINDS, MOST_BYTES, Edit, PhotoRefused, check_upload, render

GPS = 0x8825
ORIENTATION = 0x0112
MAKE = 0x010F


def picture(size=(800, 600), colour="#c04020", kind="JPEG", mode="RGB", **options) -> bytes:
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def two_halves(size=(800, 400)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, size[0], size[1]))
    return image


def png_chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, pixels: bytes, *more: bytes) -> bytes:
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(more) + png_chunk(b"IDAT", zlib.compress(pixels, 9)) + png_chunk(b"IEND", b"")


def animated(kind: str) -> bytes:
    out = BytesIO()
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("red", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=200)
    return out.getvalue()


def swapped_profile() -> bytes:
    """sRGB whose red and green have changed places: what is converted by it is seen to be."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return profile.replace(b"rXYZ", b"????", 1).replace(b"gXYZ", b"rXYZ", 1).replace(b"????", b"gXYZ", 1)


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_the_kinds_are_taken_and_made_into_three_widths(kind):
    content = picture((2000, 1500), kind=kind)
    check_upload(content)
    made = render(content)

    assert {width: opened(file).size for width, file in made.files.items()} == {
        320: (320, 240),
        640: (640, 480),
        1280: (1280, 960),
    }
    assert {opened(file).format for file in made.files.values()} == {"WEBP"}
    assert made.dominant_colour.startswith("#")


def test_each_width_is_made_in_what_browsers_choose_from_and_the_whole_is_kept():
    made = render(picture((2000, 1500), kind="HEIF"), kinds=KINDS, with_master=True)

    found = {kind: {(opened(file).format, opened(file).size) for file in files.values()} for kind, files in made.by_kind.items()}
    sizes = [(320, 240), (640, 480), (1280, 960)]
    assert found == {
        kind: {(name, size) for size in sizes} for kind, name in (("webp", "WEBP"), ("avif", "AVIF"), ("jpg", "JPEG"))
    }
    assert opened(made.master).size == (2000, 1500)


def test_a_large_photo_is_kept_no_larger_than_a_master():
    made = render(picture((4800, 3600), kind="PNG"), with_master=True)

    assert opened(made.master).size == (2560, 1920)


@pytest.mark.parametrize(
    "edit, size, corner",
    [
        (Edit(1), (400, 800), "red"),  # what was left is up
        (Edit(2), (800, 400), "blue"),
        (Edit(3), (400, 800), "blue"),
        (Edit(0, (500, 0, 500, 1000)), (400, 400), "blue"),
        (Edit(1, (0, 500, 1000, 500)), (400, 400), "blue"),
    ],
)
def test_a_photo_is_turned_and_then_cut(edit, size, corner):
    out = BytesIO()
    two_halves().save(out, "PNG")
    made = render(out.getvalue(), edit, with_master=True)

    red, _green, blue = opened(made.files[320]).getpixel((10, 10))
    assert (made.width, made.height) == size
    assert ("red" if red > blue else "blue") == corner
    assert opened(made.master).size == (800, 400), "the whole stays"


def test_what_a_form_says_of_an_edit_is_read_or_refused():
    assert Edit.read("", "") == Edit.read("4", "0,0,1000,1000") == Edit()
    assert Edit.read("-1", "0,125,1000,750") == Edit(3, (0, 125, 1000, 750))
    for turns, crop in (("x", ""), ("1", "0,0,1"), ("1", "0,0,10,1000"), ("1", "500,0,501,1000"), ("1", "-1,0,500,500")):
        with pytest.raises(ValueError):
            Edit.read(turns, crop)


def textured(size=(1600, 1200), light: int = 128) -> Image.Image:
    return Image.effect_noise(size, 60).point(lambda value: min(255, max(0, value - 128 + light)))


@pytest.mark.parametrize(
    "image, advice",
    [
        (textured(), []),
        (textured().filter(ImageFilter.GaussianBlur(8)), ["blurred"]),
        (textured(light=20), ["dark"]),
        (textured((400, 300)), ["small"]),
        (Image.new("L", (2, 2)), ["small", "dark"]),
    ],
)
def test_advice_is_given_on_what_is_blurred_dark_or_small(image, advice):
    assert advice_on(image.convert("RGB")) == advice


@pytest.mark.parametrize(
    "size, widths", [((200, 100), [200]), ((500, 900), [320, 500]), ((1280, 10), [320, 640, 1280]), ((1, 1), [1])]
)
def test_nothing_is_made_larger_than_it_was(size, widths):
    made = render(picture(size, kind="PNG"))

    assert sorted(made.files) == widths


@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
def test_a_photo_stands_as_the_camera_was_held_and_says_nothing_of_where(kind):
    exif = Image.Exif()
    exif[ORIENTATION] = 6  # turned: its left side is up
    exif[MAKE] = "SecretCamera"
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (14.0, 1.0, 13.0)
    out = BytesIO()
    two_halves().save(out, kind, exif=exif.tobytes(), quality=95, **({"comment": b"made by Somchai"} if kind == "JPEG" else {}))
    assert b"SecretCamera" in out.getvalue()

    check_upload(out.getvalue())
    made = render(out.getvalue(), kinds=KINDS, with_master=True)

    shown = opened(made.files[320])
    assert (made.width, made.height) == (400, 800)
    top, bottom = shown.getpixel((160, 30)), shown.getpixel((160, shown.height - 30))
    assert top[0] > 200 > top[2]
    assert bottom[2] > 200 > bottom[0]
    for file in (made.master, *(file for files in made.by_kind.values() for file in files.values())):
        assert not opened(file).getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(opened(file).info)
        assert b"SecretCamera" not in file
        assert b"Somchai" not in file


@pytest.mark.parametrize(
    "content",
    [
        picture(kind="PNG", mode="RGBA", colour=(0, 90, 70, 0)),
        picture(kind="PNG", mode="LA", colour=(0, 0)),
        picture(kind="PNG", mode="P", colour=0, transparency=0),
        picture(kind="WEBP", mode="RGBA", colour=(0, 90, 70, 0)),
    ],
)
def test_what_is_see_through_stands_on_white(content):
    check_upload(content)

    assert min(opened(render(content).files[320]).getpixel((5, 5))) > 250


@pytest.mark.parametrize(
    "content, colour",
    [
        (picture(mode="CMYK", colour=(0, 0, 0, 0)), (255, 255, 255)),
        (picture(mode="L", colour=128), (128, 128, 128)),
        (picture(kind="PNG", mode="I;16", colour=65535), (255, 255, 255)),
        (picture(kind="PNG", mode="1", colour=1), (255, 255, 255)),
        (
            picture(icc_profile=ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(), colour="#c04020"),
            (192, 64, 32),
        ),
        (picture(icc_profile=b"no profile at all", colour="#c04020"), (192, 64, 32)),
        (picture(kind="HEIF", colour="#c04020", icc_profile=swapped_profile()), (64, 192, 32)),
    ],
)
def test_every_colour_space_ends_in_srgb(content, colour):
    check_upload(content)
    shown = opened(render(content).files[320])

    assert shown.mode == "RGB"
    assert all(abs(is_ - wanted) < 12 for is_, wanted in zip(shown.getpixel((50, 50)), colour, strict=True))


def cut(content: bytes, keep: float) -> bytes:
    return content[: int(len(content) * keep)]


HTML = b"<html><script>alert(1)</script></html>"
ZIP = b"PK\x05\x06" + bytes(18)

REFUSED = {
    "empty": (b"", "empty"),
    "huge": (picture() + bytes(MOST_BYTES), "too_large"),
    "text": (b"hello", "not_a_photo"),
    "page named .jpg": (HTML, "not_a_photo"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not_a_photo"),
    "gif": (picture(kind="GIF", mode="P", colour=1), "not_a_photo"),
    "bmp": (picture((20, 20), kind="BMP"), "not_a_photo"),
    "tiff": (picture((20, 20), kind="TIFF"), "not_a_photo"),
    "pdf": (b"%PDF-1.7\n", "not_a_photo"),
    "heic's first bytes": (b"\x00\x00\x00\x18ftypheic" + bytes(40), "broken"),
    "cut heic": (picture(kind="HEIF")[:-300], "broken"),
    "cut avif": (picture(kind="AVIF")[:-30], "broken"),
    "film of a phone": (b"\x00\x00\x00\x18ftypmp42" + bytes(40), "not_a_photo"),
    "sequence of heic": (b"\x00\x00\x00\x18ftyphevc" + bytes(40), "animated"),
    "animated avif": (animated("AVIF"), "animated"),
    "page behind a heic": (picture(kind="HEIF") + HTML, "not_only_a_photo"),
    "zip behind an avif": (picture(kind="AVIF") + ZIP, "not_only_a_photo"),
    "wave": (b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40), "not_a_photo"),
    "png bomb": (png_of(60_000, 60_000, bytes(1000)), "too_many_pixels"),
    "png just over": (png_of(10_000, 5_001, bytes(1000)), "too_many_pixels"),
    "animated png": (animated("PNG"), "animated"),
    "animated webp": (animated("WEBP"), "animated"),
    "cut jpeg": (cut(picture(), 0.6), "broken"),
    "cut png": (cut(picture(kind="PNG"), 0.6), "broken"),
    "cut webp": (cut(picture(kind="WEBP"), 0.6), "broken"),
    "jpeg's first bytes": (b"\xff\xd8\xff\xe0", "broken"),
    "png's first bytes": (b"\x89PNG\r\n\x1a\n", "broken"),
    "webp's first bytes": (b"RIFF\x04\x00\x00\x00WEBP", "broken"),
    "jpeg of noise": (b"\xff\xd8\xff" + bytes(range(256)) * 20, "broken"),
    "page behind a jpeg": (picture() + HTML, "not_only_a_photo"),
    "page behind a png": (picture(kind="PNG") + HTML, "not_only_a_photo"),
    "page behind a webp": (picture(kind="WEBP") + HTML, "not_only_a_photo"),
    "page in a jpeg's comment": (picture(comment=b"<SCRIPT>alert(1)</SCRIPT>"), "not_only_a_photo"),
    "page in a png's text": (png_of(10, 10, bytes(110), png_chunk(b"tEXt", b"Title\0<html><body>")), "not_only_a_photo"),
    "page behind a second picture": (picture() + picture() + b"<script>1</script>", "not_only_a_photo"),
    "zip behind a jpeg": (picture() + ZIP, "not_only_a_photo"),
    "zip behind a phone's jpeg": (picture() + picture() + ZIP, "not_only_a_photo"),
    "pdf in a jpeg": (picture(comment=b"%PDF-1.4"), "not_only_a_photo"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_photo_is_refused_by_name(name):
    content, reason = REFUSED[name]
    with pytest.raises(PhotoRefused) as refused:
        check_upload(content)

    assert refused.value.reason == reason


@pytest.mark.parametrize("after", [picture((30, 30)), b"\x00\x00\x00\x18ftypmp42" + bytes(90), b"camera's own SEFT", bytes(64)])
def test_what_phones_write_behind_a_jpeg_is_left_aside(after):
    content = picture((700, 500)) + after
    check_upload(content)

    assert render(content).width == 700


def test_a_picture_that_ends_well_but_cannot_be_decoded_is_refused_by_the_job():
    content = png_of(400, 400, b"\x00short")
    check_upload(content)
    with pytest.raises(PhotoRefused) as refused:
        render(content)

    assert refused.value.reason == "broken"
