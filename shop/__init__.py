"""งานดี, the market for occupational groups. `shop.app.create_app` builds it; the plan of the house is docs/house.md."""


def create_app(overrides: dict | None = None):
    """What `flask --app shop` looks for. The factory is imported late, so that a room can be imported without the desks."""
    from shop.app import create_app as build

    return build(overrides)
