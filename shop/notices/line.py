"""LINE messages leave here: a push by LINE's Messaging API, where `LINE_CHANNEL_ACCESS_TOKEN` is set.

The only importer of LINE's SDK, and only once something is sent: it takes seconds to import, and the web never needs it.
Facts of LINE's documentation ("Retry failed API requests", Messaging API reference): a push carries `X-Line-Retry-Key` and is
carried out once for each key, a repeated one is answered 409; it is answered 200 also where the person blocked the account, so
whether they can be reached is asked first (the profile of who is no friend is 404); 429 is too many a second, or the month's
quota used up.
"""

from datetime import timedelta
from functools import cached_property
from http import HTTPStatus

from shop.notices.circuit import Circuit

PATIENCE_SECONDS = (3, 7)  # to connect, to be answered
MOST_SILENCES, RESTS = 3, timedelta(seconds=60)  # after so many in a row nobody waits for LINE: three threads do all the work
WAIT_AT_LEAST, WAIT_AT_MOST = timedelta(seconds=30), timedelta(minutes=10)
QUOTA_USED_UP = "monthly limit"  # in the words of its 429
UNREACHED = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}


class LineTrouble(Exception):
    """The message did not go. `reason` holds no id and no key; `is_final`: no use in trying again; `wait`: LINE's own wish."""

    def __init__(self, reason: str, is_final: bool = False, wait: timedelta | None = None) -> None:
        super().__init__(reason)
        self.reason, self.is_final, self.wait = reason, is_final, wait


class NotAFriend(LineTrouble):
    """They never added the market's LINE account, or blocked it: nothing sent there arrives."""

    def __init__(self) -> None:
        super().__init__("line: not a friend", is_final=True)


class LineChannel:
    """The market's LINE account. Opened once, by the application factory; without a token it stays closed."""

    def __init__(self) -> None:
        self._token, self._base = "", ""
        self._circuit = Circuit(MOST_SILENCES, RESTS)

    def open(self, token: str, api_base: str = "") -> None:
        self._token, self._base = token, api_base
        self._circuit.close()
        self.__dict__.pop("_api", None)

    @property
    def is_open(self) -> bool:
        return bool(self._token)

    def push(self, retry_key: str, user_id: str, text: str) -> None:
        """Tell somebody. The same `retry_key` at each attempt: it is told once. Raises LineTrouble, NotAFriend."""
        from linebot.v3.messaging import PushMessageRequest, TextMessage

        self._ask("get_profile", user_id, refused=NotAFriend)
        message = PushMessageRequest(to=user_id, messages=[TextMessage(text=text)])
        self._ask("push_message", message, x_line_retry_key=retry_key, known=HTTPStatus.CONFLICT)

    def _ask(self, verb: str, *what: object, refused: type[LineTrouble] | None = None, known: int = 0, **more: object) -> None:
        from linebot.v3.messaging import ApiException
        from urllib3.exceptions import HTTPError

        if not self._circuit.may_ask():
            raise LineTrouble("line does not answer", wait=self._circuit.rest)
        try:
            getattr(self._api, verb)(*what, _request_timeout=PATIENCE_SECONDS, **more)
        except ApiException as answer:
            self._circuit.close()
            if answer.status == known:
                return  # taken at an earlier attempt
            if answer.status == HTTPStatus.NOT_FOUND and refused:
                raise refused from None
            raise _trouble_of(answer.status, str(answer.body or ""), (answer.headers or {}).get("Retry-After", "")) from None
        except (HTTPError, OSError) as trouble:
            self._circuit.note_silence()
            raise LineTrouble(f"line {type(trouble).__name__}") from None
        self._circuit.close()

    @cached_property
    def _api(self):
        from linebot.v3.messaging import ApiClient, Configuration, MessagingApi

        configuration = Configuration(access_token=self._token, host=self._base or None)
        configuration.retries = False  # the job tries again, under the same key
        return MessagingApi(ApiClient(configuration))


line = LineChannel()


def _trouble_of(status: int, body: str, retry_after: str) -> LineTrouble:
    """The token and the ids stay out of what is said: of the answer only its number is kept."""
    if status == HTTPStatus.TOO_MANY_REQUESTS and QUOTA_USED_UP in body:
        return LineTrouble("line quota used up", is_final=True)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        wish = timedelta(seconds=int(retry_after)) if retry_after.isdecimal() and len(retry_after) < 6 else WAIT_AT_LEAST
        return LineTrouble(f"line {status}", wait=min(max(wish, WAIT_AT_LEAST), WAIT_AT_MOST))
    return LineTrouble(f"line {status}", is_final=400 <= status < 500 and status not in UNREACHED)
