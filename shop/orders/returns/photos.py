"""Photos of what is wrong: shown to the buyer, the group and officials only."""

from shop.evidence.photos import PhotoFolder
from shop.orders.returns.models import ReturnPhoto

return_photos = PhotoFolder("private/returns", ReturnPhoto)
