"""The desk's blueprint: the views register with it."""

from flask import Blueprint

blueprint = Blueprint("seller", __name__, url_prefix="/sell")
