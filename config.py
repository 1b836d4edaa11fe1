"""Every setting of the market, read from the environment once; what is missing is made and kept under `instance/`."""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1", ""}
KEY_LENGTH = 32


class BadSetting(RuntimeError):
    """A setting makes it unsafe or impossible to start; the message says which and what to do."""


def settings_from_environment(overrides: dict | None = None) -> dict:
    """All settings as Flask's config wants them.

    `overrides` (tests) stand before the environment and use the same names. Raises BadSetting.
    """
    overrides = dict(overrides or {})

    kept: dict[str, str] = {}

    def setting(name: str, default: str = "") -> str:
        return str(overrides.pop(name, os.environ.get(name, kept.get(name, default))))

    instance = Path(setting("INSTANCE_PATH", str(ROOT / "instance"))).resolve()
    kept.update(_of_demonstration(instance / "demonstration"))
    port = setting("PORT", "8000")
    public_url = setting("PUBLIC_URL", f"http://127.0.0.1:{port}").rstrip("/")
    is_https = public_url.startswith("https://")
    is_production = (urlsplit(public_url).hostname or "") not in LOCAL_HOSTS
    _keep_private(instance)
    keep = _kept_under(instance, refuse_to_make=is_production)

    settings = {
        "INSTANCE_PATH": str(instance),
        "PUBLIC_URL": public_url,
        "PRODUCTION": is_production,
        "DEMO": setting("DEMO") == "1" or (instance / "demonstration").exists(),
        "SECRET_KEY": keep("SECRET_KEY", setting("SECRET_KEY")),
        "DATA_KEYS": keep("DATA_KEYS", setting("DATA_KEYS")),
        "BACKUP_KEY": setting("BACKUP_KEY"),
        "SQLALCHEMY_DATABASE_URI": setting("DATABASE_URL") or f"sqlite:///{instance / 'market.sqlite'}",
        "SQLALCHEMY_ENGINE_OPTIONS": {},
        "STORAGE_URL": setting("STORAGE_URL") or (instance / "files").as_uri(),
        "S3_ENDPOINT_URL": setting("S3_ENDPOINT_URL"),
        "REDIS_URL": setting("REDIS_URL"),
        "PAGE_CACHE_MB": _whole_number("PAGE_CACHE_MB", setting("PAGE_CACHE_MB", "32")),
        "SITE_NAME": setting("SITE_NAME", "งานดี"),
        "PROVINCE": setting("PROVINCE", "13"),
        "OFFICE_PHONE": setting("OFFICE_PHONE"),
        "MAIL_URL": setting("MAIL_URL"),
        "MAIL_FROM": setting("MAIL_FROM", "market@ngandee.example"),
        "SMS_URL": setting("SMS_URL"),
        "LINE_CHANNEL_ACCESS_TOKEN": setting("LINE_CHANNEL_ACCESS_TOKEN"),
        "LINE_CHANNEL_SECRET": setting("LINE_CHANNEL_SECRET"),
        "LINE_LOGIN_CLIENT_ID": setting("LINE_LOGIN_CLIENT_ID"),
        "LINE_LOGIN_CLIENT_SECRET": setting("LINE_LOGIN_CLIENT_SECRET"),
        "LINE_API_BASE": setting("LINE_API_BASE").rstrip("/"),
        "STRIPE_SECRET_KEY": setting("STRIPE_SECRET_KEY"),
        "STRIPE_WEBHOOK_SECRET": setting("STRIPE_WEBHOOK_SECRET"),
        "STRIPE_API_BASE": setting("STRIPE_API_BASE").rstrip("/"),
        "MARKET_FEE_PERCENT": setting("MARKET_FEE_PERCENT", "0"),
        "TRUSTED_PROXIES": _whole_number("TRUSTED_PROXIES", setting("TRUSTED_PROXIES", "0")),
        "OFFICIAL_TWO_STEP": setting("OFFICIAL_TWO_STEP", "required"),
        "DEMO_PASSWORD": setting("DEMO_PASSWORD"),
        "SESSION_COOKIE_NAME": "__Host-session" if is_https else "session",
        "SESSION_COOKIE_SECURE": is_https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "BASKET_COOKIE_NAME": "__Host-basket" if is_https else "basket",
        "WISHLIST_COOKIE_NAME": "__Host-wishlist" if is_https else "wishlist",
        "WTF_CSRF_TIME_LIMIT": None,  # a form begun in the morning is sent in the evening: the session ends it, not a clock
        "MAX_CONTENT_LENGTH": 130 * 1024 * 1024,  # eight photos of 15 MB and the rest of the form
        "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
        "BABEL_DEFAULT_LOCALE": "th",
        "BABEL_DEFAULT_TIMEZONE": "Asia/Bangkok",
        "JSON_SORT_KEYS": False,
    }
    if settings["SQLALCHEMY_DATABASE_URI"].startswith("postgres://"):
        settings["SQLALCHEMY_DATABASE_URI"] = settings["SQLALCHEMY_DATABASE_URI"].replace(
            "postgres://", "postgresql+psycopg://", 1
        )
    elif settings["SQLALCHEMY_DATABASE_URI"].startswith("postgresql://"):
        settings["SQLALCHEMY_DATABASE_URI"] = settings["SQLALCHEMY_DATABASE_URI"].replace(
            "postgresql://", "postgresql+psycopg://", 1
        )
    if settings["SQLALCHEMY_DATABASE_URI"].startswith("postgresql"):
        settings["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_size": 10, "max_overflow": 10, "pool_pre_ping": True}
    settings.update(overrides)
    _check_payments(settings)
    _check_line(settings)
    return settings


