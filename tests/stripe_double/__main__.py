"""`python -m tests.stripe_double`: the double as a process. It says where it listens, and ends when told to."""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.stripe_double.app import Double, make_app
from tests.stripe_double.objects import Terms
from tests.stripe_double.past import adopt_demonstration
from tests.stripe_double.store import Store
from tests.stripe_double.webhooks import WANTED, Webhooks

POLL_SECONDS = 0.05  # in which it notices that it should end


class Quiet(WSGIRequestHandler):
    """The log is a lever; the terminal stays free."""

    def log(self, *said: object) -> None:
        """Say nothing."""


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.stripe_double", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--public-url", help="where people's browsers find it, if not where it listens")
    parser.add_argument("--webhook-url", help="the receiver of events; none is told without it")
    parser.add_argument("--webhook-secret", default="whsec_double", help="what events are signed with")
    parser.add_argument("--webhook-retries", default="0.2,0.5,1", help="seconds until each further attempt")
    parser.add_argument("--events", default=",".join(sorted(WANTED)), help="event types the receiver wants")
    parser.add_argument("--state", help="a SQLite file that outlives the process; else memory")
    parser.add_argument("--adopt", metavar="DATABASE_URL", help="a demonstration whose past payments it is to know")
    parser.add_argument("--spec", type=Path, help="Stripe's OpenAPI document: check all that is said against it")
    parser.add_argument("--confirm-seconds", type=int, help="until the bank confirms a delayed PromptPay payment")
    parser.add_argument("--refund-seconds", type=int, help="until a PromptPay refund succeeds by itself")
    parser.add_argument("--refund-status", choices=("requires_action", "pending"), default="requires_action")
    parser.add_argument("--fees", default="card=365,promptpay=165", help="hundredths of a percent, before VAT")
    parser.add_argument("--fee-fixed", type=int, default=0, help="satang added to each fee")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end with whoever started it")
    return parser.parse_args(arguments)


def build(chosen: argparse.Namespace, port: int) -> Double:
    store = Store(chosen.state)
    retries = tuple(float(each) for each in chosen.webhook_retries.split(",") if each)
    wanted = frozenset(chosen.events.split(","))
    webhooks = Webhooks(store, chosen.webhook_url, chosen.webhook_secret, retries, wanted)
    fees = {name: int(rate) for name, _, rate in (each.partition("=") for each in chosen.fees.split(","))}
    terms = Terms(
        fee_bp=fees,
        fee_fixed=chosen.fee_fixed,
        confirm_seconds=chosen.confirm_seconds,
        refund_seconds=chosen.refund_seconds,
        refund_status=chosen.refund_status,
    )
    spec = None
    if chosen.spec:
        from tests.stripe_double.spec import Spec  # needs the development requirements, which `make demo` has not

        spec = Spec(chosen.spec)
    return Double(store, terms, webhooks, chosen.public_url or f"http://{chosen.host}:{port}", spec)


def end_with_parent() -> None:
    sys.stdin.read()
    os.kill(os.getpid(), signal.SIGTERM)


def main(arguments: Sequence[str] = sys.argv[1:]) -> int:
    chosen = options(arguments)
    server = make_server(chosen.host, chosen.port, lambda *asked: app(*asked), threaded=True, request_handler=Quiet)
    double = build(chosen, server.port)
    app = make_app(double)
    if chosen.adopt:
        adopt_demonstration(double.world, chosen.adopt)
    server.daemon_threads = True
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    signal.signal(signal.SIGINT, lambda *_: threading.Thread(target=server.shutdown).start())
    if chosen.until_stdin_closes:
        threading.Thread(target=end_with_parent, daemon=True).start()
    double.start()
    print(f"listening on http://{chosen.host}:{server.port}", flush=True)
    try:
        server.serve_forever(POLL_SECONDS)
    finally:
        server.server_close()
        double.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
