"""The reviewed profile, one thing a page: /sell/group/profile/<step>. What is saved is a draft until it is sent."""

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug import Response

from shop.catalogue import photos
from shop.catalogue.models import Photo
from shop.groups import protected_counts, queries, service
from shop.groups.models import Group, GroupProfile
from shop.groups.profile import problems_with
from shop.kernel.access import Permission
from shop.kernel.database import db, transaction
from shop.kernel.places import district, districts, find_by_postcode, format_place, place, province, provinces, subdistricts
from shop.kernel.refusals import BadValue
from shop.kernel.review import RevisionStatus
from shop.kernel.thai import tidy
from shop.moderation import queries as moderation
from shop.web.gate import actor, requires
from shop.web.language import locale
from shop.web.seller import journey
from shop.web.seller.desk import blueprint
from shop.web.seller.forms.group import PROFILE_FORMS, CoverForm, GroupForm, MembersForm, PlaceForm
from shop.web.seller.uploads import received_photos

SHOWN_WIDTH = 640  # pixels, of the cover on the desk


@blueprint.get("/group/profile/<step>")
@requires(Permission.GROUP_EDIT)
def profile_step(step: str) -> str | Response:
    here = _step(step)
    profile = writable_profile()
    if isinstance(profile, Response):
        return profile
    return _page(here, PROFILE_FORMS[step].of(profile))


@blueprint.post("/group/profile/<step>")
@requires(Permission.GROUP_EDIT)
def save_profile_step(step: str) -> Response | tuple[str, int]:
    here, form = _step(step), PROFILE_FORMS[step]()
    answers = form.answers()
    if form.add_problems(problems_with(answers)):
        return _page(here, form), 422
    return _saved(here, **answers)


def _step(key: str) -> journey.Step:
    if key not in PROFILE_FORMS:
        abort(404)
    return journey.BY_KEY[key]


def writable_profile() -> GroupProfile | Response:
    """What the page shows; while an official looks at it there is nothing to write."""
    group = journey.current_group()
    profile = queries.newest_profile(group.id)
    if profile and profile.status is RevisionStatus.IN_REVIEW:
        return under_review()
    return profile


def under_review() -> Response:
    flash(_("เจ้าหน้าที่กำลังตรวจอยู่ ถ้าจะแก้ ให้ถอนกลับมาก่อน"), "warning")
    return redirect(url_for(".group"), 303)


def _saved(here: journey.Step, **answers: object) -> Response:
    group = journey.current_group()
    try:
        with transaction():
            service.save_profile(group, actor(), **answers)
    except service.UnderReview:
        return under_review()
    return _on(here)


def _on(here: journey.Step) -> Response:
    """To the page that follows; the settings say that an official has yet to see it."""
    group = journey.current_group()
    newest = queries.newest_profile(group.id)
    if not journey.is_applying(group) and newest.status is RevisionStatus.DRAFT:
        flash(_("บันทึกแล้ว ผู้ซื้อจะเห็นเมื่อส่งตรวจและผ่านแล้ว"), "success")
    return redirect(journey.after(here), 303)


def _page(here: journey.Step, form: GroupForm, **more: object) -> str:
    decision = moderation.advice_for_group(journey.current_group().id)
    advice = [decision.advice[field] for field in here.fields if field in decision.advice] if decision else []
    template = f"seller/group/steps/{here.key}.html"
    return render_template(template, form=form, advice=advice, **journey.frame(here), **more)


# The place: by postcode or by district, each a plain link or form, so that it works without script.


@blueprint.get("/group/profile/place")
@requires(Permission.GROUP_EDIT)
def place_step() -> str | Response:
    profile = writable_profile()
    if isinstance(profile, Response):
        return profile
    chosen = f"{profile.subdistrict_code}-{profile.postcode}" if profile.subdistrict_code else None
    form = PlaceForm(formdata=None, data={"subdistrict_code": chosen, "address_line": profile.address_line})
    is_asked = {"postcode", "district", "province"} & request.args.keys()
    return _place_page(form, "" if is_asked else profile.district_code or "")


@blueprint.post("/group/profile/place")
@requires(Permission.GROUP_EDIT)
def save_place() -> Response | tuple[str, int]:
    form = PlaceForm()
    code, _hyphen, postcode = (form.subdistrict_code.data or "").partition("-")
    answers = {"subdistrict_code": code, "postcode": postcode, "address_line": form.address_line.data or ""}
    if form.add_problems(problems_with(answers)):
        return _place_page(form, ""), 422
    return _saved(journey.BY_KEY["place"], **answers)


def _place_page(form: PlaceForm, district_code: str) -> str:
    """With the subdistricts of the postcode or district that was asked for, or of `district_code`."""
    asked = {name: tidy(request.values.get(name, ""))[:40] for name in ("postcode", "district", "province")}
    code = asked["district"] or district_code
    found = find_by_postcode(asked["postcode"]) if asked["postcode"] else _places_in(code)
    form.subdistrict_code.choices = [
        (f"{where.subdistrict.code}-{where.postcode}", _place_words(where, bool(asked["postcode"]))) for where in found
    ]
    area = province(asked["province"] or code[:2]) or province(current_app.config["PROVINCE"])
    return _page(
        journey.BY_KEY["place"],
        form,
        asked=asked,
        not_found=bool(asked["postcode"]) and not found,
        district=district(code) if code else None,
        area=area,
        districts=districts(area.code),
        provinces=sorted(provinces(), key=lambda one: one.name(locale())),
    )