def _check_line(settings: dict) -> None:
    """A sign-in that could not be finished, or messages to people who can never say that these are they."""
    if bool(settings["LINE_LOGIN_CLIENT_ID"]) != bool(settings["LINE_LOGIN_CLIENT_SECRET"]):
        raise BadSetting("LINE_LOGIN_CLIENT_ID and LINE_LOGIN_CLIENT_SECRET belong together: set both or neither")
    if settings["LINE_CHANNEL_ACCESS_TOKEN"] and not settings["LINE_LOGIN_CLIENT_ID"]:
        raise BadSetting("LINE_CHANNEL_ACCESS_TOKEN is set without LINE_LOGIN_CLIENT_ID: nobody could link their LINE")
    if (base := settings["LINE_API_BASE"]) and urlsplit(base).scheme not in ("http", "https"):
        raise BadSetting(f"LINE_API_BASE must be an http(s) address, not {base!r}")


def _check_payments(settings: dict) -> None:
    """Money that nobody would hear of, or a share of it that is none."""
    if settings["PRODUCTION"] and settings["STRIPE_SECRET_KEY"] and not settings["STRIPE_WEBHOOK_SECRET"]:
        raise BadSetting("STRIPE_SECRET_KEY is set without STRIPE_WEBHOOK_SECRET: no payment would be heard of")
    percent = settings["MARKET_FEE_PERCENT"]
    if not re.fullmatch(r"\d{1,2}(\.\d{1,2})?|100", percent):
        raise BadSetting(f"MARKET_FEE_PERCENT must be a percentage with two decimals at most, not {percent!r}")


def _of_demonstration(file: Path) -> dict[str, str]:
    """What a demonstration has been told of the payment page beside it, a `NAME=value` a line."""
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return dict(line.split("=", 1) for line in lines if "=" in line)


def _keep_private(instance: Path) -> None:
    """The market's own folder holds keys, orders and letters: nobody else on the machine looks into it."""
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    if instance.stat().st_mode & 0o077:
        with suppress(PermissionError):  # another's folder, lent to the market: its owner knows who may look
            instance.chmod(0o700)


def _kept_under(instance: Path, refuse_to_make: bool):
    def keep(name: str, given: str) -> str:
        """The given secret if it is strong; elsewhere than in production a missing one is made once and kept."""
        if given:
            keys = given.split(",") if name == "DATA_KEYS" else [given]
            if any(len(key.strip()) < KEY_LENGTH for key in keys):
                raise BadSetting(f"{name} is too short: use {KEY_LENGTH} characters or more")
            return given
        if refuse_to_make:
            raise BadSetting(f"{name} is not set: a public market needs its own, {KEY_LENGTH} characters or more")
        file = instance / name.lower()
        if not file.exists():
            _write_once(file, secrets.token_urlsafe(KEY_LENGTH))
        return file.read_text().strip()

    return keep


def _write_once(file: Path, text: str) -> None:
    """Write a secret readable by its owner alone; of two processes starting at once the first one's stands."""
    draft = file.with_name(f".{file.name}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _whole_number(name: str, text: str) -> int:
    if not text.isdecimal():
        raise BadSetting(f"{name} must be a whole number, not {text!r}")
    return int(text)
