"""The demonstration market: loaded once, kept as people leave it, and refused where a real market stands."""

import csv
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from shop.audit.models import AuditEntry
from shop.catalogue.categories import Category
from shop.catalogue.models import Photo, PhotoStatus, Product, ProductRevision, Variant
from shop.catalogue.prohibited import flags
from shop.cli.demo import MARKER, PASSWORD_FILE
from shop.conversations.models import OrderMessage, Question
from shop.conversations.states import QuestionStatus
from shop.demo.people import SIGN_INS
from shop.demo.reading import read_groups
from shop.fairs.booths import public_booths_at
from shop.fairs.models import Exhibit, ExhibitStatus, Fair
from shop.fairs.pictures import pictures_of
from shop.groups.models import Group, GroupKind, GroupProfile, Membership, ShippingKind, ShippingOption
from shop.groups.states import GroupStatus
from shop.impact.fairs import rows_of_fair
from shop.kernel import places
from shop.kernel.clock import now, today
from shop.kernel.database import db, transaction
from shop.kernel.outbox import OutboxMessage
from shop.kernel.review import RevisionStatus
from shop.kernel.secrets import vault
from shop.kernel.storage import storage
from shop.moderation.models import Decision, Outcome, Submission, SubmissionKind, SubmissionStatus
from shop.notices.models import Channel, Delivery, DeliveryStatus, Notice
from shop.orders.models import Order
from shop.orders.returns.models import Return
from shop.orders.returns.states import ReturnStatus, Side
from shop.orders.states import OrderStatus
from shop.payments.models import LedgerTransaction, Payment, PaymentStatus, Refund, RefundStatus
from shop.payments.slips.models import Slip, SlipStatus
from shop.payouts.models import PayoutBatch
from shop.payouts.queries import groups_due
from shop.payouts.states import BatchStatus
from shop.people.models import Account
from shop.quality.models import GroupQuality
from shop.quality.queries import trainings_shown
from shop.recalls.models import Recall
from shop.recalls.states import RecallStatus
from shop.reports.models import ReportCase
from shop.reports.states import CaseStatus
from shop.search.cards import cards_of
from shop.web.office import history
from shop.web.office.record_words import OTHER, changes_in_words
from tests.client import PageClient
from tests.databases import Market, sqlite_market
from tests.factories.people import given_an_account

REAL_PRODUCTS = Path(__file__).parents[1] / "data" / "otop-pathum-thani.csv"
LOAD = ["demo", "load", "--picture-width", "64"]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Market, str]]:
    """A market with the demonstration in it, loaded once for all tests here, and what the command printed."""
    market = sqlite_market(tmp_path_factory.mktemp("demonstration"))
    market.clean()
    yield market, run(market)
    market.engine.dispose()


@pytest.fixture
def demo(loaded: tuple[Market, str]) -> Iterator[Flask]:
    app = loaded[0].app
    storage.open(app.config["STORAGE_URL"])
    vault.unlock(app.config["DATA_KEYS"])
    with app.app_context():
        yield app
        db.session.rollback()


def run(market: Market, arguments: list[str] = LOAD) -> str:
    result = market.app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def rows() -> dict[str, int]:
    counts = {table.name: db.session.scalar(select(func.count()).select_from(table)) for table in db.metadata.sorted_tables}
    db.session.rollback()
    return counts


def values(column, *where) -> set:
    return set(db.session.scalars(select(column).where(*where)))


def test_there_is_enough_to_buy_of_every_kind_from_everywhere(demo):
    assert db.session.scalar(select(func.count(Product.id)).where(Product.is_listed)) >= 80
    assert values(Product.category, Product.is_listed) == set(Category)
    selling = (Group.status == GroupStatus.APPROVED,)
    assert values(Group.district_code, *selling) == {district.code for district in places.districts("13")}
    assert values(Group.kind, *selling) == set(GroupKind)
    assert db.session.scalar(select(func.count(Group.id)).where(*selling)) >= 12


def test_ten_products_and_more_have_a_few_pieces_by_cash_on_delivery(demo):
    few = select(func.count(Product.id)).join(Group, Group.id == Product.group_id)
    few = few.where(Product.is_listed, Group.accepts_cod, Product.available.between(3, 40))

    assert db.session.scalar(few) >= 10
    assert db.session.scalar(select(func.count(Product.id)).where(Product.is_listed, Product.available == 0)) >= 2


def test_some_is_made_to_order_and_some_comes_in_several_sizes(demo):
    revisions = select(func.count(ProductRevision.id)).where(ProductRevision.made_to_order_days.is_not(None))
    several = select(Variant.product_id).group_by(Variant.product_id).having(func.count(Variant.id) > 1)

    assert db.session.scalar(revisions) >= 5
    assert len(list(db.session.scalars(several))) >= 20
    assert values(ShippingOption.kind) == set(ShippingKind)


