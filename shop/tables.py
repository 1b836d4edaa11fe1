"""Every room's tables, imported so that the metadata is whole: for the factory, the migrations and the tests."""

from shop.audit import models as audit
from shop.basket import models as basket
from shop.catalogue import likeness
from shop.catalogue import models as catalogue
from shop.conversations import models as conversations
from shop.exhibitors import models as exhibitors
from shop.fairs import models as fairs
from shop.favourites import models as favourites
from shop.groups import models as groups
from shop.helping import models as helping
from shop.impact import models as impact
from shop.kernel import changes, outbox
from shop.moderation import models as moderation
from shop.notices import models as notices
from shop.orders import models as orders
from shop.orders.returns import models as returns
from shop.papers import models as papers
from shop.payments import models as payments
from shop.payments.booth import models as booth
from shop.payments.slips import models as slips
from shop.payouts import models as payouts
from shop.people import models as people
from shop.quality import models as quality
from shop.recalls import models as recalls
from shop.reports import models as reports
from shop.reviews import models as reviews
from shop.search import models as search
from shop.wholesale import models as wholesale

__all__ = [
    "audit", "basket", "booth", "catalogue", "changes", "conversations", "exhibitors", "fairs", "favourites", "groups",
    "helping", "impact", "likeness", "moderation", "notices", "orders", "outbox", "papers", "payments", "payouts", "people",
    "quality", "recalls", "reports", "returns", "reviews", "search", "slips", "wholesale",
]  # fmt: skip
