"""What the group earned and is owed: /sell/income, and a month's statement on paper or as a sheet."""

from datetime import date

from flask import Response, abort, current_app, g, render_template, request
from flask_babel import gettext

from shop.kernel.access import Permission
from shop.kernel.clock import today
from shop.papers import statement_paper, statement_sheet
from shop.papers.voice import Voice
from shop.payments import channels, queries
from shop.payments.service import IN_HAND
from shop.payments.statements import Statement, statement_of
from shop.payouts import queries as payouts
from shop.web.gate import actor, requires
from shop.web.language import locale
from shop.web.seller.desk import blueprint

MOST_PAYOUTS = 12
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get("/income")
@requires(Permission.INCOME_READ)
def income() -> str:
    """What is owed and when it comes, by month, by channel, and the orders of one month; `month` is 2026-03."""
    group_id = actor().group_id or abort(404)
    month = _month(request.args.get("month", "")) or today().replace(day=1)
    before = request.args.get("after", "")
    if before and not (before.isascii() and before.isdecimal() and len(before) < 12):
        abort(422)
    found = queries.income_of_orders(group_id, month, int(before) if before else None, queries.PAGE + 1)
    months = queries.earned_by_month(group_id)
    return render_template(
        "seller/income/income.html",
        month=month,
        earned=queries.earned_in_month(group_id, month),
        months=months,
        most=max((each.satang for each in months), default=0),
        standing=queries.standing(group_id),
        next_payout=payouts.next_payout(group_id),
        payouts=payouts.payouts_of_group(group_id, MOST_PAYOUTS),
        channels=channels.income_by_channel(group_id),
        found=found[: queries.PAGE],
        order_count=queries.count_orders_of_income(group_id, month),
        in_hand=IN_HAND,
        next=found[queries.PAGE - 1].last_id if len(found) > queries.PAGE else None,
        is_first=not before,
    )


@blueprint.get("/income/statement.pdf")
@requires(Permission.INCOME_READ)
def statement_pdf() -> Response:
    statement = _statement()
    return _file(statement, statement_paper.draw_statement(statement, _voice()), "application/pdf", "pdf")


@blueprint.get("/income/statement.xlsx")
@requires(Permission.INCOME_READ)
def statement_xlsx() -> Response:
    statement = _statement()
    return _file(statement, statement_sheet.write_statement(statement, _voice()), XLSX, "xlsx")


def _statement() -> Statement:
    """Of the month asked for, this month where none is."""
    if actor().group_id is None:
        abort(404)
    return statement_of(g.membership.group, _month(request.args.get("month", "")) or today())


def _voice() -> Voice:
    return Voice(locale(), gettext, current_app.config["SITE_NAME"])


def _file(statement: Statement, content: bytes, mimetype: str, ending: str) -> Response:
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="statement-{statement.month:%Y-%m}.{ending}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _month(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        abort(422)
