"""Fairs as buyers see them: /fairs and each one's own page, before, during and after; a fair that is over goes on selling."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Response, abort, current_app, render_template, request, url_for

from shop.fairs import booths, pictures, queries
from shop.fairs.models import Fair, FairPicture
from shop.groups.models import Group
from shop.kernel import places
from shop.kernel.clock import now, today
from shop.kernel.refusals import BadValue
from shop.papers.models import ShareKind
from shop.search import browse
from shop.search.browse import Filters
from shop.web import asked, share, words
from shop.web.gate import public
from shop.web.kept import kept
from shop.web.language import locale, this_page_in
from shop.web.page import in_language, photo_url
from shop.web.shelf import on_shelf
from shop.web.storefront.desk import blueprint
from shop.web.storefront.views.groups import group_cards


@dataclass(frozen=True)
class Maker:
    """A group of a fair. `number` and `zone` of its booth, empty where it has none; `count` of what it showed and sells."""

    group: Group
    number: str
    zone: str
    count: int


@blueprint.get("/fairs")
@public
@kept
def fairs() -> str:
    """Those to come, soonest first; then those that were, newest first."""
    found = queries.public_fairs()
    coming = [row for row in found if row.fair.ends_on >= today()]
    past = [row for row in found if row.fair.ends_on < today()]
    return render_template("storefront/fairs/fairs.html", coming=coming[::-1], past=past)


@blueprint.get("/fairs/<slug>")
@public
@kept
def fair(slug: str) -> str:
    """`category` and `group` (its slug) narrow what was shown and is on sale."""
    found = _fair_or_404(slug)
    seen = queries.groups_seen_at(found.id)
    try:
        shown = _narrowed(found, seen)
        page = browse.page_of_products(shown, after=asked.cursor_from(request.args))
    except BadValue:
        abort(422)
    by_category, by_group = browse.counts_in(shown)
    makers = _makers(found, seen, by_group)
    district = places.district(found.district_code) if found.district_code else None
    kept = {"category": shown.category, "group": request.args.get("group") or None}
    gallery = pictures.pictures_of(found.id)
    return render_template(
        "storefront/fairs/fair.html",
        fair=found,
        shared=share.picture_of(ShareKind.FAIR, found.id, None, in_language(found, "title")),
        district=district.name(locale()) if district else "",
        is_coming=found.starts_on > today(),
        is_on=found.starts_on <= today() <= found.ends_on,
        pictures=gallery,
        event=_event(found, gallery),
        items=on_shelf(page.cards, found.slug),
        total=browse.count_products(shown),
        makers=makers,
        has_booths=any(maker.number for maker in makers),
        cards=[] if any(maker.number for maker in makers) else group_cards(seen),
        categories=[(key, text, by_category[key]) for key, text in words.CATEGORIES.items() if by_category.get(key)],
        kept=kept,
        next_url=url_for(".fair", slug=slug, after=page.next, **kept) if page.next else "",
        first_url=url_for(".fair", slug=slug, **kept) if request.args.get("after") else "",
    )


@blueprint.get("/fairs/<slug>/calendar.ics")
@public
def fair_calendar(slug: str) -> Response:
    """The fair as an entry for a calendar (RFC 5545): whole days, for its hours are words."""
    found = _fair_or_404(slug)
    address = current_app.config["PUBLIC_URL"] + this_page_in(locale()).removesuffix("/calendar.ics")
    about = "\n".join(filter(None, [in_language(found, "opening_hours"), address]))
    lines = [
        *("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//market//fairs//TH", "BEGIN:VEVENT"),
        f"UID:fair-{found.id}@{request.host.partition(':')[0]}",
        f"DTSTAMP:{now():%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{found.starts_on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{found.ends_on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_calendar_text(in_language(found, 'title'))}",
        f"LOCATION:{_calendar_text(in_language(found, 'place'))}",
        f"DESCRIPTION:{_calendar_text(about)}",
        f"URL:{address}",
        *("END:VEVENT", "END:VCALENDAR"),
    ]
    answer = Response("".join(f"{_folded(line)}\r\n" for line in lines), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="fair-{found.id}.ics"'
    return answer


def _narrowed(found: Fair, seen: list[Group]) -> Filters:
    """Raises BadValue."""
    chosen = request.args.get("group", "")
    group = next((group for group in seen if group.slug == chosen), None)
    if chosen and group is None:
        raise BadValue("group", "unknown")
    category = asked.filters_from(request.args).category
    return Filters(fair=found.slug, category=category, group_id=group.id if group else None)


def _makers(found: Fair, seen: list[Group], by_group: dict[str, int]) -> list[Maker]:
    """Booth by booth, then those that showed something and have none."""
    placed = booths.public_booths_at(found.id)
    with_booth = {row.group.id for row in placed}
    makers = [Maker(row.group, row.booth.number, row.booth.zone, by_group.get(row.group.slug, 0)) for row in placed]
    return makers + [Maker(group, "", "", by_group.get(group.slug, 0)) for group in seen if group.id not in with_booth]


def _event(found: Fair, gallery: list[FairPicture]) -> dict:
    """What search engines understand (schema.org Event)."""
    base = current_app.config["PUBLIC_URL"]
    event = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": in_language(found, "title"),
        "startDate": found.starts_on.isoformat(),
        "endDate": found.ends_on.isoformat(),
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": {"@type": "Place", "name": in_language(found, "place"), "address": in_language(found, "place")},
        "url": base + this_page_in(locale()).partition("?")[0],
        "image": [base + photo_url(picture, 1280) for picture in gallery],
    }
    if found.organiser:
        event["organizer"] = {"@type": "Organization", "name": found.organiser}
    return {name: value for name, value in event.items() if value}


def _calendar_text(text: str) -> str:
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """No line longer than 75 bytes, cut between characters."""
    parts, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > 73:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += width
    return "\r\n".join(parts)


def _fair_or_404(slug: str) -> Fair:
    return queries.fair_by_slug(slug) or abort(404)
