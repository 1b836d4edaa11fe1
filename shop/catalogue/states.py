"""Where a product stands, as its group and the offices speak of it, and the verbs that the record knows."""

from enum import StrEnum

from shop.catalogue.models import Product
from shop.kernel.review import RevisionStatus


class ProductAction(StrEnum):
    APPROVE = "product:approve"
    APPROVE_PRICE = "product:approve_price"
    ARCHIVE = "product:archive"
    COUNT_STOCK = "product:count_stock"
    CREATE = "product:create"
    DELETE = "product:delete"
    EDIT_VARIANT = "product:edit_variant"
    ADD_VARIANT = "product:add_variant"
    RECEIVE_STOCK = "product:receive_stock"
    REFUSE_PRICE = "product:refuse_price"
    REINSTATE = "product:reinstate"
    REQUEST_PRICE = "product:request_price"
    RETIRE_VARIANT = "product:retire_variant"
    RETURN = "product:return"
    SAVE_DRAFT = "product:save_draft"
    SET_PRICE = "product:set_price"
    SUBMIT = "product:submit"
    SUSPEND = "product:suspend"
    TAKE_BACK = "product:take_back"
    UNARCHIVE = "product:unarchive"
    WITHDRAW = "product:withdraw"


class SaleState(StrEnum):
    """What a buyer finds."""

    NOT_YET = "not_yet"
    ON_SALE = "on_sale"
    PAUSED = "paused"
    SOLD_OUT = "sold_out"
    SUSPENDED = "suspended"


class WorkState(StrEnum):
    """What is being written or reviewed; None beside them: nothing is."""

    CHANGES_REQUESTED = "changes_requested"
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    REJECTED = "rejected"


def sale_state(product: Product) -> SaleState:
    if product.suspended_at:
        return SaleState.SUSPENDED
    if product.archived_at:
        return SaleState.PAUSED
    if not product.is_listed:
        return SaleState.NOT_YET
    return SaleState.ON_SALE if product.available else SaleState.SOLD_OUT


def work_state(latest: RevisionStatus, submitted: RevisionStatus | None) -> WorkState | None:
    """Of the status of the latest revision, and of the latest that was ever submitted: advice stands until sent again."""
    if submitted in (RevisionStatus.CHANGES_REQUESTED, RevisionStatus.REJECTED, RevisionStatus.IN_REVIEW):
        return WorkState(submitted)
    return WorkState.DRAFT if latest is RevisionStatus.DRAFT else None
