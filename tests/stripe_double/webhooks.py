"""Events on their way to the receiver: signed as Stripe signs, from a thread, again when it did not answer well."""

import http.client
import json
import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit

from stripe import WebhookSignature

from tests.stripe_double.errors import StripeError
from tests.stripe_double.store import Store

# What the endpoint is registered for, as one would choose it in Stripe's dashboard. Other events are only listed by the API.
WANTED = frozenset(
    {
        *(f"checkout.session.{end}" for end in ("completed", "async_payment_succeeded", "async_payment_failed", "expired")),
        *("payment_intent.succeeded", "payment_intent.payment_failed", "charge.succeeded", "charge.refunded"),
        *("charge.updated", "charge.dispute.created", "charge.dispute.closed"),
        *("refund.created", "refund.updated", "refund.failed"),
    }
)
MODES = ("deliver", "hold", "drop")
PATIENCE_SECONDS = 30


def well(status: int | None) -> bool:
    return status is not None and 200 <= status < 300


class Webhooks:
    """One event after another, in the order they came. mode: deliver, hold (until released), drop (as if it never arrived)."""

    def __init__(self, store: Store, url: str | None, secret: str, retries: tuple[float, ...], wanted: frozenset[str] = WANTED):
        self.store, self.secret, self.retries, self.wanted = store, secret, retries, wanted
        self.url = self.first_url = url
        self.mode = "deliver"
        self.held: list[str] = []
        self.deliveries: deque[dict] = deque(maxlen=5000)
        self._waiting: list[tuple[float, int, str, int]] = []  # due at, order, event, attempts made
        self._order = 0
        self._busy = 0
        self._changed = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)

    def start(self) -> None:
        """What a former run did not bring to its receiver goes first."""
        for event in self.store.all("event"):
            if event["pending_webhooks"]:
                self._queue(event["id"], 0.0, 0)
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        self._thread.join(PATIENCE_SECONDS)

    def announce(self, event: dict) -> None:
        if self.url is None or event["type"] not in self.wanted or self.mode == "drop":
            return
        event["pending_webhooks"] = 1
        self.store.put("event", event["id"], event)
        if self.mode == "hold":
            self.held.append(event["id"])
        else:
            self._queue(event["id"], 0.0, 0)

    def waiting(self) -> int:
        with self._changed:
            return len(self._waiting) + self._busy

    def release(self, ids: list[str] | None, times: int, at_once: bool) -> list[dict]:
        """Deliver now, in this order: what is held, or any event by its id. `at_once`: all of it at the same moment."""
        chosen = [event for event in (self.held[:] if ids is None else ids) for _ in range(times)]
        self.held = [event for event in self.held if event not in chosen]
        if not at_once:
            return [self.deliver(event) for event in chosen]
        if not chosen:
            return []
        with ThreadPoolExecutor(len(chosen)) as pool:
            return list(pool.map(self.deliver, chosen))

    def signed(self, event_id: str) -> tuple[str, str]:
        """The body as it goes out and its signature, by the double's clock."""
        body = json.dumps(self.store.get("event", event_id), indent=2, ensure_ascii=False)
        return body, WebhookSignature.generate_signature_header(body, self.secret, self.store.now())

    def deliver(self, event_id: str) -> dict:
        body, signature = self.signed(event_id)
        started = time.monotonic()
        status, error = self._post(body.encode(), signature)
        delivery = {
            "event": event_id,
            "type": self.store.get("event", event_id)["type"],
            "status": status,
            "error": error,
            "seconds": round(time.monotonic() - started, 4),
        }
        self.deliveries.append(delivery)
        if well(status):
            self._arrived(event_id)
        return delivery

    def _arrived(self, event_id: str) -> None:
        with self.store.step():
            event = self.store.find("event", event_id)
            if event and event["pending_webhooks"]:
                self.store.put("event", event_id, {**event, "pending_webhooks": 0})

    def _post(self, body: bytes, signature: str) -> tuple[int | None, str | None]:
        target = urlsplit(self.url)
        kind = http.client.HTTPSConnection if target.scheme == "https" else http.client.HTTPConnection
        connection = kind(target.netloc, timeout=PATIENCE_SECONDS)
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature, "User-Agent": "Stripe/1.0"}
        try:
            path = target.path + (f"?{target.query}" if target.query else "")
            connection.request("POST", path or "/", body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            return None, f"{type(error).__name__}: {error}"
        else:
            return answer.status, None
        finally:
            connection.close()

    def _queue(self, event_id: str, delay: float, attempts: int) -> None:
        with self._changed:
            self._order += 1
            self._waiting.append((time.monotonic() + delay, self._order, event_id, attempts))
            self._changed.notify_all()

    def _next(self) -> tuple[str, int] | None:
        """The event whose turn it is; None when the server ends."""
        with self._changed:
            while not self._stopped:
                if self._waiting:
                    first = min(self._waiting)
                    delay = first[0] - time.monotonic()
                    if delay <= 0:
                        self._waiting.remove(first)
                        self._busy = 1
                        return first[2], first[3]
                self._changed.wait(delay if self._waiting else None)
            return None

    def _run(self) -> None:
        while (turn := self._next()) is not None:
            event_id, attempts = turn
            with self.store.lock:
                """What is being decided is decided before anybody hears of it."""
            with suppress(StripeError):  # forgotten meanwhile, by a reset
                delivery = self.deliver(event_id)
                if not well(delivery["status"]) and attempts < len(self.retries):
                    self._queue(event_id, self.retries[attempts], attempts + 1)
            with self._changed:
                self._busy = 0

    def forget(self) -> None:
        with self._changed:
            self.held.clear()
            self.deliveries.clear()
            self._waiting.clear()
            self.mode, self.url = "deliver", self.first_url
