"""What is done in the market: baskets, whole purchases, ways to payment, webhooks, the cards and the list of a whole fair."""

from sqlalchemy import create_engine, text

from tests.bench import load
from tests.bench.aims import of_trade, say_aims
from tests.bench.fairs import seconds_of_packs
from tests.bench.lists import seconds_of_a_list
from tests.bench.load import Crowd
from tests.bench.market import Market
from tests.bench.pages import CLIENTS, HEADER, ROW, WORKERS, Line, say, say_memory, timed
from tests.servers import LiveServer
from tests.stripe_double.client import StripeDouble

PAID = 160  # purchases that are paid beforehand
LEAST = 50  # pieces of what is bought: nothing sells out while it is measured


def measure_trade(market: Market, seconds: float) -> None:
    """Print the table. The market has orders afterwards, and a fair."""
    booths, taken = seconds_of_packs(market)
    print(f"\ncards of {booths} booths:", ", ".join(f"{each:.1f} s as {layout.upper()}" for layout, each in taken.items()))
    listed = seconds_of_a_list(market)
    print("exhibitor list:", ", ".join(f"{name} {figure:,.1f}" for name, figure in listed.items()))
    print(ROW.format(*HEADER[:5], *[""] * 4))
    variants = _variants(market.settings["DATABASE_URL"])
    with StripeDouble(spec=None) as stripe, Crowd(CLIENTS) as crowd:
        given = {"STRIPE_SECRET_KEY": stripe.api_key, "STRIPE_WEBHOOK_SECRET": stripe.webhook_secret}
        server = LiveServer(market, WORKERS, jobs=False, **given, STRIPE_API_BASE=stripe.url)
        stripe.webhooks_to(f"{server.url}/webhooks/stripe")
        stripe.webhooks("hold")
        server.start()
        try:
            say(_repeated(server, crowd, "add to basket", load.fill, variants, seconds))
            purchases = _repeated(server, crowd, "whole purchase", load.buy, variants, seconds)
            say(purchases)
            _paid(server, crowd, stripe, variants)
            say_memory(server)
            say_aims(of_trade(purchases))
        finally:
            server.stop()


def _repeated(server: LiveServer, crowd: Crowd, name: str, act, what: list, seconds: float) -> Line:
    return timed(server, name, lambda: crowd.run(act, what, server.port, seconds))


def _once(server: LiveServer, crowd: Crowd, name: str, act, what: list) -> Line:
    return timed(server, name, lambda: crowd.once(act, what, server.port))


def _paid(server: LiveServer, crowd: Crowd, stripe: StripeDouble, variants: list[str]) -> None:
    """Purchases that are paid beforehand, and hearing of each that it was paid: the events are signed and brought by hand."""
    say(_once(server, crowd, "way to payment", load.go_to_pay, variants[:PAID]))
    for session in stripe.api().v1.checkout.sessions.list({"limit": 100}).auto_paging_iter():
        stripe.pay(session.id, "promptpay")
    heard = [event["id"] for event in stripe.held() if event["type"] == "checkout.session.completed"]
    events = [(body.decode(), signature) for body, signature in map(stripe.signed, heard)]
    say(_once(server, crowd, "webhook", load.hear, events))
    say(_once(server, crowd, "webhook again", load.hear, events))


def _variants(database_url: str) -> list[str]:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        asked = text("SELECT id FROM variants WHERE available >= :least ORDER BY id LIMIT 5000")
        variants = [str(number) for number in connection.scalars(asked, {"least": LEAST})]
    engine.dispose()
    return variants
