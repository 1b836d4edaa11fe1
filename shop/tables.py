"""Every room's tables, imported so that the metadata is whole: for the factory, the migrations and the tests."""

from shop.audit import models as audit
from shop.basket import models as basket
from shop.catalogue import models as catalogue
from shop.conversations import models as conversations
from shop.fairs import models as fairs
from shop.favourites import models as favourites
from shop.groups import models as groups
from shop.helping import models as helping
from shop.kernel import changes, outbox
from shop.moderation import models as moderation
from shop.notices import models as notices
from shop.orders import models as orders
from shop.orders.returns import models as returns
from shop.papers import models as papers
from shop.payments import models as payments
from shop.payments.slips import models as slips
from shop.payouts import models as payouts
from shop.people import models as people
from shop.reports import models as reports
from shop.reviews import models as reviews
from shop.search import models as search
from shop.wholesale import models as wholesale

__all__ = [
    "audit", "basket", "catalogue", "changes", "conversations", "fairs", "favourites", "groups", "helping", "moderation",
    "notices", "orders", "outbox", "papers", "payments", "payouts", "people", "reports", "returns", "reviews", "search", "slips",
    "wholesale",
]  # fmt: skip
