"""A market of 10,000 products in a folder of its own, brought in by the operator's command and served as production is."""

import csv
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

from shop.kernel import places
from tests.databases import SECRETS
from tests.servers import ROOT, LiveServer

NAMES = ROOT / "tests/data/product-names.txt"
HEADER = ("product_name", "seller_name", "local_authority", "district", "province", "price_baht", "stock")
GROUPS = 200


def write_list(file: Path, products: int) -> None:
    """Real names of products put together anew, of made-up groups over all districts of the province."""
    names = NAMES.read_text(encoding="utf-8").split("\n")[:-1]
    districts = places.districts("13")
    with file.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(HEADER)
        for n in range(products):
            title = names[n % len(names)] + (f" {names[(n * 7 + 3) % len(names)]}" if n >= len(names) else "")
            district = districts[n % GROUPS % len(districts)].name_th
            rows.writerow((f"{title} {n}"[:200], f"กลุ่มทดลอง {n % GROUPS + 1}", "", district, "ปทุมธานี", 20 + n % 480, 100_000))


def make_market(folder: Path, database_url: str, products: int) -> tuple[SimpleNamespace, float]:
    """What LiveServer serves, and how many rows a second came in."""
    settings = {"DATABASE_URL": database_url, "INSTANCE_PATH": str(folder / "instance"), **SECRETS}
    market = SimpleNamespace(folder=folder, settings=settings)
    write_list(folder / "list.csv", products)
    flask(market, "db", "upgrade")
    begun = time.perf_counter()
    said = json.loads(flask(market, "products", "import", str(folder / "list.csv"), "--publish"))
    assert said["created"] == products, said
    return market, products / (time.perf_counter() - begun)


def flask(market: SimpleNamespace, *arguments: str) -> str:
    command = [sys.executable, "-m", "flask", "--app", "shop", *arguments]
    environment = os.environ | market.settings
    return subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


def memory_of(server: LiveServer) -> list[tuple[int, int]]:
    """(RSS, PSS) in MiB of each process that serves; PSS divides what is shared among those who share it."""
    found = []
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            if "gunicorn" not in (status.parent / "cmdline").read_text():
                continue
            if (status.parent / "stat").read_text().rpartition(")")[2].split()[3] != str(server.process.pid):
                continue
            rollup = (status.parent / "smaps_rollup").read_text()
        except OSError:
            continue
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in rollup.splitlines()[1:] if line.endswith("kB")}
        found.append((sizes["Rss"] // 1024, sizes["Pss"] // 1024))
    return sorted(found)