def _places_in(district_code: str) -> list:
    return [place(area.code, postcode) for area in subdistricts(district_code) for postcode in area.postcodes]


def _place_words(where: object, in_full: bool) -> str:
    return format_place(where, locale()) if in_full else f"{where.subdistrict.name(locale())} {where.postcode}"


# The cover: stored before the transaction, prepared by a job.


@blueprint.get("/group/profile/cover")
@requires(Permission.GROUP_EDIT)
def cover_step() -> str | Response:
    profile = writable_profile()
    if isinstance(profile, Response):
        return profile
    return _page(journey.BY_KEY["cover"], CoverForm(), photo=cover_of(profile))


@blueprint.post("/group/profile/cover")
@requires(Permission.GROUP_EDIT)
def save_cover() -> Response | tuple[str, int]:
    here, group, form = journey.BY_KEY["cover"], journey.current_group(), CoverForm()
    profile = writable_profile()
    if isinstance(profile, Response):
        return profile
    if request.form.get("remove"):
        return _saved(here, cover_photo_id=None)
    received = received_photos("photo", most=1)
    if not received.uploads:
        if received.errors:
            form.photo.errors = received.errors
        else:
            form.add_problem(BadValue("photo", "empty"))
        return _page(here, form, photo=cover_of(profile)), 422
    try:
        with transaction():
            (photo,) = received.take(group.id, actor())
            service.save_profile(group, actor(), cover_photo_id=photo.id)
    except service.UnderReview:
        return under_review()
    return _on(here)


def cover_of(profile: GroupProfile | None) -> Photo | None:
    return db.session.get(Photo, profile.cover_photo_id) if profile and profile.cover_photo_id else None


@blueprint.get("/group/cover.webp")
@requires(Permission.GROUP_EDIT)
def cover_picture() -> Response:
    """The group's own cover, approved or not; nobody else's."""
    photo = cover_of(queries.newest_profile(journey.current_group().id))
    widths = sorted(photo.widths) if photo else []
    width = next((made for made in widths if made >= SHOWN_WIDTH), widths[-1] if widths else 0)
    content = photos.private_file(photo, width) if photo else None
    if content is None:
        abort(404)
    return Response(content, mimetype="image/webp", headers={"Cache-Control": "private, no-store"})


# Members, and how many of them are older or disabled: the latter by consent, kept apart, counting at once.


@blueprint.get("/group/profile/members")
@requires(Permission.GROUP_EDIT)
def members_step() -> str | Response:
    profile = writable_profile()
    if isinstance(profile, Response):
        return profile
    kept = protected_counts.counts_of(profile.group_id)
    shown = {"member_count": profile.member_count, "consent": kept is not None} | (kept.counts if kept else {})
    return _page(journey.BY_KEY["members"], MembersForm(formdata=None, data=shown), has_counts=kept is not None)


@blueprint.post("/group/profile/members")
@requires(Permission.GROUP_EDIT)
def save_members() -> Response | tuple[str, int]:
    here, group, form = journey.BY_KEY["members"], journey.current_group(), MembersForm()
    answers = _checked_members(form)
    if answers is None:
        return _page(here, form, has_counts=protected_counts.counts_of(group.id) is not None), 422
    count, protected = answers
    try:
        with transaction():
            service.save_profile(group, actor(), member_count=count)
            _save_protected(group, protected)
    except service.UnderReview:
        return under_review()
    return _on(here)


def _save_protected(group: Group, counts: dict[str, int] | None) -> None:
    if counts is None:
        protected_counts.forget_protected_counts(group, actor())
    else:
        protected_counts.record_protected_counts(group, actor(), consents=True, **counts)


def _checked_members(form: MembersForm) -> tuple[int, dict[str, int] | None] | None:
    """How many members, and of them the protected, None without consent; None altogether where something is wrong."""
    names = ("older_people", "people_with_disabilities")
    problems, counts = [], {}
    for name in ("member_count", *names):
        try:
            counts[name] = form.number(name, empty=None if name == "member_count" else 0)
        except BadValue as bad:
            problems.append(bad)
    total = counts.pop("member_count", None)
    if total is not None:
        problems += problems_with({"member_count": total})
        problems += [BadValue(name, "more_than_members") for name, count in counts.items() if count > total]
    has_numbers = any((form[name].data or "").strip() for name in names)
    if has_numbers and not form.consent.data:
        problems.append(BadValue("consent", "missing"))
    if form.add_problems(problems):
        return None
    return total, counts if form.consent.data else None


@blueprint.post("/group/protected/forget")
@requires(Permission.GROUP_EDIT)
def forget_protected() -> Response:
    """Withdraw the consent: one press, the numbers are gone."""
    group = journey.current_group()
    with transaction():
        protected_counts.forget_protected_counts(group, actor())
    flash(_("ถอนความยินยอมแล้ว ตัวเลขถูกลบแล้ว"), "success")
    return redirect(url_for(".members_step") if journey.is_applying(group) else url_for(".group"), 303)
