"""The web worker: a connection gets a thread once the header of its request is whole, and keeps none for ever.

gunicorn's own gives one at the first byte and waits for the rest without an end: as many connections that send half a header
and stop as there are threads, and nobody else is answered.
"""

import socket
import time
from contextlib import suppress

from gunicorn.http.errors import LimitRequestHeaders
from gunicorn.http.message import Request
from gunicorn.util import close_graceful
from gunicorn.workers.gthread import _DEFER, TConn, ThreadWorker

HEADER_SECONDS = 10
HEADER_BYTES = 64 * 1024
SILENT_SECONDS = 60  # in the middle of a body, or in taking a piece of the answer


class Worker(ThreadWorker):
    """gunicorn's worker with threads, where a header on its way waits in the poller."""

    def handle(self, conn: TConn) -> object:
        """Whether the connection stays open; `_DEFER` gives it back to the poller until more has come."""
        try:
            if not has_header(conn):
                return _DEFER if is_in_time(conn) else end(conn)
        except LimitRequestHeaders as refusal:
            self.handle_error(None, conn.sock, conn.client, refusal)
            return take_leave(conn)
        except OSError:
            return end(conn)
        conn.header_by = None
        return super().handle(conn) or take_leave(conn)

    def handle_request(self, req: Request, conn: TConn) -> bool:
        """A body that stops is a bad request, after SILENT_SECONDS."""
        conn.sock.settimeout(SILENT_SECONDS)
        return super().handle_request(req, conn)


def has_header(conn: TConn) -> bool:
    """Take in what has come, without waiting. Of a connection that was closed the parser shall tell."""
    conn.init()
    conn.sock.setblocking(False)
    come = conn.parser.unreader.take_buffered()
    try:
        while b"\r\n\r\n" not in come:
            if len(come) > HEADER_BYTES:
                raise LimitRequestHeaders(f"more than {HEADER_BYTES} bytes")
            piece = conn.sock.recv(HEADER_BYTES)
            come += piece
            if not piece:
                break
    except BlockingIOError:
        return False
    finally:
        conn.parser.unreader.unread(come)
    return True


def is_in_time(conn: TConn) -> bool:
    """A header that comes byte by byte has HEADER_SECONDS in all; the poller ends one that stops sooner (`keepalive`)."""
    conn.header_by = getattr(conn, "header_by", None) or time.monotonic() + HEADER_SECONDS
    return time.monotonic() < conn.header_by


def take_leave(conn: TConn) -> bool:
    """Wait two seconds at most for the other side to close, lest its last words cut off our answer; not in the main loop."""
    with suppress(OSError):
        close_graceful(conn.sock.dup())
    return end(conn)


def end(conn: TConn) -> bool:
    """In both directions, so that the main loop, which closes it, has nothing to wait for."""
    with suppress(OSError):
        conn.sock.shutdown(socket.SHUT_RDWR)
    return False
