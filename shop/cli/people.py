"""`flask people ...`: let the first official in, from a terminal."""

import click
from flask import current_app
from flask.cli import AppGroup

from shop.kernel.access import MARKET
from shop.kernel.database import transaction
from shop.kernel.identifiers import normalise_email
from shop.kernel.refusals import BadValue
from shop.people import offices
from shop.people.recovery import reset_path

people = AppGroup("people", help="Accounts and offices.")


@people.command("create-official")
@click.argument("email")
@click.option("--office", required=True, type=click.Choice(list(offices.OFFICES)), help="Which desk is theirs.")
@click.option("--name", default="", help="What to call them; else what stands before the @.")
def create_official(email: str, office: str, name: str) -> None:
    """Give an office to a mail address and print a one-use link to set a password.

    Again for the same address: the role is added where it is missing, and a new link is printed only while there is no password.
    """
    try:
        with transaction():
            _account, key = offices.invite_official(normalise_email(email), office, MARKET, current_app.config["SITE_NAME"], name)
    except offices.HasRole:
        print(f"{email} is a {office} official already and has a password")
        return
    except BadValue as refused:
        raise click.ClickException(f"{refused.field}: {refused.reason}") from None
    if key is None:
        print(f"{email} is a {office} official now, and signs in with the password there is")
        return
    print(f"{email} is a {office} official now. To set a password, once, within 7 days:")
    print(current_app.config["PUBLIC_URL"] + reset_path(key))
