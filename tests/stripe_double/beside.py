"""`python -m tests.stripe_double.beside COMMAND ...`: runs a market with the double beside it, as its payment provider.

For the demonstration: where STRIPE_SECRET_KEY is set already the command runs by itself. The settings are kept in the
demonstration's own file under instance/, so that `flask --app shop ...` speaks to the same provider.
"""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

from config import settings_from_environment
from shop.cli.demo import MARKER

SECRET_KEY, WEBHOOK_SECRET = "sk_test_of_the_demonstration", "whsec_of_the_demonstration"
SECONDS = 20  # until a bank that takes its time has confirmed or paid back


def main(command: list[str]) -> int:
    if os.environ.get("STRIPE_SECRET_KEY"):
        os.execvp(command[0], command)
    settings = settings_from_environment()
    instance, market_port = Path(settings["INSTANCE_PATH"]), int(os.environ.get("PORT", "8000"))
    port = free_port(market_port + 1)
    double = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.stripe_double", "--until-stdin-closes", "--port", str(port)),
            *("--webhook-url", f"http://127.0.0.1:{market_port}/webhooks/stripe", "--webhook-secret", WEBHOOK_SECRET),
            *("--webhook-retries", "1,2,4,8,15,30", "--state", str(instance / "payment-page.sqlite")),
            *("--confirm-seconds", str(SECONDS), "--refund-seconds", str(SECONDS)),
            *("--adopt", settings["SQLALCHEMY_DATABASE_URI"]),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        process_group=0,
    )
    said = double.stdout.readline().decode().strip()
    if not said.startswith("listening on "):
        print("the demonstration's payment page did not start", file=sys.stderr)
        return 1
    given = {
        "STRIPE_SECRET_KEY": SECRET_KEY,
        "STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET,
        "STRIPE_API_BASE": said.split()[-1],
    }
    (instance / MARKER).write_text("".join(f"{name}={value}\n" for name, value in given.items()), encoding="utf-8")
    market = subprocess.Popen(command, env={**os.environ, **given}, process_group=0)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: market.send_signal(number))
    try:
        return market.wait()
    finally:
        double.terminate()
        double.wait()


def free_port(wanted: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
