"""What the market earned for whom: /office/impact, on paper and as a workbook; targets, and groups that sell nothing."""

from datetime import date

from flask import Response, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from markupsafe import Markup

from shop.fairs.models import Fair
from shop.fairs.queries import fairs_by_slug
from shop.groups.models import GroupKind
from shop.impact import counting, quiet, reports, targets
from shop.impact.periods import FIRST_YEAR, LAST_YEAR, month_of, months_between, months_of_year, this_year
from shop.impact.reports import Asked, Report, Sort
from shop.kernel import outbox, places
from shop.kernel.access import Permission
from shop.kernel.clock import today
from shop.kernel.database import transaction
from shop.kernel.refusals import BadValue
from shop.kernel.thai import fiscal_year
from shop.papers import impact_paper, impact_tables, impact_words
from shop.papers.voice import Voice
from shop.web import words
from shop.web.gate import actor, requires
from shop.web.language import locale
from shop.web.office import asked
from shop.web.office.desk import blueprint
from shop.web.office.forms.impact import TargetsForm
from shop.web.page import in_language
from shop.web.sheets import pdf_file, workbook_file

SHOWN = 50  # groups on the page; the workbook has them all
LONGEST = 60  # months of one report


@blueprint.get("/impact")
@requires(Permission.IMPACT_READ)
def impact() -> str:
    """`year`, or `from` and `to` as 2026-03; `district`, `kind`, `fair`, `sort`."""
    years = reports.years_with_figures()
    wanted, fair, year = _asked(years)
    found = reports.report(wanted, asked.choice("sort", Sort) or Sort.INCOME)
    return render_template(
        "office/impact/index.html",
        report=found,
        year=year,
        fair=fair,
        tables=impact_tables.tables_of(found, _voice()),
        charts={name: Markup(drawn) for name, drawn in impact_tables.charts_of(found, _voice()).items()},  # noqa: S704 (ours, escaped)
        figures=impact_paper.figures_of(found, _voice()),
        as_of=impact_paper.as_of(found, _voice()),
        goals=targets.progress(found),
        people=_people(),
        quiet_count=quiet.count_quiet(wanted.district, wanted.kind),
        shown=found.by_group[:SHOWN],
        sort=request.args.get("sort") or Sort.INCOME,
        kept=_kept(),
        choices=_choices(years, year),
        say=impact_words,
        voice=_voice(),
    )


@blueprint.get("/impact/report.pdf")
@requires(Permission.IMPACT_READ)
def impact_pdf() -> Response:
    return pdf_file(f"impact-{_name()}", impact_paper.draw_report(*_whole()))


@blueprint.get("/impact/report.xlsx")
@requires(Permission.IMPACT_READ)
def impact_xlsx() -> Response:
    return workbook_file(f"impact-{_name()}", impact_paper.write_report(*_whole()))


@blueprint.get("/impact/quiet")
@requires(Permission.IMPACT_READ)
def quiet_groups() -> str:
    district, kind = _district(), asked.choice("kind", GroupKind)
    rows = quiet.quiet_groups(district, kind, asked.number("after") or 0)
    return render_template(
        "office/impact/quiet.html",
        rows=rows,
        total=quiet.count_quiet(district, kind),
        days=quiet.DAYS,
        kept=asked.kept(district=district, kind=kind),
        more=rows[-1].group.id if len(rows) == SHOWN else None,
        say=impact_words,
        voice=_voice(),
    )


@blueprint.post("/impact/count")
@requires(Permission.IMPACT_READ)
def count_impact() -> Response:
    """Not at once: on a large market it takes a while."""
    with transaction():
        outbox.enqueue("impact.count", {})
    flash(gettext("กำลังนับใหม่ อีกสักครู่เปิดหน้านี้อีกครั้ง"), "success")
    return redirect(url_for(".impact"), 303)


@blueprint.get("/impact/targets")
@requires(Permission.IMPACT_TARGETS)
def impact_targets() -> str:
    year = _year_named("year") or this_year()
    form = TargetsForm(formdata=None)
    form.show(targets.targets_of(year))
    return _targets(form, year)


