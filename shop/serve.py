"""Serve the market: the web server and the job process as children of one process, which ends them together.

`python -m shop.serve` is what `make run` starts. The job process is started anew when it dies; when the web server ends, so
does everything.
"""

import argparse
import ctypes
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
WEB = (sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py")
JOBS = (sys.executable, "-m", "flask", "--app", "shop", "jobs", "run")

GRACE_SECONDS = 30
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 1, 60
PR_SET_PDEATHSIG = 1


class Ended(Exception):
    """Somebody asked the market to stop."""


def die_with_parent() -> None:
    """On Linux a child is told when its parent is gone, even killed outright: no market is left half running."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command: tuple[str, ...]) -> subprocess.Popen:
    # A group of its own: a Ctrl-C at the terminal reaches this process alone, which then ends its children in order.
    return subprocess.Popen(command, cwd=ROOT, process_group=0, preexec_fn=die_with_parent)  # noqa: S603 (our own commands)


def serve(web_only: bool) -> int:
    """Run until a signal comes or the web server ends; gives the exit code."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise Ended

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    children: dict[str, subprocess.Popen] = {}
    try:
        children["web"] = start(WEB)
        watch(children, web_only)
        return children["web"].returncode
    except Ended:
        return 0
    finally:
        end(children)


def watch(children: dict[str, subprocess.Popen], web_only: bool) -> None:
    """Keep the job process alive, waiting twice as long after each early death; return when the web server has ended."""
    wait, start_at, started_at = FIRST_WAIT_SECONDS, time.monotonic(), 0.0
    while children["web"].poll() is None:
        now = time.monotonic()
        jobs = children.get("jobs")
        if jobs is not None and jobs.poll() is not None:
            del children["jobs"]
            wait = FIRST_WAIT_SECONDS if now - started_at > LONGEST_WAIT_SECONDS else min(wait * 2, LONGEST_WAIT_SECONDS)
            start_at = now + wait
            sys.stderr.write(f"the job process ended with {jobs.returncode}; it starts again in {wait} s\n")
        elif jobs is None and not web_only and now >= start_at:
            children["jobs"], started_at = start(JOBS), now
        time.sleep(0.2)


def end(children: dict[str, subprocess.Popen]) -> None:
    """Ask every child to finish what it is at; who has not after GRACE_SECONDS is ended."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children.values():
        try:
            child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    options = argparse.ArgumentParser(prog="shop.serve", description=__doc__)
    options.add_argument("--web-only", action="store_true", help="without the job process")
    sys.exit(serve(options.parse_args().web_only))
