"""`flask keys ...`: the keys of what is secret, for an operator at a terminal."""

import sys
from collections import Counter

from flask.cli import AppGroup
from tqdm import tqdm

from shop.kernel.database import transaction
from shop.upkeep.keys import batches, record_rotation

keys = AppGroup("keys", help="The keys of what is secret.")


@keys.command("rotate")
def rotate() -> None:
    """Put every secret under the newest of DATA_KEYS, while the market goes on; then the older ones may be taken away.

    First set DATA_KEYS to `new,old` and start the market anew, so that every process reads both.
    """
    seen, renewed = Counter[str](), Counter[str]()
    with tqdm(unit=" rows", file=sys.stderr, desc="keys") as bar:
        for batch in batches():
            with transaction():
                progress = batch()
            seen[progress.name] += progress.seen
            renewed[progress.name] += progress.renewed
            bar.update(progress.seen)
    with transaction():
        record_rotation(seen.total(), renewed.total())
    for name in sorted(seen):
        print(f"{name}: {renewed[name]} of {seen[name]} renewed")
    print("everything is under the newest key" if seen else "nothing is secret here yet")
