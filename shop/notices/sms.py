"""SMS leave here: a POST to the gateway of `SMS_URL`, where one is set."""

import json
from http import HTTPStatus
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

TIMEOUT_SECONDS = 15
WORTH_ANOTHER_TRY = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


class SmsTrouble(Exception):
    """The message did not go. `reason` names the kind of trouble and holds no number; `is_final`: trying again will not help."""

    def __init__(self, reason: str, is_final: bool = False) -> None:
        super().__init__(reason)
        self.reason, self.is_final = reason, is_final


def send_sms(gateway_url: str, key: str, to: str, text: str) -> None:
    """POST `{"id", "to", "text"}` as JSON; any 2xx answer means taken. `to`: E.164.

    `key` is the same at each attempt, so that a gateway can leave out a repeated one. Raises SmsTrouble.
    """
    body = json.dumps({"id": key, "to": to, "text": text}, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key}
    request = Request(gateway_url, data=body, headers=headers, method="POST")  # noqa: S310 (the operator's own setting)
    try:
        with urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
            return
    except HTTPError as refused:
        is_final = 400 <= refused.code < 500 and refused.code not in WORTH_ANOTHER_TRY
        raise SmsTrouble(f"gateway {refused.code}", is_final) from None
    except (URLError, OSError) as trouble:
        raise SmsTrouble(type(trouble).__name__) from None
