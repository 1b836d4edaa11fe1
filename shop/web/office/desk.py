"""The desk's blueprint: the views register with it."""

from flask import Blueprint

blueprint = Blueprint("office", __name__, url_prefix="/office")
