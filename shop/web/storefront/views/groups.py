"""The groups: /groups and each one's own page."""

from dataclasses import dataclass

from flask import abort, g, render_template, request, url_for

from shop.fairs import codes
from shop.fairs.booths import booths_of_group
from shop.favourites import queries as favourites
from shop.groups import queries as groups
from shop.groups.models import Group
from shop.groups.queries import GroupFilters
from shop.kernel import places
from shop.kernel.refusals import BadValue
from shop.papers.models import ShareKind
from shop.reviews import queries as reviews
from shop.search import browse, cards
from shop.search.browse import Filters
from shop.search.cards import CardPhoto
from shop.web import asked, share, words
from shop.web.gate import public
from shop.web.kept import kept, shows_only
from shop.web.language import locale
from shop.web.page import in_language
from shop.web.shelf import average, on_shelf
from shop.web.storefront.desk import blueprint


@dataclass(frozen=True)
class GroupCard:
    url: str
    name: str
    kind: str
    place: str
    product_count: int
    image: CardPhoto | None


@blueprint.get("/groups", endpoint="groups")
@public
@kept
def list_groups() -> str | tuple[str, int]:
    try:
        filters = asked.filters_from(request.args)
        chosen = GroupFilters(kind=filters.kind, district=filters.district)
        page = groups.published_groups(chosen, asked.cursor_from(request.args))
    except BadValue:
        abort(422)
    by_kind, by_district = groups.published_by_kind(chosen), groups.published_by_district(chosen)
    typed = {"kind": filters.kind, "district": filters.district}
    return render_template(
        "storefront/groups/groups.html",
        cards=group_cards(page.items),
        total=groups.count_published(chosen),
        kinds=[(kind.value, str(text), by_kind[kind]) for kind, text in words.GROUP_KINDS.items() if by_kind.get(kind)],
        districts=[(code, places.district(code).name(locale()), count) for code, count in sorted(by_district.items()) if code],
        typed=typed,
        next_url=url_for(".groups", **typed, after=page.next) if page.next else "",
        first_url=url_for(".groups", **typed) if request.args.get("after") else "",
    )


@blueprint.get("/groups/<slug>")
@public
@kept
def group(slug: str) -> str:
    found = groups.published_group(slug) or abort(404)
    shows_only(found.id)
    try:
        page = browse.page_of_products(Filters(group_id=found.id), after=asked.cursor_from(request.args))
    except BadValue:
        abort(422)
    profile = found.published
    cover = cards.published_photos([profile.cover_photo_id]).get(profile.cover_photo_id)
    brought = codes.brought_by(request.args.get("code", ""), found.id)
    code = brought.code if brought else None
    review_count, stars = reviews.rating_of_group(found.id)
    return render_template(
        "storefront/groups/group.html",
        review_count=review_count,
        is_followed=bool(g.account) and favourites.is_followed(found.id, g.account.id),
        rating_value=average(stars, review_count),
        shared=share.picture_of(ShareKind.GROUP, found.id, cover, in_language(found, "name")),
        group=found,
        profile=profile,
        kind=words.GROUP_KINDS.get(found.kind, ""),
        place=place_of(found),
        cover=cover,
        booths=booths_of_group(found.id),
        items=on_shelf(page.cards, code=code),
        total=browse.count_products(Filters(group_id=found.id)),
        next_url=url_for(".group", slug=slug, code=code, after=page.next) if page.next else "",
        first_url=url_for(".group", slug=slug, code=code) if request.args.get("after") else "",
    )


def group_cards(found: list[Group]) -> list[GroupCard]:
    """Cards of groups whose published profile is loaded, in two queries."""
    counts = browse.count_by_group([group.id for group in found])
    photos = cards.published_photos([group.published.cover_photo_id for group in found])
    return [
        GroupCard(
            url=url_for("storefront.group", slug=group.slug),
            name=in_language(group, "name"),
            kind=str(words.GROUP_KINDS.get(group.kind, "")),
            place=place_of(group),
            product_count=counts.get(group.id, 0),
            image=photos.get(group.published.cover_photo_id),
        )
        for group in found
    ]


def place_of(group: Group) -> str:
    """ "ต.บางขะแยง อ.เมืองปทุมธานี จ.ปทุมธานี": as near as a buyer needs to know."""
    profile = group.published
    if profile and profile.subdistrict_code:
        try:
            return places.format_place(places.place(profile.subdistrict_code, profile.postcode or None), locale())
        except ValueError:
            pass
    known = places.district(group.district_code) if group.district_code else None
    return known.name(locale()) if known else ""
