"""What the market earned for whom, told to everybody: /impact, how it was counted, and the same as data to take along."""

from collections.abc import Callable

import orjson
from flask import Response, abort, current_app, render_template, request
from flask_babel import force_locale, gettext
from markupsafe import Markup

from shop.impact import counting, published
from shop.impact.models import PublishedYear
from shop.impact.quiet import DAYS
from shop.kernel import places
from shop.papers import impact_paper, impact_public, impact_words
from shop.papers.voice import Voice
from shop.web.gate import public
from shop.web.kept import kept
from shop.web.language import locale
from shop.web.sheets import csv_text
from shop.web.storefront.desk import blueprint


@blueprint.get("/impact")
@public
@kept
def impact() -> str:
    """`year`: a fiscal year (Buddhist) that was published; the newest that is over, where there is one."""
    years = published.published_years()
    year = _chosen(years)
    if year is None:
        return render_template("storefront/impact/nothing.html", people=_people()[0])
    tables = impact_public.public_tables(year, published.fairs_in([year]), _voice())
    return render_template(
        "storefront/impact/impact.html",
        year=year,
        content=year.content,
        years=years,
        tables=tables,
        charts={name: Markup(drawn) for name, drawn in impact_public.public_charts(year, tables, _voice()).items()},  # noqa: S704 (ours, escaped)
        people=_people()[0],
        days=DAYS,
        paper=impact_paper,
        say=impact_words,
        public=impact_public,
        voice=_voice(),
    )


@blueprint.get("/impact/how")
@public
@kept
def impact_how() -> str:
    """How it is counted, in plain words, and what is never told."""
    return render_template("storefront/impact/how.html")


@blueprint.get("/impact/data.csv")
@public
@kept
def impact_data() -> Response:
    years = published.published_years()
    people, people_on = _people()
    thai, english = (Voice(language, _saying(language), current_app.config["SITE_NAME"]) for language in ("th", "en"))
    rows = impact_public.csv_rows(years, people, people_on, published.fairs_in(years), thai, english)
    return Response(csv_text(impact_public.CSV_HEADER, rows), mimetype="text/csv")


@blueprint.get("/impact/metadata.json")
@public
@kept
def impact_metadata() -> Response:
    """For a catalogue of open data: what data.csv is."""
    config = current_app.config
    province = next((each for each in places.provinces() if each.code == config["PROVINCE"]), None)
    record = impact_public.metadata(
        config["PUBLIC_URL"],
        config["SITE_NAME"],
        published.published_years(),
        province.name_th if province else "",
    )
    return Response(orjson.dumps(record, option=orjson.OPT_INDENT_2), mimetype="application/json")


def _chosen(years: list[PublishedYear]) -> PublishedYear | None:
    typed = request.args.get("year", "").strip()
    if typed:
        return next((year for year in years if str(year.year) == typed), None) or abort(422)
    return next((year for year in years if year.is_final), years[0] if years else None)


def _people() -> tuple[list[dict], object]:
    count = counting.counted()
    return (count.people, count.people_on) if count else ([], None)


def _saying(language: str) -> Callable[..., str]:
    def say(words: str, **gaps: object) -> str:
        with force_locale(language):
            return gettext(words, **gaps)

    return say


def _voice() -> Voice:
    return Voice(locale(), gettext, current_app.config["SITE_NAME"])
