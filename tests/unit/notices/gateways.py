"""A mail server and an SMS gateway on this machine, which can be told to refuse."""

import json
import socket
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult


class Mailbox:
    """`letters` holds what was taken; `answer` is what the next recipients are told."""

    def __init__(self) -> None:
        self.letters, self.answer, self.signed_in = [], "250 OK", []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 (aiosmtpd's name)
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.letters.append((envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default)))
        return "250 taken"

    def authenticate(self, server, session, envelope, mechanism, data):
        self.signed_in.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"p@ss/word", handled=False)


@contextmanager
def mail_server(**options: object):
    """Gives the mailbox and its host and port."""
    mailbox = Mailbox()
    options = {"authenticator": mailbox.authenticate, "auth_require_tls": False, **options}
    with socket.socket() as probe:  # the controller does not find a free port by itself
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    try:
        yield mailbox, f"127.0.0.1:{port}"
    finally:
        controller.stop()


class SmsGateway:
    def __init__(self) -> None:
        self.taken, self.answer = [], 202


@contextmanager
def sms_gateway():
    """Gives the gateway and its address."""
    gateway = SmsGateway()

    class Desk(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            gateway.taken.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(gateway.answer)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Desk)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield gateway, f"http://127.0.0.1:{server.server_port}/send"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
