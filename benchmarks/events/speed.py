"""How fast the tagger is on one core: conflict articles, a mix with nineteen others to one, hostile text.

    uv run python benchmarks/events/speed.py

Processor time, not wall time, so that other work on the machine does not count.
"""

from __future__ import annotations

import gzip
import json
import os
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from dateline.events import Document, tag, warm_up

SHARED = Path(os.environ.get("DATELINE_SHARED", Path(__file__).parents[2].parent / "shared"))
OTHERS_TO_ONE = 19

HOSTILE = {
    "one word": "a" * 1_000_000,
    "one sentence": "shelling killed 5 people in Kharkiv and " * 25_000,
    "numbers": "killed 10,000 " * 70_000,
    "quotes": '" ' * 500_000,
    "capitals": "Abc Def " * 125_000,
    "commas": "5, " * 330_000,
}


def measured(name: str, documents: Sequence[Document]) -> None:
    """Tag all and print the rate."""
    start = time.process_time()
    found = sum(tag(document).relevant for document in documents)
    seconds = time.process_time() - start
    print(f"{name:<22} {len(documents) / seconds:8.0f} articles/s   {len(documents)} articles, {found} relevant")


def main() -> int:
    """Print all figures."""
    start = time.process_time()
    warm_up()
    tag(Document("", "", "The army said rebels attacked the village and killed five soldiers."))
    print(f"start-up {time.process_time() - start:.2f} s")
    with (SHARED / "data/events/articles_dev.jsonl").open(encoding="utf-8") as lines:
        articles = [json.loads(row) for row in lines]
    conflict = [Document(a["doc_id"], a["title"], a["text"], a["published_at"], a["url"]) for a in articles]
    others: list[Document] = []
    for part in ("a", "b"):
        path = SHARED / f"data/events/hard_negatives/bbc2004_{part}.tsv.gz"
        with gzip.open(path, "rt", encoding="utf-8") as rows:
            others += [Document("", "", row.split("\t")[0]) for row in rows]
    measured("conflict", conflict)
    measured("mix, 95 % others", [*conflict[: len(others) // OTHERS_TO_ONE], *others])
    for name, text in HOSTILE.items():
        for size in (len(text) // 2, len(text)):
            begun = time.process_time()
            tag(Document("", "", text[:size]))
            print(f"hostile: {name:<14} {size:>8} characters {time.process_time() - begun:.2f} s")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