def test_money_has_gone_all_its_ways(demo):
    assert values(Payment.status) >= {PaymentStatus.PENDING, PaymentStatus.PAID, PaymentStatus.EXPIRED, PaymentStatus.CANCELLED}
    assert values(Refund.status) == {RefundStatus.SUCCEEDED, RefundStatus.OWED, RefundStatus.SETTLED}  # a sale that was voided
    assert values(PayoutBatch.status) == {BatchStatus.SETTLED}
    assert values(Return.status) == {ReturnStatus.REQUESTED, ReturnStatus.DISPUTED, ReturnStatus.REFUNDED}
    assert any(due.hold is None for due in groups_due())  # and there is something to pay today


def test_slips_wait_for_the_group_of_the_demonstration_and_for_the_office(demo):
    slips = {slip.order.purchase.checkout_token: slip for slip in db.session.scalars(select(Slip))}
    waiting = [slip for slip in slips.values() if slip.status is SlipStatus.WAITING]
    assert {slip.order.group_id for slip in waiting} == set(
        db.session.scalars(
            select(Membership.group_id)
            .join(Account, Account.id == Membership.account_id)
            .where(Account.email == "group@demo.example")
        )
    )
    assert (len(slips), len(waiting)) == (6, 4)
    assert sum(slip.is_late for slip in waiting) == sum(slip.at_office_at is not None for slip in waiting) == 1
    assert sum(slip.trans_ref is None for slip in slips.values()) == 1


def test_offices_were_told_of_things_and_help(demo):
    assert values(ReportCase.status) == {CaseStatus.OPEN, CaseStatus.ASKED, CaseStatus.CLOSED}
    (recall,) = db.session.scalars(select(Recall))
    assert (recall.status, bool(recall.answer)) == (RecallStatus.CLOSED, True)
    assert recall.told_count > 0
    assert db.session.get_one(Product, recall.product_id).is_listed
    assert len(trainings_shown()) == 2
    assert all(training.told_at and training.told_count for training in trainings_shown())
    assert db.session.scalar(select(func.count(GroupQuality.group_id))) >= 12


def test_questions_wait_and_are_answered_and_an_order_is_talked_about(demo):
    assert values(Question.status) == {QuestionStatus.WAITING, QuestionStatus.PUBLIC, QuestionStatus.PRIVATE}
    assert values(OrderMessage.side) == {Side.BUYER, Side.GROUP}


def test_orders_are_in_every_state_and_income_spreads_over_months(demo):
    assert values(Order.status) == set(OrderStatus)
    assert len({at.strftime("%Y-%m") for at in values(LedgerTransaction.at)}) >= 4
    shipped = Order.status.in_([OrderStatus.SHIPPED, OrderStatus.DELIVERED]) & (Order.shipping_kind != "collect")
    assert all(re.fullmatch(r"[A-Z]{2}\d{9}TH", number) for number in values(Order.tracking_number, shipped))


def test_officials_have_something_to_decide(demo):
    waiting = select(Submission.kind, func.count()).where(Submission.status == SubmissionStatus.WAITING).group_by(Submission.kind)
    assert dict(db.session.execute(waiting).all()) == {
        SubmissionKind.GROUP: 2,
        SubmissionKind.PRODUCT: 4,
        SubmissionKind.PRICE: 1,
    }
    found = db.session.scalars(select(ProductRevision.flags).where(ProductRevision.status == RevisionStatus.IN_REVIEW)).all()
    assert "narcotic" in [flag["kind"] for flags_of_one in found for flag in flags_of_one]
    sent_back = db.session.scalars(select(Decision).where(Decision.outcome == Outcome.CHANGES_REQUESTED)).one()
    assert sent_back.advice


def test_officials_read_no_raw_code_in_the_record(demo):
    entries = list(db.session.scalars(select(AuditEntry)))
    with demo.test_request_context():
        said = {
            " ".join(
                [
                    history.action_words(entry.action),
                    history.actor_words(entry, {}),
                    *changes_in_words(
                        entry.subject_kind,
                        {name: value for name, value in entry.changes.items() if name not in ("slug", "fair")},
                        {},
                    ),
                ]
            )
            for entry in entries
        }

    assert len(said) > 300
    assert [words for words in said if re.search(r"[a-z]+[_:][a-z]+|[a-z]{4}|\bNone\b", words)] == []
    assert [words for words in said if str(OTHER) in words] == []


