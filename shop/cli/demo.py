"""`flask demo ...`: the demonstration market and its sign-ins."""

import os
import secrets
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup

from shop.demo import load as loading
from shop.demo.people import SIGN_INS
from shop.kernel.codes import ALPHABET

demo = AppGroup("demo", help="The demonstration market.")

MARKER, PASSWORD_FILE = "demonstration", "demo_password"
WIDTH = 800  # pixels of a picture


@demo.command("load")
@click.option("--picture-width", default=WIDTH, show_default=True, help="Pixels. Smaller pictures are painted faster.")
def load(picture_width: int) -> None:
    """Load what is missing of the demonstration market, and print its sign-ins. What was changed in it stays."""
    instance = Path(current_app.config["INSTANCE_PATH"])
    try:
        loading.check_database()
    except loading.NotADemonstration as refused:
        raise click.ClickException(
            "This database holds accounts or groups of its own and is not a demonstration: nothing was changed. "
            "Set DATABASE_URL and INSTANCE_PATH to an empty place."
        ) from refused
    instance.mkdir(parents=True, exist_ok=True)
    (instance / MARKER).touch()  # from now on every page says what this is
    password = keep_password(instance / PASSWORD_FILE, current_app.config["DEMO_PASSWORD"])
    loading.load(password, picture_width, lambda noun: click.echo(f"demonstration: {noun}", err=True))
    show_sign_ins(current_app.config["PUBLIC_URL"], password)


def keep_password(file: Path, given: str) -> str:
    """The password that was set, else the one kept, else a new one; kept for the next time, readable by its owner alone."""
    kept = file.read_text(encoding="utf-8").strip() if file.exists() else ""
    password = given or kept or "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3)).lower()
    if password != kept:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            out.write(password)
    return password


def show_sign_ins(address: str, password: str) -> None:
    """The table that `make demo` ends with."""
    print()
    print(f"  ตลาดสาธิต · the demonstration market    {address}    {address}/en")
    print(f"  รหัสผ่านของ 6 บัญชีนี้ · password of these six     {password}")
    print()
    for sign_in in SIGN_INS:
        print(f"  {sign_in.email:<24} {sign_in.path:<10} {sign_in.who_th} · {sign_in.who}")
    print(flush=True)