@blueprint.post("/impact/targets")
@requires(Permission.IMPACT_TARGETS)
def set_impact_targets() -> Response | tuple[str, int]:
    year = _year_named("year") or this_year()
    form = TargetsForm()
    if not form.validate():
        return _targets(form, year), 422
    try:
        with transaction():
            targets.set_targets(year, form.wanted(), actor())
    except BadValue as refused:
        form.refuse(refused)
        return _targets(form, year), 422
    flash(gettext("บันทึกเป้าหมายแล้ว"), "success")
    return redirect(url_for(".impact", year=year), 303)


def _targets(form: TargetsForm, year: int) -> str:
    years = list(range(this_year() + 1, this_year() - 3, -1))
    return render_template("office/impact/targets.html", form=form, year=year, years=years, say=impact_paper, voice=_voice())


def _whole() -> tuple:
    """What the paper and the workbook are made of."""
    wanted, fair, _year = _asked(reports.years_with_figures())
    found: Report = reports.report(wanted)
    how = current_app.config["PUBLIC_URL"] + url_for("storefront.impact_how")
    return found, targets.progress(found), _narrowed(wanted, fair), how, _voice()


def _narrowed(wanted: Asked, fair: Fair | None) -> list[str]:
    said = []
    if wanted.district:
        said.append(gettext("อำเภอ%(name)s", name=impact_words.district_words(wanted.district, locale(), gettext)))
    if wanted.kind:
        said.append(impact_words.kind_words(wanted.kind, gettext))
    if fair:
        said.append(in_language(fair, "title"))
    return said


def _asked(years: list[int]) -> tuple[Asked, Fair | None, int]:
    """The third: the fiscal year that is chosen, or that the months begin in."""
    first, last = _month("from"), _month("to")
    year = _year_named("year") or (fiscal_year(first or last) if first or last else (years or [this_year()])[0])
    whole = months_of_year(year)
    first, last = first or min(whole[0], last or whole[0]), last or max(whole[1], first or whole[1])
    if not first <= last or len(list(months_between(first, last))) > LONGEST:
        abort(422)
    slug = asked.words("fair")
    fair = next(iter(fairs_by_slug([slug])), None) if slug else None
    if slug and fair is None:
        abort(422)
    chosen = Asked(first, last, _district(), asked.choice("kind", GroupKind), fair.id if fair else None)
    return chosen, fair, year


def _month(name: str) -> date | None:
    typed = request.args.get(name, "")
    if not typed:
        return None
    try:
        month = date.fromisoformat(f"{typed}-01")
    except ValueError:
        abort(422)
    return month if FIRST_YEAR <= month.year + 543 <= LAST_YEAR else abort(422)


def _year_named(name: str) -> int | None:
    typed = asked.number(name)
    return typed if typed is None or FIRST_YEAR <= typed <= LAST_YEAR else abort(422)


def _district() -> str | None:
    typed = request.args.get("district", "")
    return typed if not typed or places.district(typed) else abort(422)


def _choices(years: list[int], year: int) -> dict[str, list[tuple[str, str]]]:
    """What each field of the form offers: (value, words)."""
    known = sorted({*years, this_year(), year}, reverse=True)
    first = months_of_year(known[-1])[0]
    months = list(months_between(first, month_of(today())))[::-1]
    province = places.districts(current_app.config["PROVINCE"])
    return {
        "year": [(str(each), impact_paper.year_words(each, _voice())) for each in known],
        "month": [(f"{month:%Y-%m}", impact_words.month_words(month, locale())) for month in months],
        "district": [(district.code, district.name(locale())) for district in province],
        "kind": [(kind.value, said) for kind, said in words.GROUP_KINDS.items()],
        "fair": [
            (fair.slug, in_language(fair, "short_name") or in_language(fair, "title")) for fair in reports.fairs_with_figures()
        ],
    }


def _people() -> list[dict]:
    count = counting.counted()
    return count.people if count else []


def _kept() -> dict[str, str]:
    return asked.kept(**{name: request.args.get(name, "")[:80] for name in ("year", "from", "to", "district", "kind", "fair")})


def _name() -> str:
    return "-".join(_kept().values()) or str(today())


def _voice() -> Voice:
    return Voice(locale(), gettext, current_app.config["SITE_NAME"])