def test_what_is_on_sale_names_nothing_prohibited(demo):
    words = select(ProductRevision.title, ProductRevision.description, ProductRevision.ingredients)
    for title, description, ingredients in db.session.execute(
        words.join(Product, Product.published_revision_id == ProductRevision.id)
    ):
        assert flags(f"{title}\n{description}\n{ingredients}") == [], title


def test_the_fair_of_ban_mai_stands_with_what_was_shown_there(demo):
    fair = db.session.scalars(select(Fair).where(Fair.slug == "ban-mai-2567")).one()

    assert (fair.title, fair.starts_on.isoformat()) == ("นำบริการด้านแรงงานไปสู่ประชาชน", "2024-01-23")
    assert values(Exhibit.status, Exhibit.fair_id == fair.id) >= {ExhibitStatus.CONFIRMED, ExhibitStatus.CLAIMED}
    rows = rows_of_fair(fair.id)
    assert len([row for row in rows if row.booth]) >= 8
    assert sum(row.scans for row in rows) > 100
    assert sum(row.satang for row in rows) > 0
    assert all(row.scans >= row.baskets >= row.orders for row in rows)
    coming = db.session.scalars(select(Fair).where(Fair.starts_on > today())).one()
    assert len(public_booths_at(coming.id)) >= 6
    assert pictures_of(coming.id)


def test_every_picture_that_buyers_should_see_is_there(demo):
    shown = db.session.scalars(select(Photo).where(Photo.published_at.is_not(None))).all()

    assert len(shown) >= 100
    assert {photo.status for photo in shown} == {PhotoStatus.READY}
    assert all(storage.exists(f"public/photos/{photo.key}/{width}.webp") for photo in shown[::10] for width in photo.widths)
    covers = select(Product.id).where(Product.is_listed, Product.cover_photo_id.not_in([photo.id for photo in shown]))
    assert list(db.session.scalars(covers)) == []


def test_delivery_by_weight_costs_its_first_step_in_lists(demo):
    by_weight = select(ShippingOption).where(ShippingOption.kind == ShippingKind.BY_WEIGHT).limit(1)
    option = db.session.scalars(by_weight).one()
    product_id = db.session.scalar(select(Product.id).where(Product.group_id == option.group_id, Product.is_listed).limit(1))

    assert cards_of([product_id])[0].shipping_satang == option.weight_steps[0][1] > 0


def test_no_letter_failed_and_no_photo_waits_for_a_job(demo):
    assert DeliveryStatus.FAILED not in values(Delivery.status)
    assert values(OutboxMessage.topic, OutboxMessage.done_at.is_(None)) <= {"notice.deliver"}
    assert db.session.scalar(select(func.count(Notice.id)).where(Notice.read_at.is_(None))) > 0


def test_the_past_happened_in_order_and_left_nothing_to_send(demo):
    to_send = Delivery.status == DeliveryStatus.PENDING, Delivery.channel != Channel.CALL
    unsent = select(Notice.created_at).join(Delivery).where(*to_send)
    approved = select(Group).where(Group.approved_at.is_not(None))
    published = select(Product).where(Product.published_at.is_not(None))

    assert all(told_at > now() - timedelta(days=2) for told_at in db.session.scalars(unsent))
    assert all(group.created_at < group.approved_at for group in db.session.scalars(approved))
    assert all(product.created_at < product.published_at for product in db.session.scalars(published))
    assert db.session.scalar(select(func.max(AuditEntry.at))) <= now()
    assert db.session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.at > now() - timedelta(hours=1))) < 60


def test_doctor_finds_nothing(demo, loaded):
    assert "FAIL" not in run(loaded[0], ["doctor"])


def test_no_real_seller_is_shown_as_one_of_ours(demo):
    with REAL_PRODUCTS.open(encoding="utf-8") as file:
        sellers = {row["seller_name"] for row in csv.DictReader(file) if row["seller_name"]}
    assert len(sellers) > 10

    said = " ".join([*values(GroupProfile.name), *values(GroupProfile.story), *values(Account.name)])
    assert [seller for seller in sellers if seller in said] == []


def test_mail_addresses_and_numbers_can_be_nobody_s(demo):
    emails, phones = values(Account.email) - {None}, (values(Account.phone) | values(GroupProfile.contact_phone)) - {None}

    assert all(email.endswith("@demo.example") for email in emails)
    assert all(re.fullmatch(r"\+66[89]\d000\d{4}", phone) for phone in phones)


def test_everything_written_down_was_loaded(demo):
    groups = read_groups()
    keys = {text.key for text in groups} | {product.key for text in groups for product in text.products}

    assert keys == (values(Group.import_key) | values(Product.import_key)) - {None}


