"""The storefront's doors."""

from shop.basket.models import Basket, BasketItem
from shop.kernel.database import db
from shop.orders.returns.states import Side as Side_
from shop.orders.states import OrderStatus
from shop.people.models import Account
from tests.factories.catalogue import given_a_product, given_a_variant
from tests.factories.collected import given_a_collected_purchase
from tests.factories.conversations import given_a_message, given_a_message_photo, given_a_question
from tests.factories.fairs import given_a_code, given_a_fair
from tests.factories.orders import given_an_order
from tests.factories.payments import given_a_collected_order
from tests.factories.people import given_an_account
from tests.factories.quality import given_a_recall
from tests.factories.returns import given_a_return, given_a_return_photo
from tests.factories.reviews import given_a_received_line, given_a_review, given_a_review_photo
from tests.factories.slips import given_a_kept_slip, given_a_promptpay_order
from tests.factories.wholesale import given_a_quote, given_a_wholesale_request
from tests.functional.access.doors import ANYBODYS, EVERYONE, SIGNED_IN, Door, Side


def a_product(side: Side, _visitor: Account) -> dict:
    return {"product_id": given_a_product(side.group).id}


def a_question(side: Side, visitor: Account) -> dict:
    """One the visitor asked; a guest, who has no link to it, finds nothing."""
    return {"question_id": given_a_question(given_a_product(side.group), account=visitor).id}


def a_request(side: Side, visitor: Account) -> dict:
    """One the visitor sent; a guest, who has no link to it, finds nothing."""
    return {"code": given_a_wholesale_request(side.group, account=visitor).code}


def a_quote(side: Side, visitor: Account) -> dict:
    request = given_a_wholesale_request(side.group, account=visitor)
    return {"code": request.code, "quote_id": given_a_quote(request, given_a_product(side.group)).id}


def a_code(side: Side, _visitor: Account) -> dict:
    return {"code": given_a_code(side.group)}


def an_order(side: Side, visitor: Account) -> dict:
    """One the visitor placed; a guest, who has no link to it, finds nothing."""
    return {"code": given_an_order(side.group, given_a_product(side.group), account=visitor).code}


def a_purchase(side: Side, visitor: Account) -> dict:
    return {"code": given_an_order(side.group, given_a_product(side.group), account=visitor).purchase.code}


def an_unpaid_purchase(side: Side, visitor: Account) -> dict:
    """Nobody has gone to the payment page, and there is no provider to go to."""
    return {"code": given_a_collected_purchase(given_a_product(side.group), account=visitor).purchase.code}


def a_paid_purchase(side: Side, visitor: Account) -> dict:
    return {"code": given_a_collected_order(side.group, given_a_product(side.group), account=visitor).purchase.code}


def a_received_order(side: Side, visitor: Account) -> dict:
    order = given_an_order(side.group, given_a_product(side.group), account=visitor, status=OrderStatus.RECEIVED)
    return {"code": order.code}


def a_return(side: Side, visitor: Account) -> dict:
    asked = given_a_return(side.group, given_a_product(side.group), account=visitor)
    return {"code": asked.order.code, "step": "withdraw"}


def a_return_photo(side: Side, visitor: Account) -> dict:
    asked = given_a_return(side.group, given_a_product(side.group), account=visitor)
    return {"code": asked.order.code, "photo_key": given_a_return_photo(asked).key, "width": 320}


def a_message_photo(side: Side, visitor: Account) -> dict:
    order = given_an_order(side.group, given_a_product(side.group), account=visitor)
    return {"code": order.code, "photo_key": given_a_message_photo(order).key, "width": 320}


def a_transfer(side: Side, visitor: Account) -> dict:
    return {"code": given_a_promptpay_order(side.group, given_a_product(side.group), account=visitor).code}


def a_slip(side: Side, visitor: Account) -> dict:
    order = given_a_promptpay_order(side.group, given_a_product(side.group), account=visitor)
    return {"code": order.code, "slip_key": given_a_kept_slip(order).key, "width": 320}


def a_slip_to_move(side: Side, visitor: Account) -> dict:
    slip = a_slip(side, visitor)
    return {name: slip[name] for name in ("code", "slip_key")}


def a_reviewable_line(side: Side, visitor: Account) -> dict:
    line = given_a_received_line(side.group, given_a_product(side.group), visitor)
    return {"code": line.order.code, "line_id": line.id}


