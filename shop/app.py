"""The application factory: the only module that knows every desk and room."""

from flask import Flask
from flask_migrate import Migrate
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, settings_from_environment
from shop import tables
from shop.cli import add_commands
from shop.kernel.database import db
from shop.kernel.secrets import vault
from shop.kernel.storage import storage
from shop.notices.line import line
from shop.payments.fees import market_fee
from shop.payments.gateway import gateway
from shop.people.line_login import line_login
from shop.web import account, machines, office, seller, storefront
from shop.web.addresses import RowNumber
from shop.web.asked import AskingRequest
from shop.web.assets import serve_assets
from shop.web.basket_cookie import keep_baskets
from shop.web.drawn import draw_once
from shop.web.faults import handle_faults
from shop.web.gate import guard
from shop.web.kept.front import keep_pages
from shop.web.language import LanguageByPath
from shop.web.misses import write_misses
from shop.web.packing import pack_answers
from shop.web.page import dress_pages
from shop.web.texts import PageEnvironment
from shop.web.visitor import recognise_visitors
from shop.web.wishlist_cookie import keep_wishlists

csrf = CSRFProtect()


def create_app(overrides: dict | None = None) -> Flask:
    """Build the market. `overrides` stand before the environment and use the names of its settings.

    Raises config.BadSetting where it would be unsafe to start.
    """
    settings = settings_from_environment(overrides)
    app = Flask(
        "shop",
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static"),
        instance_path=settings["INSTANCE_PATH"],
    )
    app.request_class, app.jinja_environment = AskingRequest, PageEnvironment
    app.config.update(settings)
    app.wsgi_app = LanguageByPath(app.wsgi_app)
    keep_pages(app, settings["PAGE_CACHE_MB"])
    serve_assets(app)
    if settings["TRUSTED_PROXIES"]:
        hops = settings["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=0)

    vault.unlock(settings["DATA_KEYS"])
    storage.open(settings["STORAGE_URL"], settings["S3_ENDPOINT_URL"])
    gateway.open(settings["STRIPE_SECRET_KEY"], settings["STRIPE_WEBHOOK_SECRET"], settings["STRIPE_API_BASE"])
    line.open(settings["LINE_CHANNEL_ACCESS_TOKEN"], settings["LINE_API_BASE"])
    line_login.open(settings["LINE_LOGIN_CLIENT_ID"], settings["LINE_LOGIN_CLIENT_SECRET"], settings["LINE_API_BASE"])
    market_fee.set(settings["MARKET_FEE_PERCENT"])
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)

    pack_answers(app)  # first, so that it comes after all that others say of an answer
    app.url_map.strict_slashes = False
    app.url_map.converters["int"] = RowNumber
    recognise_visitors(app)
    guard(app)
    csrf.init_app(app)
    keep_baskets(app, csrf)
    keep_wishlists(app)
    write_misses(app)
    dress_pages(app)
    draw_once(app)
    handle_faults(app)
    for hear in (machines.hear_from_stripe, machines.hear_from_line):
        csrf.exempt(hear)  # signed by its sender instead
    for desk in (storefront, seller, office, account, machines):
        app.register_blueprint(desk.blueprint)
    app.jinja_env.globals.update(action_words=office.action_words, subject_words=office.subject_words)  # a group reads its log
    add_commands(app)
    return app


assert tables  # every table is known to the metadata once this module is imported
