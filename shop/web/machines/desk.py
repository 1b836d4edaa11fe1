"""The desk's blueprint: the views register with it."""

from flask import Blueprint

blueprint = Blueprint("machines", __name__)
