"""A first listing, one question a page, photo first: /sell/listing."""

from flask import Response, abort, flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from shop.catalogue import first_listing, queries, service
from shop.catalogue.first_listing import STEPS, Step
from shop.catalogue.models import Product
from shop.groups import queries as groups
from shop.groups.states import GroupStatus
from shop.kernel.access import Permission, Role
from shop.kernel.codes import new_key
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue, LostRace
from shop.moderation import checklist
from shop.moderation import service as moderation
from shop.web import words
from shop.web.forms import Form
from shop.web.gate import actor, requires
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.listing import StartForm
from shop.web.seller.forms.products import PhotosForm, show_refusal
from shop.web.seller.questions import QUESTIONS, step_before, typed
from shop.web.seller.uploads import Received, received_photos
from shop.web.seller.views.products import own_product_or_404

MOST_BEGUN = 3  # drafts offered to be gone on with


@blueprint.get("/listing")
@requires(Permission.PRODUCT_EDIT)
def start_listing() -> str:
    form = StartForm(formdata=None)
    form.once.data = new_key()
    return _start_page(form, Received())


@blueprint.post("/listing")
@requires(Permission.PRODUCT_EDIT)
def begin_listing() -> Response | tuple[str, int]:
    """With photos, or without any yet: what is made is a draft that can be gone on with from any phone."""
    form, received = StartForm(), received_photos()
    form.validate()
    form.photos.errors = [*form.photos.errors, *received.errors, *_no_photo(received)]
    if not form.errors:
        try:
            product_id = _begin(form, received)
        except IntegrityError:  # the same form twice at the same moment: the other one has made it
            product_id = _begin(form, received)
        return redirect(_after(product_id, Step.PHOTOS), 303)
    return _start_page(form, received), 422


def _no_photo(received: Received) -> list[str]:
    is_chosen = received.uploads or received.errors or "skip" in request.form
    return [] if is_chosen else [_("ถ่ายหรือเลือกรูปก่อน อย่างน้อยหนึ่งรูป")]


def _begin(form: StartForm, received: Received) -> int:
    with transaction():
        product = service.create_product(actor().group_id, actor(), once=form.once.data or None)
        if received.uploads and not product.revisions[-1].photos:
            service.attach_photos(product, received.take(product.group_id, actor()), actor())
        return product.id


def _start_page(form: StartForm, received: Received) -> str:
    drafts = queries.products_of_group(actor().group_id, "draft")
    begun = [own for own in drafts if first_listing.is_first_listing(own)][:MOST_BEGUN]
    has_others = queries.count_products_of_group(actor().group_id)[""] > len(begun)
    return render_template(
        "seller/listing/start.html", form=form, received=received, begun=begun, has_others=has_others, **frame(Step.PHOTOS)
    )


@blueprint.get("/listing/<int:product_id>")
@requires(Permission.PRODUCT_EDIT)
def go_on_listing(product_id: int) -> Response:
    """To the first question that is open."""
    own = _own_or_404(product_id)
    return redirect(_after(product_id) if first_listing.is_first_listing(own) else where_it_stands(own), 303)


@blueprint.get("/listing/<int:product_id>/<step>")
@requires(Permission.PRODUCT_EDIT)
def listing_step(product_id: int, step: str) -> str | Response:
    step, own = _step_or_404(step), _own_or_404(product_id)
    if elsewhere := _not_here(own, step):
        return redirect(elsewhere, 303)
    if step is Step.PHOTOS:
        return _photos_page(own, PhotosForm(formdata=None), Received())
    form = QUESTIONS[step].form(formdata=None)
    QUESTIONS[step].fill(form, own)
    return _question_page(own, step, form)


@blueprint.post("/listing/<int:product_id>/<step>")
@requires(Permission.PRODUCT_EDIT)
def answer_step(product_id: int, step: str) -> Response | tuple[str, int]:
    """Kept at once, also on the way elsewhere; what cannot be kept is said, or left behind on such a way."""
    step, own = _step_or_404(step), _own_or_404(product_id)
    if elsewhere := _not_here(own, step):
        return redirect(elsewhere, 303)
    if step is Step.PHOTOS:
        return _answer_photos(own)
    form, goal = QUESTIONS[step].form(formdata=typed(QUESTIONS[step])), _asked_goal(step)
    is_kept = _is_kept(product_id, step, form)
    if not is_kept and goal is None:
        return _question_page(own, step, form), 422
    if step is Step.STOCK and goal is None:
        return _after_stock(product_id)
    return redirect(_onward(product_id, step, goal), 303)


def _asked_goal(step: Step) -> Step | None:
    """Where the pressed button leads, if not onward: back, or to an answer that is to be changed."""
    verb, _dash, name = request.form.get("go", "").partition("-")
    if verb == "back":
        return step_before(step)
    return Step(name) if verb == "to" and name in set(Step) else None


def _is_kept(product_id: int, step: Step, form: Form) -> bool:
    if not form.validate():
        return False
    try:
        with transaction():
            QUESTIONS[step].save(own_product_or_404(product_id), form)
    except BadValue as refused:
        show_refusal(form, refused)
        return False
    except LostRace:  # sent by another tap meanwhile: where it stands now is shown next
        pass
    return True


