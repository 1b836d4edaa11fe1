"""A refusal in Stripe's own envelope."""


class StripeError(Exception):
    """What Stripe answers when it does not do what was asked."""

    def __init__(self, status: int, message: str, kind: str = "invalid_request_error", **fields: str) -> None:
        super().__init__(message)
        self.status = status
        self.body = {"error": {"message": message, "type": kind, **fields}}


def missing(name: str, object_id: str, param: str = "id") -> StripeError:
    return StripeError(404, f"No such {name}: '{object_id}'", code="resource_missing", param=param)


def invalid(message: str, param: str, code: str = "parameter_invalid") -> StripeError:
    return StripeError(400, message, code=code, param=param)
