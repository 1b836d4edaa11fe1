"""The same verbs for an operator at a terminal: `flask --app shop ...`."""

from flask import Flask


def add_commands(app: Flask) -> None:
    """Register every command group. Imported late: a web worker pays for none of them."""
    from shop.cli.jobs import jobs
    from shop.cli.people import people

    app.cli.add_command(jobs)
    app.cli.add_command(people)
