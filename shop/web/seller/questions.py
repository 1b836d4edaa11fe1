"""The questions of a first listing: for each its form, how the draft answers it already, what is offered, and what is kept."""

from collections.abc import Callable
from typing import NamedTuple

from flask import request
from werkzeug.datastructures import MultiDict

from shop.catalogue import first_listing, service, suggestions
from shop.catalogue.categories import SUBCATEGORIES, category_of
from shop.catalogue.common_words import ENGLISH_UNITS
from shop.catalogue.first_listing import STEPS, Step
from shop.catalogue.guess import spoken_of
from shop.catalogue.models import Product
from shop.catalogue.queries import OwnProduct
from shop.kernel.thai import tidy
from shop.web import words
from shop.web.forms import Form
from shop.web.gate import actor
from shop.web.language import locale
from shop.web.seller.forms.listing import MADE, READY, KindForm, PriceForm, StockForm, TitleForm, WeightForm

MOST_STARTS = 8  # names shown as buttons; all of them stand in the field's own list


class Question(NamedTuple):
    """`field` is what a tapped button answers. `offers` are values of the page, `fill` shows what is kept."""

    form: type[Form]
    field: str
    fill: Callable[[Form, OwnProduct], None]
    offers: Callable[[Form, OwnProduct], dict]
    save: Callable[[Product, Form], None]


def typed(question: Question) -> MultiDict:
    """What came with the form; a button that is an answer counts as typed."""
    data = MultiDict(request.form)
    if "tapped" in data:
        data[question.field] = data["tapped"]
    return data


def step_before(step: Step) -> Step:
    return STEPS[STEPS.index(step) - 1]


# What it is


def _fill_kind(form: KindForm, own: OwnProduct) -> None:
    form.subcategory.data = own.latest.subcategory or ""


def _kind_offers(_form: KindForm, own: OwnProduct) -> dict:
    likely = suggestions.likely_kinds(own.product.group_id, own.latest.title)
    return {"likely": likely, "kinds": SUBCATEGORIES, "categories": words.CATEGORIES, "names": words.SUBCATEGORIES}


def _save_kind(product: Product, form: KindForm) -> None:
    subcategory = form.subcategory.data
    service.save_draft(product, actor(), category=category_of(subcategory), subcategory=subcategory)


# What it is called


def _fill_title(form: TitleForm, own: OwnProduct) -> None:
    form.title.data = tidy(request.args.get("start", ""))[:120] or own.latest.title


def _title_offers(_form: TitleForm, own: OwnProduct) -> dict:
    known = suggestions.likely_names(own.product.group_id, own.latest.subcategory, own.product.id)
    return {"known": known, "starts": suggestions.common_names(own.latest.subcategory)[:MOST_STARTS]}


def _save_title(product: Product, form: TitleForm) -> None:
    service.save_draft(product, actor(), title=form.title.data)


# What it costs, and what that buys


def _fill_price(form: PriceForm, own: OwnProduct) -> None:
    for variant in own.variants:
        form.price.show(variant.price_satang)
        form.unit.data = variant.unit


def _price_offers(form: PriceForm, own: OwnProduct) -> dict:
    about = (own.product.group_id, own.latest.subcategory, own.product.id)
    kept = [variant.unit for variant in own.variants if variant.unit]
    units = list(dict.fromkeys([*kept, *suggestions.usual_units(*about)]))
    shown = ENGLISH_UNITS if locale() == "en" else {}
    form.unit.choices = [(unit, f"{unit} ({shown[unit]})" if unit in shown else unit) for unit in units]
    form.unit.data = form.unit.data if form.unit.data in units else units[0]
    return {"prices": suggestions.usual_prices(*about)}


def _save_price(product: Product, form: PriceForm) -> None:
    first_listing.answer_price(product, actor(), form.price.value, form.sold_by)


# What it weighs


def _fill_weight(form: WeightForm, own: OwnProduct) -> None:
    for variant in own.variants:
        form.weight.show(variant.weight_grams)


def _weight_offers(_form: WeightForm, own: OwnProduct) -> dict:
    return {"weights": suggestions.usual_weights(own.product.group_id, own.latest.subcategory, own.product.id)}


def _save_weight(product: Product, form: WeightForm) -> None:
    first_listing.answer_weight(product, actor(), form.weight.value)


# How many


def _fill_stock(form: StockForm, own: OwnProduct) -> None:
    for variant in own.variants:
        form.stock.show(variant.available or None)
    form.making.data = MADE if own.latest.made_to_order_days else READY
    form.made_to_order_days.show(own.latest.made_to_order_days)


def _stock_offers(_form: StockForm, own: OwnProduct) -> dict:
    """A name that speaks of quite another kind of goods is asked about before it is sent."""
    spoken = spoken_of(own.latest.title)
    is_other = bool(spoken and own.latest.category and category_of(spoken) != own.latest.category)
    return {"sounds_like": words.SUBCATEGORIES[spoken] if is_other else ""}


def _save_stock(product: Product, form: StockForm) -> None:
    first_listing.answer_stock(product, actor(), form.stock.value, form.made_in_days)


QUESTIONS: dict[Step, Question] = {
    Step.KIND: Question(KindForm, "subcategory", _fill_kind, _kind_offers, _save_kind),
    Step.NAME: Question(TitleForm, "title", _fill_title, _title_offers, _save_title),
    Step.PRICE: Question(PriceForm, "price", _fill_price, _price_offers, _save_price),
    Step.WEIGHT: Question(WeightForm, "weight", _fill_weight, _weight_offers, _save_weight),
    Step.STOCK: Question(StockForm, "stock", _fill_stock, _stock_offers, _save_stock),
}
