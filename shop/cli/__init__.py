"""The same verbs for an operator at a terminal: `flask --app shop ...`."""

from flask import Flask


def add_commands(app: Flask) -> None:
    """Register every command group. Imported late: a web worker pays for none of them."""
    from shop.cli.audit import audit
    from shop.cli.demo import demo
    from shop.cli.fairs import fairs
    from shop.cli.impact import impact
    from shop.cli.jobs import jobs
    from shop.cli.keys import keys
    from shop.cli.payments import payments
    from shop.cli.people import people
    from shop.cli.products import products
    from shop.cli.search import search
    from shop.cli.upkeep import backup, doctor, restore

    for commands in (audit, backup, demo, doctor, fairs, impact, jobs, keys, payments, people, products, restore, search):
        app.cli.add_command(commands)
