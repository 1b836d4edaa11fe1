"""Processes that begin with the market's code already read: reading it takes seconds, and the tests start many.

One process of the test runner reads it once; each command asked for is a fork of that one, made before any thread or connection.
`tests/unit/test_serve.py` and the benches start the real commands from nothing.
"""

import multiprocessing
import os
import runpy
import sys
from multiprocessing.context import ForkServerProcess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.forks", "shop.app", "shop.jobs.engine", "gunicorn.app.wsgiapp", "flask.cli", "stripe"])


def start_module(module: str, *arguments: str, environment: dict[str, str], log: Path) -> ForkServerProcess:
    """`python -m module arguments` in a session of its own, with this environment alone; what it says is added to `log`."""
    log.touch()
    process = FORKS.Process(target=_become, args=(module, arguments, environment, log), daemon=True)
    process.start()
    return process


def _become(module: str, arguments: tuple[str, ...], environment: dict[str, str], log: Path) -> None:
    os.setsid()
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    with log.open("ab") as said:
        os.dup2(said.fileno(), 1)
        os.dup2(said.fileno(), 2)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
