"""What processes cost: memory of those that serve, processor time of those, and the peak of one that runs to its end."""

import os
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from tests.servers import ROOT, LiveServer

TICKS = os.sysconf("SC_CLK_TCK")


class Ran(NamedTuple):
    """`peak_mib`: what it held at most, asked of Linux while it ran (rusage would count its parent's too)."""

    said: str
    seconds: float
    processor_seconds: float
    peak_mib: int


def flask_watched(settings: dict[str, str], *arguments: str) -> Ran:
    """A command of the market's, run to its end. Its progress bar is shown where somebody looks."""
    command = [sys.executable, "-m", "flask", "--app", "shop", *arguments]
    bar = None if sys.stderr.isatty() else subprocess.DEVNULL
    begun, peak = time.perf_counter(), 0
    with TemporaryFile("w+", encoding="utf-8") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=os.environ | settings, stdout=said, stderr=bar)
        while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
            peak = max(peak, _peak_of(process.pid))
            time.sleep(0.1)
        process.returncode = os.waitstatus_to_exitcode(ended[1])
        said.seek(0)
        if process.returncode:
            raise SystemExit(f"{' '.join(arguments)} ended with {process.returncode}")
        used = ended[2].ru_utime + ended[2].ru_stime
        return Ran(said.read(), time.perf_counter() - begun, used, peak)


def memory_of(server: LiveServer) -> list[tuple[int, int]]:
    """(RSS, PSS) in MiB of each process that serves; PSS divides what is shared among those who share it."""
    found = []
    for process in _serving(server):
        lines = (process / "smaps_rollup").read_text().splitlines()[1:]
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.endswith("kB")}
        found.append((sizes["Rss"] // 1024, sizes["Pss"] // 1024))
    return sorted(found)


def processor_seconds(server: LiveServer) -> float:
    """What all that serve have used of the processors so far."""
    ticks = 0
    for process in _serving(server):
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / TICKS


def settle(server: LiveServer, seconds: float = 60) -> None:
    """Wait, for so long at most, until the server has nothing to do: it still makes what clients no longer wait for."""
    until, before = time.monotonic() + seconds, processor_seconds(server)
    while time.monotonic() < until:
        time.sleep(0.3)
        used = processor_seconds(server)
        if used - before < 0.05:
            return
        before = used


def _serving(server: LiveServer) -> list[Path]:
    """The processes of its session in which gunicorn runs."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            session = (process / "stat").read_text().rpartition(")")[2].split()[3]
            if session == str(server.process.pid) or _is_child_of(process, server.process.pid):
                found += [process] if "gunicorn" in (process / "cmdline").read_text() else []
        except OSError:
            continue
    return found


def _is_child_of(process: Path, parent: int) -> bool:
    return (process / "stat").read_text().rpartition(")")[2].split()[1] == str(parent)


def _peak_of(number: int) -> int:
    try:
        status = Path(f"/proc/{number}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)
