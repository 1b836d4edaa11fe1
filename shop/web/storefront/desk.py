"""The desk's blueprint: the views register with it."""

from flask import Blueprint

blueprint = Blueprint("storefront", __name__)
