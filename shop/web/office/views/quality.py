"""Which groups need help, and with what: the lowest scores or the most open advice first, as of last night: /office/quality."""

from flask import Response, abort, current_app, render_template, request
from flask_babel import gettext as _

from shop.groups.models import GroupKind
from shop.kernel import places
from shop.kernel.access import Permission
from shop.kernel.clock import BANGKOK
from shop.kernel.refusals import BadValue
from shop.quality import queries
from shop.quality.queries import QualitySearch, Sort
from shop.web import quality_words
from shop.web.gate import requires
from shop.web.language import locale
from shop.web.office import asked
from shop.web.office.desk import blueprint
from shop.web.page import in_language
from shop.web.sheets import csv_file, xlsx_file
from shop.web.words import GROUP_KINDS

MOST_ROWS = 20_000
ENDINGS = {"csv": csv_file, "xlsx": lambda name, header, rows: xlsx_file(name, name, header, rows)}
MOST_NEEDS = 3


@blueprint.get("/quality")
@requires(Permission.GROUP_OVERSEE)
def quality() -> str:
    search, sort = _search(), asked.choice("sort", Sort) or Sort.LOWEST
    try:
        page = queries.find_groups(search, sort, request.args.get("after"))
    except BadValue:
        abort(422)
    return render_template(
        "office/quality/index.html",
        page=page,
        search=search,
        sort=sort,
        kept=asked.kept(kind=search.kind, district=search.district, advice="1" if search.has_advice else ""),
        districts=_districts(),
        kinds=GROUP_KINDS,
        words_of=quality_words,
        most_needs=MOST_NEEDS,
    )


@blueprint.get("/quality/export.<any(csv, xlsx):ending>")
@requires(Permission.GROUP_OVERSEE)
def export_quality(ending: str) -> Response:
    """The list as it is narrowed, a line a group."""
    names = dict(_districts())
    header = [
        *(_("เลขที่"), _("กลุ่ม"), _("ประเภท"), _("อำเภอ"), _("คะแนนเฉลี่ย"), _("สินค้าที่นับ"), _("คำแนะนำค้าง")),
        *(_("ต้องช่วยเรื่อง"), _("นับเมื่อ")),
    ]
    found = queries.find_groups(_search(), asked.choice("sort", Sort) or Sort.LOWEST, limit=MOST_ROWS)
    rows = [
        [
            group.id,
            in_language(group, "name"),
            str(GROUP_KINDS.get(group.kind, "")),
            names.get(group.district_code, group.district_code or ""),
            counted.mean_score,
            counted.product_count,
            counted.open_advice,
            ", ".join(str(quality_words.HELPS[key]) for key in counted.needs),
            f"{counted.counted_at.astimezone(BANGKOK):%Y-%m-%d %H:%M}",
        ]
        for counted, group in found.rows
    ]
    return ENDINGS[ending]("quality", header, rows)


def _search() -> QualitySearch:
    return QualitySearch(
        kind=asked.choice("kind", GroupKind),
        district=asked.words("district") or None,
        has_advice=request.args.get("advice") == "1",
    )


def _districts() -> list[tuple[str, str]]:
    return [(district.code, district.name(locale())) for district in places.districts(current_app.config["PROVINCE"])]
