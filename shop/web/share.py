"""What a message or a post shows of a page: a picture drawn for it, else its photo, else the market's own."""

from dataclasses import dataclass

from flask import current_app, url_for

from shop.papers.models import ShareKind
from shop.papers.share_drawing import HEIGHT, WIDTH
from shop.papers.share_pictures import current_key
from shop.web.page import asset, photo_url

WIDEST = 1280


@dataclass(frozen=True)
class SharedPicture:
    """`url` with its host; `width` and `height` where they are known; `alt`: what it shows."""

    url: str
    kind: str
    alt: str
    width: int | None = None
    height: int | None = None


def picture_of(kind: ShareKind, subject_id: int, photo: object | None, alt: str) -> SharedPicture:
    """`photo`: a published one of its own, if there is any."""
    host = current_app.config["PUBLIC_URL"]
    if key := current_key(kind, subject_id):
        return SharedPicture(host + url_for("machines.show_share_picture", key=key), "image/jpeg", alt, WIDTH, HEIGHT)
    if photo is not None:
        return SharedPicture(host + photo_url(photo, WIDEST), "image/webp", alt)
    return SharedPicture(host + asset("img/share.jpg"), "image/jpeg", current_app.config["SITE_NAME"], WIDTH, HEIGHT)
