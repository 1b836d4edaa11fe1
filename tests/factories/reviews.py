"""Reviews for tests: given_a_review is of an order that was received, by its buyer, and let through unless told otherwise."""

from shop.catalogue.models import Product
from shop.groups.models import Group
from shop.kernel.codes import new_key
from shop.kernel.database import db
from shop.kernel.storage import storage
from shop.orders.models import OrderLine
from shop.orders.states import OrderStatus
from shop.people.models import Account
from shop.reviews import deciding, service
from shop.reviews.models import Review, ReviewPhoto, Standing
from shop.reviews.photos import review_photos
from tests.factories.moderation import official
from tests.factories.orders import given_an_order, group_actor
from tests.factories.returns import a_picture, buyer_of

WORDS = "อร่อยมาก แพ็กดี"


def given_a_received_line(group: Group, product: Product, account: Account | None = None, **columns: object) -> OrderLine:
    columns = {"status": OrderStatus.RECEIVED} | columns
    return given_an_order(group, product, account=account, **columns).lines[0]


def given_a_review(
    line: OrderLine, stars: int = 5, words: str = WORDS, with_name: bool = True, approved: bool = True, answer: str = ""
) -> Review:
    review = service.write(line, stars, words, with_name, [], buyer_of(line.order))
    if approved and review.status is Standing.WAITING:
        deciding.decide_review(review.id, review.number, None, official())
    if answer:
        service.answer(review, answer, group_actor(review.group_id))
    return review


def given_a_review_photo(review: Review) -> ReviewPhoto:
    """With a file of one width, 320."""
    photo = ReviewPhoto(review_id=review.id, key=new_key(), widths=[320])
    db.session.add(photo)
    db.session.flush()
    db.session.expire(review, ["photos"])
    storage.put(review_photos.file_key(photo.key, 320), a_picture("WEBP"))
    return photo