def a_review_photo(side: Side, visitor: Account) -> dict:
    line = given_a_received_line(side.group, given_a_product(side.group), given_an_account())
    photo = given_a_review_photo(given_a_review(line, approved=False))
    line.order.purchase.account_id = visitor.id
    return {"code": line.order.code, "photo_key": photo.key, "width": 320}


def a_thing_to_report(side: Side, _visitor: Account) -> dict:
    """A product of somebody else's."""
    return {"kind": "product", "subject_id": given_a_product(side.group).id}


def a_message(side: Side, visitor: Account) -> dict:
    """What the group wrote about an order of the visitor's."""
    order = given_an_order(side.group, given_a_product(side.group), account=visitor)
    return {"code": order.code, "message_id": given_a_message(order, Side_.GROUP).id}


def a_line(side: Side, visitor: Account) -> dict:
    variant = given_a_variant(given_a_product(side.group))
    basket = db.session.scalar(db.select(Basket).where(Basket.account_id == visitor.id)) or Basket(account_id=visitor.id)
    basket.items.append(BasketItem(variant_id=variant.id, quantity=1, seen_price_satang=variant.price_satang))
    db.session.add(basket)
    db.session.flush()
    return {"variant_id": variant.id}


ADDRESS = {
    "name": "วิภา", "phone": "0891234567", "line1": "1", "subdistrict": "คลองหนึ่ง", "district": "คลองหลวง",
    "province": "ปทุมธานี", "postcode": "12120",
}  # fmt: skip

