"""Photos of a review: kept under private/, shown where a question says so."""

from shop.evidence.photos import PhotoFolder
from shop.reviews.models import ReviewPhoto

review_photos = PhotoFolder("private/reviews", ReviewPhoto)