@pytest.mark.parametrize("sign_in", SIGN_INS, ids=lambda sign_in: sign_in.name)
def test_each_sign_in_works_with_the_printed_password(demo, loaded, sign_in):
    printed = re.search(r"password of these six +(\S+)", loaded[1])[1]
    client = PageClient(demo, demo.response_class)

    answer = client.post("/account/sign-in", data={"identifier": sign_in.email, "password": printed})

    assert (answer.status_code, sign_in.email in loaded[1]) == (303, True)
    assert client.get(sign_in.path, follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    "path", ["/", "/products", "/products?q=น้ำพริก", "/groups", "/fairs", "/fairs/ban-mai-2567", "/en/products"]
)
def test_pages_show_it(demo, path):
    answer = PageClient(demo, demo.response_class).get(path)

    assert answer.status_code == 200
    assert "/photos/" in answer.text or path == "/fairs"


def test_a_product_and_a_group_have_their_pages(demo):
    client = PageClient(demo, demo.response_class)
    product_id = db.session.scalar(select(Product.id).where(Product.is_listed).limit(1))
    slug = db.session.scalar(select(Group.slug).where(Group.status == GroupStatus.APPROVED).limit(1))

    assert client.get(f"/products/{product_id}", follow_redirects=True).status_code == 200
    assert client.get(f"/groups/{slug}").status_code == 200


def test_a_second_load_adds_nothing_and_keeps_what_was_changed(demo, loaded):
    with transaction():
        variant = db.session.scalars(select(Variant).order_by(Variant.id).limit(1)).one()
        variant_id, variant.price_satang = variant.id, 6600
        group = db.session.scalars(select(Group).order_by(Group.id).limit(1)).one()
        group.pickup_place = "ย้ายไปอยู่ข้างวัด"
    before = rows()

    again = run(loaded[0])

    assert rows() == before
    assert db.session.get(Variant, variant_id).price_satang == 6600
    assert values(Group.pickup_place) >= {"ย้ายไปอยู่ข้างวัด"}
    assert again == loaded[1]


def test_a_load_that_was_killed_goes_on_where_it_stopped(demo, loaded):
    before = rows()
    with transaction():  # as if it had come no further than this
        product = db.session.scalars(select(Product).where(Product.import_key.is_not(None)).order_by(Product.id.desc())).first()
        product.import_key = None

    run(loaded[0])

    after = rows()
    assert after["products"] == before["products"] + 1
    assert {name for name in after if after[name] != before[name]}.isdisjoint(
        {"accounts", "groups", "orders", "fairs", "exhibits"}
    )


def test_another_demo_password_is_followed(demo, loaded):
    market = loaded[0]
    market.app.config["DEMO_PASSWORD"] = "บัวหลวงบานทั้งบึง-2570"
    try:
        assert "บัวหลวงบานทั้งบึง-2570" in run(market)
        client = PageClient(demo, demo.response_class)
        typed = {"identifier": "group@demo.example", "password": "บัวหลวงบานทั้งบึง-2570"}
        assert client.post("/account/sign-in", data=typed).status_code == 303
    finally:
        market.app.config["DEMO_PASSWORD"] = ""


def test_the_instance_says_that_it_is_a_demonstration(demo):
    instance = Path(demo.config["INSTANCE_PATH"])

    assert (instance / MARKER).exists()
    assert (instance / PASSWORD_FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("market", ["sqlite"], indirect=True)
def test_a_market_with_people_of_its_own_is_left_alone(app, market):
    with app.app_context():
        with transaction():
            given_an_account()
        before = rows()

        result = market.app.test_cli_runner().invoke(args=LOAD)

        assert (result.exit_code, "not a demonstration" in result.output) == (1, True)
        assert rows() == before
        assert not (Path(app.config["INSTANCE_PATH"]) / MARKER).exists()


@pytest.mark.parametrize("sign_in", SIGN_INS, ids=lambda sign_in: sign_in.name)
def test_nobody_is_shown_a_link_that_is_closed_to_them(demo, loaded, sign_in):
    """From the first page of their desk, one step to every address of it."""
    client = PageClient(demo, demo.response_class)
    client.sign_in(*db.session.execute(select(Account.id, Account.session_epoch).where(Account.email == sign_in.email)).one())
    first = client.get(sign_in.path, follow_redirects=True)

    links = {link for link in re.findall(r'href="(/[^"#?]*)', first.text) if not link.startswith(("/static", "/photos", "/en"))}

    assert len(links) > 4
    assert {link: status for link in links if (status := client.get(link).status_code) >= 400} == {}
