"""Where a test lets webhooks arrive: it keeps what came and answers as it is told."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import stripe


class Receiver:
    """`events`: what came, verified with `secret`. `answers`: statuses for the next ones; 200 when there are no more."""

    def __init__(self, secret: str) -> None:
        self.secret = secret
        self.events: list[stripe.Event] = []
        self.answers: list[int] = []
        self.meeting: threading.Barrier | None = None  # where deliveries wait for each other
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(receiver.take(body, self.headers["Stripe-Signature"]))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *said: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/webhooks/stripe?from=double"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,))

    def take(self, body: bytes, signature: str) -> int:
        self.events.append(stripe.Webhook.construct_event(body, signature, self.secret))
        if self.meeting:
            self.meeting.wait(10)
        return self.answers.pop(0) if self.answers else 200

    @property
    def types(self) -> list[str]:
        return [event.type for event in self.events]

    def __enter__(self) -> "Receiver":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
