"""The double held to Stripe's own OpenAPI document: every question, every answer, every object of an event."""

import json
import re
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from jsonschema import Draft202012Validator, ValidationError
from jsonschema.exceptions import best_match
from jsonschema.validators import extend

PREFIX = "#/components/schemas/"
KEPT = frozenset({"$ref", "enum", "maxLength", "minLength", "minimum", "maximum", "pattern", "required", "type"})


def strict(schema: dict) -> dict:
    """Stripe's dialect as JSON Schema: nullable becomes anyOf, and a name that is not written down is an error."""
    if schema.get("nullable"):
        return {"anyOf": [strict({**schema, "nullable": False}), {"type": "null"}]}
    made = {key: value for key, value in schema.items() if key in KEPT}
    if "anyOf" in schema:
        made["anyOf"] = [strict(branch) for branch in schema["anyOf"]]
    if "items" in schema:
        made["items"] = strict(schema["items"])
    if schema.get("properties"):
        made["properties"] = {name: strict(each) for name, each in schema["properties"].items()}
        made["additionalProperties"] = False
    if isinstance(schema.get("additionalProperties"), dict):
        made["additionalProperties"] = strict(schema["additionalProperties"])
    return made


def coerced(value: object, schema: dict) -> object:
    """A form's text as the type its schema names, where it can be read so."""
    if isinstance(value, dict):
        inner = schema.get("properties", {})
        rest = schema.get("additionalProperties") if isinstance(schema.get("additionalProperties"), dict) else {}
        return {name: coerced(each, inner.get(name, rest)) for name, each in value.items()} if inner or rest else value
    if isinstance(value, list):
        return [coerced(each, schema.get("items", {})) for each in value]
    kind = schema.get("type")
    if kind in ("integer", "number") and re.fullmatch(r"-?\d+", value):
        return int(value)
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    return value


def readings(value: object, schema: dict) -> Iterator[object]:
    """Every way a value may be read: one for each branch of anyOf, at any depth of objects and lists."""
    if "anyOf" in schema:
        for branch in schema["anyOf"]:
            yield from readings(value, branch)
    elif isinstance(value, dict) and schema.get("properties"):
        yield {name: best_reading(each, schema["properties"].get(name, {})) for name, each in value.items()}
    elif isinstance(value, list) and "items" in schema:
        yield [best_reading(each, schema["items"]) for each in value]
    else:
        yield coerced(value, schema)


def best_reading(value: object, schema: dict) -> object:
    ways = list(readings(value, schema))
    if len(ways) == 1:
        return ways[0]
    check = Draft202012Validator(strict(schema))
    return next((way for way in ways if check.is_valid(way)), ways[0])


class Spec:
    """`violations`: what was said, by either side, that Stripe's document does not know."""

    def __init__(self, file: Path) -> None:
        document = json.loads(file.read_text(encoding="utf-8"))
        self.version = document["info"]["version"]
        self.schemas, self.paths = document["components"]["schemas"], document["paths"]
        self.violations: list[dict] = []
        self._lock = threading.Lock()
        self._strict = lru_cache(maxsize=None)(lambda name: strict(self.schemas[name]))
        self._validator = extend(Draft202012Validator, {"$ref": self._follow})
        self._by_shape = lru_cache(maxsize=None)(self._find_path)
        self._request_check = lru_cache(maxsize=None)(self._make_request_check)
        self._answer_check = lru_cache(maxsize=None)(self._make_answer_check)

    def _follow(self, validator: Draft202012Validator, ref: str, instance: object, schema: dict) -> Iterator[ValidationError]:
        yield from validator.descend(instance, self._strict(ref.removeprefix(PREFIX)))

    def _find_path(self, rule: str) -> str | None:
        """Flask's rule in Stripe's words: `/v1/refunds/<id>` is `/v1/refunds/{refund}`."""
        wanted = re.sub(r"<[^>]+>", "{}", rule)
        return next((path for path in self.paths if re.sub(r"\{[^}]+\}", "{}", path) == wanted), None)

    def _make_request_check(self, path: str, method: str) -> tuple[dict, Draft202012Validator]:
        operation = self.paths[path][method]
        if method == "post":
            content = operation["requestBody"]["content"]
            schema = content["application/x-www-form-urlencoded"]["schema"]
        else:
            asked = [each for each in operation.get("parameters", []) if each["in"] == "query"]
            schema = {"type": "object", "properties": {each["name"]: each["schema"] for each in asked}}
        made = strict(schema)
        return schema, self._validator({**made, "additionalProperties": False})

    def _make_answer_check(self, path: str, method: str, status: str) -> Draft202012Validator:
        answers = self.paths[path][method]["responses"]
        content = (answers.get(status) or answers["default"])["content"]["application/json"]
        return self._validator(strict(content["schema"]))

    def request(self, rule: str, method: str, values: dict) -> None:
        path = self._by_shape(rule)
        if path is None or method.lower() not in self.paths[path]:
            self._note(f"{method} {rule}", "Stripe has no such address")
            return
        schema, check = self._request_check(path, method.lower())
        self._judge(f"{method} {path} asked", check, best_reading(values, schema))

    def answer(self, rule: str, method: str, status: int, body: object) -> None:
        path = self._by_shape(rule)
        if path is not None and method.lower() in self.paths[path]:
            self._judge(f"{method} {path} answered {status}", self._answer_check(path, method.lower(), str(status)), body)

    def thing(self, body: dict) -> None:
        """Any object by its own name, as it is kept and as events carry it."""
        check = self._validator({"$ref": PREFIX + body["object"]})
        self._judge(body["object"], check, body)

    def _judge(self, where: str, check: Draft202012Validator, value: object) -> None:
        if not check.is_valid(value):
            error = best_match(check.iter_errors(value))
            self._note(where, f"{error.json_path}: {error.message[:400]}")

    def _note(self, where: str, what: str) -> None:
        with self._lock:
            self.violations.append({"where": where, "what": what})