DOORS = {
    "storefront.recalls": Door(EVERYONE),
    "storefront.recall": Door(
        EVERYONE, lambda side, visitor: {"recall_id": given_a_recall(given_a_product(side.group)).id}, whose=ANYBODYS
    ),
    "storefront.ask_to_report": Door(EVERYONE, a_thing_to_report, whose=ANYBODYS),
    "storefront.send_report": Door(EVERYONE, a_thing_to_report, whose=ANYBODYS, form={"reason": "fraud"}),
    "storefront.thanks_for_report": Door(EVERYONE),
    "storefront.ask_to_report_message": Door(EVERYONE, a_message, finds=SIGNED_IN),
    "storefront.send_message_report": Door(EVERYONE, a_message, finds=SIGNED_IN, form={"reason": "rude"}),
    "storefront.add_to_basket": Door(EVERYONE, form={"variant_id": "", "quantity": "1"}),
    "storefront.ask_to_call_off": Door(EVERYONE, an_unpaid_purchase, finds=SIGNED_IN),
    "storefront.ask_to_cancel": Door(EVERYONE, an_order, finds=SIGNED_IN),
    "storefront.ask_to_return": Door(EVERYONE, a_received_order, finds=SIGNED_IN),
    "storefront.call_off_purchase": Door(EVERYONE, an_unpaid_purchase, finds=SIGNED_IN),
    "storefront.cancel_order": Door(EVERYONE, an_order, finds=SIGNED_IN),
    "storefront.catalogue": Door(EVERYONE),
    "storefront.change_quantity": Door(EVERYONE, a_line, finds=SIGNED_IN, form={"quantity": "2"}),
    "storefront.checkout": Door(EVERYONE),
    "storefront.claim_purchase": Door(SIGNED_IN, a_purchase, form={"phone": "0891234567"}),
    "storefront.come_back": Door(EVERYONE, an_unpaid_purchase, finds=SIGNED_IN),
    "storefront.confirm_receipt": Door(EVERYONE, an_order, finds=SIGNED_IN),
    "storefront.correct_address": Door(EVERYONE, an_order, finds=SIGNED_IN, form=ADDRESS),
    "storefront.ask_to_follow": Door(SIGNED_IN, lambda side, visitor: {"slug": side.group.slug}, whose=ANYBODYS),
    "storefront.ask_to_wish": Door(EVERYONE, a_product, whose=ANYBODYS),
    "storefront.follow_group": Door(SIGNED_IN, lambda side, visitor: {"slug": side.group.slug}, whose=ANYBODYS),
    "storefront.wish_for_product": Door(EVERYONE, a_product, whose=ANYBODYS),
    "storefront.fair": Door(EVERYONE, lambda side, visitor: {"slug": given_a_fair().slug}, whose=ANYBODYS),
    "storefront.fair_calendar": Door(EVERYONE, lambda side, visitor: {"slug": given_a_fair().slug}, whose=ANYBODYS),
    "storefront.fairs": Door(EVERYONE),
    "storefront.find_order": Door(EVERYONE),
    "storefront.follow_code": Door(EVERYONE, a_code, whose=ANYBODYS),
    "storefront.go_to_payment": Door(EVERYONE, an_unpaid_purchase, finds=SIGNED_IN),
    "storefront.group": Door(EVERYONE, lambda side, visitor: {"slug": side.group.slug}, whose=ANYBODYS),
    "storefront.groups": Door(EVERYONE),
    "storefront.home": Door(EVERYONE),
    "storefront.impact": Door(EVERYONE),
    "storefront.impact_data": Door(EVERYONE),
    "storefront.impact_how": Door(EVERYONE),
    "storefront.impact_metadata": Door(EVERYONE),
    "storefront.open_return": Door(EVERYONE, a_received_order, finds=SIGNED_IN),
    "storefront.page": Door(EVERYONE, lambda side, visitor: {"name": "help"}, whose=ANYBODYS),
    "storefront.place_purchase": Door(EVERYONE),
    "storefront.places_of_postcode": Door(EVERYONE),
    "storefront.wishlist": Door(EVERYONE),
    "storefront.change_wishlist": Door(EVERYONE),
    "storefront.message_photo": Door(EVERYONE, a_message_photo, finds=SIGNED_IN),
    "storefront.messages_of_order": Door(EVERYONE, an_order, finds=SIGNED_IN),
    "storefront.write_to_group": Door(EVERYONE, an_order, finds=SIGNED_IN, form={"words": "ขอบคุณค่ะ"}),
    "storefront.ask_about_product": Door(EVERYONE, a_product, whose=ANYBODYS),
    "storefront.similar": Door(EVERYONE, a_product, whose=ANYBODYS),
    "storefront.questions_of_product": Door(EVERYONE, a_product, whose=ANYBODYS),
    "storefront.send_question": Door(EVERYONE, a_product, whose=ANYBODYS),
    "storefront.show_question": Door(EVERYONE, a_question, finds=SIGNED_IN),
    "storefront.new_wholesale": Door(EVERYONE),
    "storefront.ask_wholesale": Door(EVERYONE),
    "storefront.show_wholesale": Door(EVERYONE, a_request, finds=SIGNED_IN),
    "storefront.end_wholesale": Door(EVERYONE, a_request, finds=SIGNED_IN, form={"what": "cancel"}),
    "storefront.ask_to_accept": Door(EVERYONE, a_quote, finds=SIGNED_IN),
    "storefront.accept_quote": Door(EVERYONE, a_quote, finds=SIGNED_IN),
    "storefront.product": Door(EVERYONE, a_product, whose=ANYBODYS),
    "storefront.product_reviews": Door(EVERYONE, a_product, whose=ANYBODYS),
    "storefront.promptpay_picture": Door(EVERYONE, a_transfer, finds=SIGNED_IN),
    "storefront.put_back_into_basket": Door(EVERYONE, an_unpaid_purchase, finds=SIGNED_IN),
    "storefront.receipt": Door(EVERYONE, a_paid_purchase, finds=SIGNED_IN),
    "storefront.return_photo": Door(EVERYONE, a_return_photo, finds=SIGNED_IN),
    "storefront.review_photo": Door(EVERYONE, a_review_photo, finds=SIGNED_IN),
    "storefront.save_review": Door(EVERYONE, a_reviewable_line, finds=SIGNED_IN, form={"stars": "5"}),
    "storefront.send_slip": Door(EVERYONE, a_transfer, finds=SIGNED_IN),
    "storefront.ask_to_move_slip": Door(EVERYONE, a_slip_to_move, finds=SIGNED_IN),
    "storefront.move_slip": Door(EVERYONE, a_slip_to_move, finds=SIGNED_IN),
    "storefront.slip_photo": Door(EVERYONE, a_slip, finds=SIGNED_IN),
    "storefront.show_basket": Door(EVERYONE),
    "storefront.show_order": Door(EVERYONE, an_order, finds=SIGNED_IN),
    "storefront.show_review": Door(EVERYONE, a_reviewable_line, finds=SIGNED_IN),
    "storefront.show_purchase": Door(EVERYONE, a_purchase, finds=SIGNED_IN),
    "storefront.suggest": Door(EVERYONE),
    "storefront.step_of_return": Door(EVERYONE, a_return, finds=SIGNED_IN),
}