def _answer_photos(own: queries.OwnProduct) -> Response | tuple[str, int]:
    """Further photos, or `remove` one that is there."""
    form, received = PhotosForm(), received_photos(most=8 - len(own.latest.photos))
    form.validate()
    form.photos.errors = [*form.photos.errors, *received.errors]
    if not own.latest.photos and "remove" not in request.form:
        form.photos.errors += _no_photo(received)
    if not form.errors:
        try:
            with transaction():
                _change_photos(own_product_or_404(own.product.id), own, received)
        except BadValue as refused:
            show_refusal(form, refused)
        else:
            is_removed = "remove" in request.form
            return redirect(step_url(own.product.id, Step.PHOTOS) if is_removed else _after(own.product.id, Step.PHOTOS), 303)
    return _photos_page(own, form, received), 422


def _change_photos(product: Product, own: queries.OwnProduct, received: Received) -> None:
    there = [shown.photo_id for shown in own.latest.photos]
    if "remove" in request.form:
        gone = request.form.get("remove", type=int)
        service.arrange_photos(product, [one for one in there if one != gone], actor())
    elif received.uploads:
        service.attach_photos(product, received.take(product.group_id, actor()), actor())


def _after_stock(product_id: int) -> Response | tuple[str, int]:
    """The last answer sends it for review, unless she would rather add to it or wait."""
    go, editor = request.form.get("go", "send"), url_for(".show_product", product_id=product_id)
    if go == "keep":  # the Enter key: what was typed is kept, and sending is a press of its own
        return redirect(step_url(product_id, Step.STOCK), 303)
    if go == "label":
        return redirect(url_for(".edit_section", product_id=product_id, section="food"), 303)
    if go == "later" or g.membership.group.status is not GroupStatus.APPROVED:
        flash(_("บันทึกเป็นร่างแล้ว"), "success")
        return redirect(editor, 303)
    try:
        with transaction():
            moderation.submit_product(own_product_or_404(product_id), actor())
    except service.Incomplete as refused:
        return _not_yet(product_id, refused.missing), 422
    except (service.NothingToSubmit, service.GroupNotApproved, LostRace):
        return redirect(where_it_stands(_own_or_404(product_id)), 303)
    return redirect(url_for(".listing_sent", product_id=product_id), 303)


def _not_yet(product_id: int, missing: list[tuple[str, str]]) -> str:
    own = _own_or_404(product_id)
    form = QUESTIONS[Step.STOCK].form(formdata=None)
    QUESTIONS[Step.STOCK].fill(form, own)
    return _question_page(own, Step.STOCK, form, missing)


# Pages


def frame(step: Step) -> dict:
    """What every page of the way needs. A helper, or who has several groups, is told for which this is."""
    is_for_another = Role.LABOUR_VOLUNTEER in actor().roles or len(g.memberships) > 1
    return {
        "step": STEPS.index(step) + 1,
        "steps": len(STEPS),
        "here": step,
        "for_group": groups.name_of(g.membership.group) if is_for_another else "",
    }


def _photos_page(own: queries.OwnProduct, form: PhotosForm, received: Received) -> str:
    return render_template("seller/listing/photos.html", own=own, form=form, received=received, **frame(Step.PHOTOS))


def _question_page(own: queries.OwnProduct, step: Step, form: Form, missing: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        f"seller/listing/{step}.html",
        own=own,
        form=form,
        missing=missing or [],
        open_steps=first_listing.open_steps(own),
        advisable=service.advisable_parts(own.latest),
        wants_serial=checklist.lacks_serial(own.latest),
        can_send=g.membership.group.status is GroupStatus.APPROVED,
        allergens=words.ALLERGENS,
        **QUESTIONS[step].offers(form, own),
        **frame(step),
    )


# Where it leads


def step_url(product_id: int, step: Step) -> str:
    return url_for(".listing_step", product_id=product_id, step=step.value)


def where_it_stands(own: queries.OwnProduct) -> str:
    """Of a product that is no longer asked about page by page."""
    return url_for(".listing_sent" if own.work == "in_review" else ".show_product", product_id=own.product.id)


def _after(product_id: int, step: Step | None = None) -> str:
    return step_url(product_id, first_listing.next_step(_own_or_404(product_id), step))


def _onward(product_id: int, step: Step, goal: Step | None) -> str:
    """To the goal that was asked for, else to the next open question."""
    own = _own_or_404(product_id)
    if not first_listing.is_first_listing(own):
        return where_it_stands(own)
    return step_url(product_id, goal) if goal else _after(product_id, step)


def _not_here(own: queries.OwnProduct, step: Step) -> str:
    """Where else this has to be answered, if not here."""
    if not first_listing.is_first_listing(own):
        return where_it_stands(own)
    needs_price = step in (Step.WEIGHT, Step.STOCK) and not own.variants
    return step_url(own.product.id, Step.PRICE) if needs_price else ""


def _step_or_404(step: str) -> Step:
    return Step(step) if step in set(Step) else abort(404)


def _own_or_404(product_id: int) -> queries.OwnProduct:
    return queries.own_product(product_id, actor().group_id) or abort(404)
