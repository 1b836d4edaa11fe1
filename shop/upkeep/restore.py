"""A backup's return: all of it read and checked before anything is touched, and only into an empty place."""

import base64
from collections.abc import Callable
from pathlib import Path

from cryptography.fernet import InvalidToken

from shop.kernel.secrets import vault
from shop.kernel.storage import storage
from shop.upkeep import archive, dumps
from shop.upkeep.archive import BadBackup
from shop.upkeep.checks import knows_revision

Migrate = Callable[[str], object]


class NotEmpty(Exception):
    """Something stands where the backup would go; the words say what, and what to do."""


def read_backup(source: Path, key: str, migrate: Migrate, told: Callable[[int], object] = lambda _bytes: None) -> dict:
    """Restore a backup and give its manifest. `migrate(revision)` brings the database to a revision, or to "head".

    `told` hears of bytes, twice over: once checked, once written. Raises NotEmpty, BadBackup; then nothing was touched.
    """
    check_is_empty()
    with source.open("rb") as file:
        manifest = archive.verified_manifest(file, key, told)
        _check_fits(manifest)
        file.seek(0)
        if manifest["database"] == "sqlite":
            place = dumps.loading_sqlite()
        else:
            migrate(manifest["revision"])
            place = dumps.loading_postgresql(manifest["tables"])
        with place as load, archive.reading(file, key) as members:
            for name, content in members:
                if name.startswith("database/"):
                    load(name, content)
                elif name.startswith("files/"):
                    storage.put(name.removeprefix("files/"), content.read())
                if name in manifest["members"]:
                    told(manifest["members"][name]["size"])
    migrate("head")
    return manifest


def check_is_empty() -> None:
    """Raises NotEmpty."""
    if dumps.has_tables():
        raise NotEmpty("the database is not empty: name a new one with DATABASE_URL, or move the old one away first")
    if any(storage.keys(area) for area in ("private", "public")):
        raise NotEmpty("the storage is not empty: name a new one with STORAGE_URL, or move the old files away first")


def _check_fits(manifest: dict) -> None:
    here = dumps.kind_of_database()
    if manifest["database"] != here:
        raise BadBackup(f"it holds a {manifest['database']} database, DATABASE_URL names a {here} one")
    if not knows_revision(manifest["revision"]):
        raise BadBackup(f"it was made by a newer version of the market (revision {manifest['revision']}): install that first")
    try:
        vault.decrypt(base64.b64decode(manifest["keys"]))
    except InvalidToken as locked:
        raise BadBackup("DATA_KEYS do not open what is encrypted in it: set them as where it was made") from locked
