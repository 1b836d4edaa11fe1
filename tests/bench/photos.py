"""Seconds of a processor, memory and bytes that one photo takes in the job, by what was sent: `python -m tests.bench.photos`."""

import multiprocessing
import time
from io import BytesIO
from pathlib import Path

from PIL import Image

from shop.catalogue.pictures import KINDS, render

SENT = {"JPEG, 12 MP": ("JPEG", (4032, 3024)), "HEIC, 12 MP": ("HEIF", (4032, 3024)), "HEIC, 48 MP": ("HEIF", (8064, 6048))}
ROW = "{:<14} {:>8} {:>9} {:>9} {:>7} {:>7} {:>7}"


def photo(kind: str, size: tuple[int, int]) -> bytes:
    """Something with texture, so that no encoder has it too easy."""
    out = BytesIO()
    Image.effect_noise((1200, 900), 30).convert("RGB").resize(size, Image.Resampling.BICUBIC).save(out, kind, quality=80)
    return out.getvalue()


def work(content: bytes, told: multiprocessing.Queue) -> None:
    """In a process of its own: what it held at most is asked of Linux (rusage would count its parent's too)."""
    began = time.process_time()
    made = render(content, kinds=KINDS, with_master=True)
    seconds = time.process_time() - began
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    most_kib = int(status["VmHWM"].split()[0])
    told.put((seconds, most_kib / 1024, {kind: len(files[max(files)]) // 1024 for kind, files in made.by_kind.items()}))


def main() -> None:
    context = multiprocessing.get_context("spawn")
    print(ROW.format("", "sent MB", "seconds", "most MiB", "avif KB", "webp KB", "jpg KB"))
    for name, (kind, size) in SENT.items():
        content, told = photo(kind, size), context.Queue()
        process = context.Process(target=work, args=(content, told))
        process.start()
        seconds, most, sizes = told.get(timeout=300)
        process.join()
        print(ROW.format(name, f"{len(content) / 1e6:.1f}", f"{seconds:.1f}", f"{most:.0f}", *(sizes[one] for one in KINDS)))


if __name__ == "__main__":
    main()
