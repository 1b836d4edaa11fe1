"""`expand[]`: ids replaced by what they name. Lists: one page of what was asked for."""

import copy

from tests.stripe_double.errors import StripeError, invalid
from tests.stripe_double.forms import int_of
from tests.stripe_double.store import Store

EXPANDABLE = {
    "checkout.session": {"payment_intent": ("payment_intent",)},
    "payment_intent": {"latest_charge": ("charge",)},
    "charge": {"balance_transaction": ("balance_transaction",), "payment_intent": ("payment_intent",)},
    "refund": {
        "charge": ("charge",),
        "payment_intent": ("payment_intent",),
        "balance_transaction": ("balance_transaction",),
        "failure_balance_transaction": ("balance_transaction",),
    },
    "dispute": {"charge": ("charge",), "payment_intent": ("payment_intent",)},
    "balance_transaction": {"source": ("charge", "refund", "dispute")},
}
DEEPEST = 4


def expanded(store: Store, body: dict, paths: list[str]) -> dict:
    body = copy.deepcopy(body)
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST:
            raise invalid(f"You cannot expand more than {DEEPEST} levels of a property: {path}", "expand")
        _expand(store, body, steps, path)
    return body


def _expand(store: Store, body: dict, steps: list[str], path: str) -> None:
    step, rest = steps[0], steps[1:]
    if body.get("object") == "list" and step == "data":
        for each in body["data"]:
            _expand(store, each, rest, path)
        return
    if (body.get("object"), step) in (("checkout.session", "line_items"), ("charge", "refunds")):
        body[step] = inner_list(store, body, step)
        return
    kinds = EXPANDABLE.get(body.get("object", ""), {}).get(step)
    if kinds is None:
        raise StripeError(400, f"This property cannot be expanded ({path}).", param="expand")
    if isinstance(body.get(step), str):
        body[step] = copy.deepcopy(next(found for kind in kinds if (found := store.find(kind, body[step]))))
    if rest and body.get(step):
        _expand(store, body[step], rest, path)


def inner_list(store: Store, body: dict, step: str) -> dict:
    if step == "line_items":
        items, url = store.get("session_parts", body["id"])["items"], f"/v1/checkout/sessions/{body['id']}/line_items"
    else:
        items = [each for each in store.all("refund") if each["charge"] == body["id"]][::-1]
        url = f"/v1/charges/{body['id']}/refunds"
    return {"object": "list", "data": copy.deepcopy(items), "has_more": False, "url": url}


def page(found: list[dict], values: dict, url: str) -> dict:
    """`found` is newest first already; `created` narrows it, `starting_after` and `ending_before` move in it."""
    found = [each for each in found if _created_in(each, values.get("created"))]
    limit = int_of(values, "limit")
    limit = 10 if limit is None else limit
    if not 1 <= limit <= 100:
        raise invalid("Limit is from 1 to 100", "limit", "parameter_invalid_integer")
    ids = [each["id"] for each in found]
    before = values.get("ending_before")
    if before:
        found = found[: _place(ids, before, "ending_before")]
        return {"object": "list", "data": found[-limit:], "has_more": len(found) > limit, "url": url}
    after = values.get("starting_after")
    found = found[_place(ids, after, "starting_after") + 1 :] if after else found
    return {"object": "list", "data": found[:limit], "has_more": len(found) > limit, "url": url}


def _place(ids: list[str], object_id: str, param: str) -> int:
    if object_id not in ids:
        raise invalid(f"No such object: '{object_id}'", param, "resource_missing")
    return ids.index(object_id)


def _created_in(body: dict, created: object) -> bool:
    if created is None:
        return True
    if not isinstance(created, dict):
        return body["created"] == int_of({"created": created}, "created")
    compare = {"gt": int.__gt__, "gte": int.__ge__, "lt": int.__lt__, "lte": int.__le__}
    if not set(created) <= set(compare):
        raise invalid("Unknown comparison", "created", "parameter_unknown")
    return all(compare[name](body["created"], int_of(created, name, f"created[{name}]")) for name in created)
