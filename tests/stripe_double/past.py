"""A past for the double: what the demonstration was paid before the double was there, so that it can be paid back."""

from sqlalchemy import Row, create_engine, text

from tests.stripe_double import money_shapes, shapes
from tests.stripe_double.objects import SPOKEN, World

DEMONSTRATION = "cs_demo_"
PAID = text(
    "SELECT payments.id, payments.session_id, payments.intent_id, payments.received_satang, payments.instrument,"
    " purchases.code, purchases.email FROM payments JOIN purchases ON purchases.id = payments.purchase_id"
    " WHERE payments.session_id LIKE :prefix AND payments.received_satang > 0"
)
NOWHERE = "http://127.0.0.1/"


def adopt_demonstration(world: World, database_url: str) -> int:
    """Take on every payment that the demonstration's past names, by its own ids; how many were new here."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        rows = connection.execute(PAID, {"prefix": f"{DEMONSTRATION}%"}).all()
    engine.dispose()
    with world.store.step():
        new = [row for row in rows if world.store.find(SPOKEN, row.session_id) is None]
        for row in new:
            adopt(world, row)
    return len(new)


def adopt(world: World, row: Row) -> None:
    now, ours, amount = world.store.now(), {"payment": str(row.id), "purchase": row.code}, row.received_satang
    email = row.email or "buyer@demo.example"
    asked = {"success_url": NOWHERE, "cancel_url": NOWHERE, "metadata": ours, "client_reference_id": row.code, "locale": "th"}
    asked |= {"payment_method_types": ["card", "promptpay"], "expires_at": now, "customer_email": None}
    session = shapes.a_session(now, asked, amount, NOWHERE)
    session.update(id=row.session_id, status="complete", payment_status="paid", url=None, payment_intent=row.intent_id)
    session["customer_details"] = shapes.customer_details(email)
    intent = {**shapes.an_intent(now, session, {"metadata": ours}), "id": row.intent_id}
    charge = money_shapes.a_charge(now, intent, row.instrument, amount, email, "succeeded")
    fees = world.terms.fees(row.instrument, amount)
    charge["balance_transaction"] = world.move_money("charge", amount, fees, charge["id"], "charge")["id"]
    intent.update(status="succeeded", amount_received=amount, latest_charge=charge["id"], payment_method=charge["payment_method"])
    for body in (session, intent, charge):
        world.save(body)
