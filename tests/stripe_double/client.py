"""The double as a process, for tests: started, pulled at its levers, stopped."""

import http.client
import json
import queue
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import stripe

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / ".venv" / "stripe-spec.json"
PATIENCE_SECONDS = 60


class StripeDouble:
    """`with StripeDouble(webhook_url=...) as double:`; `double.url` is what STRIPE_API_BASE takes.

    `options` are those of `python -m tests.stripe_double`: `refund_seconds=0`, `webhook_retries="0.1"`.
    Stopped and started again it listens at the same address, and remembers if it has `state`.
    """

    api_key = "sk_test_ngan_dee_double"
    webhook_secret = "whsec_ngan_dee_double"

    def __init__(
        self, webhook_url: str | None = None, state: Path | None = None, spec: Path | None = SPEC, **options: object
    ) -> None:
        self.options = {
            "webhook_secret": self.webhook_secret,
            "webhook_url": webhook_url,
            "state": state,
            "spec": spec,
            **options,
        }
        self.port = 0
        self.url = ""
        self.process: subprocess.Popen | None = None

    # --- the process ------------------------------------------------------------------------------------------------

    def start(self) -> "StripeDouble":
        spec = self.options["spec"]
        assert spec is None or spec.exists(), f"{spec} is missing: `make .venv/stripe-spec.json` brings it"
        given = {name.replace("_", "-"): value for name, value in self.options.items() if value is not None}
        arguments = [part for name, value in given.items() for part in (f"--{name}", str(value))]
        command = [sys.executable, "-m", "tests.stripe_double", "--port", str(self.port), "--until-stdin-closes", *arguments]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        said: queue.Queue[str] = queue.Queue()
        threading.Thread(target=lambda: said.put(self.process.stdout.readline()), daemon=True).start()
        line = said.get(timeout=PATIENCE_SECONDS)
        assert line.startswith("listening on "), f"the double did not start: {line!r}"
        self.url = line.split()[-1]
        self.port = urlsplit(self.url).port
        return self

    def stop(self) -> None:
        self.process.terminate()
        code = self.process.wait(PATIENCE_SECONDS)
        self.process.stdin.close()
        self.process.stdout.close()
        assert code == 0, f"the double ended with {code}"

    def kill(self) -> None:
        """As a power cut would."""
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()

    def __enter__(self) -> "StripeDouble":
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.stop()

    def api(self) -> stripe.StripeClient:
        """Stripe's own library, speaking to the double."""
        return stripe.StripeClient(self.api_key, base_addresses={"api": self.url})

    def get(self, path: str) -> object:
        return self._talk("GET", path, {})

    def pull(self, path: str, **asked: object) -> object:
        return self._talk("POST", path, asked)

    def _talk(self, verb: str, path: str, asked: dict) -> object:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
        try:
            body = json.dumps({name: value for name, value in asked.items() if value is not None})
            connection.request(verb, f"/_double{path}", body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        assert answer.status == 200, f"{path}: {answer.status} {text}"
        return json.loads(text)

    # --- what buyers and banks do -----------------------------------------------------------------------------------

    def pay(
        self,
        session: str,
        method: str = "card",
        outcome: str = "paid",
        amount: int | None = None,
        late: bool = False,
        email: str = "buyer@demo.example",
    ) -> dict:
        """outcome: paid, failed (the session stays open), delayed (PromptPay only: complete but unpaid).

        `amount` is what arrives instead of what was asked; `late` pays a session that has expired.
        """
        return self.pull(f"/sessions/{session}/pay", method=method, outcome=outcome, amount=amount, late=late, email=email)

    def confirm(self, session: str, paid: bool = True) -> dict:
        """The bank's word on a delayed payment."""
        return self.pull(f"/sessions/{session}/confirm", paid=paid)

    def pay_again(self, session: str, as_charge: bool = False) -> dict:
        """The same QR a second time: excess on Stripe's balance without an event; or, if asked, a second charge."""
        return self.pull(f"/sessions/{session}/pay_again", as_charge=as_charge)

    def expire(self, session: str) -> dict:
        return self.pull(f"/sessions/{session}/expire")

    def settle_refund(self, refund: str, status: str = "succeeded", reason: str | None = None) -> dict:
        """status: succeeded, failed, canceled, or pending (the buyer answered the mail)."""
        return self.pull(f"/refunds/{refund}/settle", status=status, reason=reason)

    def dispute(self, charge: str, amount: int | None = None, reason: str = "fraudulent") -> dict:
        return self.pull(f"/charges/{charge}/dispute", amount=amount, reason=reason)

    def close_dispute(self, dispute: str, won: bool) -> dict:
        return self.pull(f"/disputes/{dispute}/close", won=won)

    def advance(self, seconds: int) -> int:
        """The double's clock, which sessions, keys, signatures and waiting money go by."""
        return self.pull("/clock", seconds=seconds)["now"]

    def terms(self, **terms: object) -> dict:
        """Change what Stripe's side is like until `reset`.

        fee_bp, fee_fixed, vat_bp, dispute_fee, available_days, confirm_seconds, refund_seconds, short_of_balance,
        refund_status ("requires_action" or "pending"), fees_later (see `book`).
        """
        return self.pull("/terms", **terms)

    def book(self, charge: str) -> dict:
        """Under `fees_later`: the charge gets its balance transaction, and charge.updated goes out."""
        return self.pull(f"/charges/{charge}/book")

    # --- bad luck ---------------------------------------------------------------------------------------------------

    def fail_next(self, times: int = 1, prefix: str = "/v1/", method: str | None = None, status: int = 500) -> None:
        """The next requests are answered with an error and nothing is done."""
        self.pull("/faults", kind="error", times=times, prefix=prefix, status=status, method=method)

    def cut_next(self, times: int = 1, prefix: str = "/v1/", method: str | None = None) -> None:
        """The next requests are carried out and the line goes dead before the answer."""
        self.pull("/faults", kind="cut", times=times, prefix=prefix, method=method)

    def slow_next(self, seconds: float, times: int = 1, prefix: str = "/v1/", method: str | None = None) -> None:
        self.pull("/faults", kind="slow", times=times, prefix=prefix, seconds=seconds, method=method)

    # --- webhooks ---------------------------------------------------------------------------------------------------

    def webhooks(self, mode: str) -> None:
        """deliver, hold (until released) or drop."""
        self.pull("/webhooks/mode", mode=mode)

    def webhooks_to(self, url: str | None) -> None:
        """Another receiver from now on, until `reset`."""
        self.pull("/webhooks/url", url=url)

    def held(self) -> list[dict]:
        """`id`, `type` and `object` (an id) of each event that waits to be released."""
        return self.get("/webhooks")["held"]

    def release(self, events: list[str] | None = None, times: int = 1, at_once: bool = False) -> list[dict]:
        """Deliver held events (or any, by id) now, in this order, each `times`; says what the receiver answered."""
        return self.pull("/webhooks/release", events=events, times=times, at_once=at_once)

    def deliveries(self) -> list[dict]:
        return self.get("/webhooks")["deliveries"]

    def wait_for_webhooks(self) -> list[dict]:
        """Until every event reached its receiver or was given up; all deliveries so far."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (state := self.get("/webhooks"))["waiting"]:
            assert time.monotonic() < deadline, "webhooks are still on their way"
            time.sleep(0.02)
        return state["deliveries"]

    def signed(self, event: str) -> tuple[bytes, str]:
        """The body of an event and its Stripe-Signature, for a test that brings it to the receiver itself."""
        found = self.get(f"/webhooks/signed/{event}")
        return found["body"].encode(), found["signature"]

    # --- what was said ----------------------------------------------------------------------------------------------

    def log(self) -> list[dict]:
        """Every request: method, path, params, status, idempotency_key, replayed, version, fault."""
        return self.get("/log")

    def violations(self) -> list[dict]:
        """What either side said that Stripe's document does not know. Assert that it is []."""
        return self.get("/violations")

    def reset(self) -> None:
        """Forget everything: objects, events, keys, faults, log, violations, the clock's advance."""
        self.pull("/reset")
