"""How right the tagger is: one table per family and half of the development articles, by one command.

    uv run python benchmarks/events/accuracy.py [--families new,satp] [--false-alarms]
    uv run python benchmarks/events/accuracy.py --own PREFIX…

Reads the articles, the gold and the scorer from DATELINE_SHARED (default: ../shared beside the repository).
Rules were written while reading the even half of each family; of the odd half only the errors by slot were
looked at, so it says roughly how general they are. With --own, reads annotated articles of your own instead:
PREFIX.articles.jsonl and PREFIX.gold.jsonl, in the shapes of the development data.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from dateline.events import Document, tag, to_codebook, warm_up

SLOTS = (
    "event_type",
    "sub_type",
    "place",
    "date",
    "initiator",
    "target",
    "killed",
    "injured",
    "status",
    "attribution",
)
HALVES = ("even", "odd")


def shared() -> Path:
    """The folder with the development data."""
    return Path(os.environ.get("DATELINE_SHARED", Path(__file__).parents[2].parent / "shared"))


def scorer() -> ModuleType:
    """The scorer, from its file."""
    spec = importlib.util.spec_from_file_location("score_events", shared() / "bench/events/score_events.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def own(prefixes: list[str]) -> list[str]:
    """A row of the table for each annotated set, and one for all of them."""
    score = scorer().score
    table = []
    every: list[dict[str, Any]] = []
    predicted: dict[str, dict[str, Any]] = {}
    for prefix in prefixes:
        gold = list(rows(Path(f"{prefix}.gold.jsonl")))
        predicted |= {a["doc_id"]: predict(a) for a in rows(Path(f"{prefix}.articles.jsonl"))}
        table.append(line(Path(prefix).name, score(gold, predicted)))
        every += gold
    return [*table, line("all", score(every, predicted))]


def predict(article: dict[str, Any]) -> dict[str, Any]:
    """What the tagger says of one article, in the codebook's shape."""
    document = Document(
        article["doc_id"], article["title"], article["text"], article.get("published_at"), article.get("url")
    )
    return to_codebook(document, tag(document))


def line(name: str, result: dict[str, Any]) -> str:
    """One row of the table."""
    relevance, detection = result["relevance"], result["detection"]
    slots = " ".join(
        f"{result['slots'][slot]:.2f}/{result['slot_pairs'][slot]:<3}" if slot in result["slots"] else "   -    "
        for slot in SLOTS
    )
    return (
        f"{name:<10} {relevance['f1']:.2f}  {detection['p']:.2f} {detection['r']:.2f} {detection['f1']:.2f} "
        f"{detection['gold']:>4}  {slots}  {result['sub_type_macro_recall']:.2f}  {result['headline']:.2f}"
    )


def false_alarms() -> str:
    """The share of BBC articles of 2004-05 that are given an event, by label (0: no politics)."""
    flagged: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for part in ("a", "b"):
        path = shared() / f"data/events/hard_negatives/bbc2004_{part}.tsv.gz"
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for row in lines:
                text, label = row.rstrip("\n").split("\t")[:2]
                total[label] += 1
                flagged[label] += tag(Document("", "", text)).relevant
    return "  ".join(f"label {x}: {flagged[x]}/{total[x]} = {flagged[x] / total[x]:.2%}" for x in sorted(total))


def main() -> int:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--families", default="", help="only these, parted by commas")
    options.add_argument("--false-alarms", action="store_true", help="also run the hard negatives")
    options.add_argument("--own", nargs="+", metavar="PREFIX", help="annotated sets of your own, instead")
    chosen = options.parse_args()
    if not shared().is_dir():
        print(f"no development data at {shared()}: set DATELINE_SHARED", file=sys.stderr)
        return 1
    warm_up()
    head = " ".join(f"{slot[:8]:<8}" for slot in SLOTS)
    print(f"{'':<10} rel   P    R    F1   gold  {head}  types headline")
    if chosen.own:
        print("\n".join(own(chosen.own)))
        return 0
    data = shared() / "data/events"
    score = scorer().score
    gold = {row["doc_id"]: row for row in rows(data / "gold_dev.jsonl")}
    families: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for article in rows(data / "articles_dev.jsonl"):
        families[article["doc_id"].split(":")[0]].append(article)
    wanted = [name for name in chosen.families.split(",") if name] or list(families)
    predicted = {a["doc_id"]: predict(a) for name in wanted for a in families[name]}
    halves: tuple[list[dict[str, Any]], list[dict[str, Any]]] = ([], [])
    for name in wanted:
        for half, label in enumerate(HALVES):
            part = [gold[a["doc_id"]] for index, a in enumerate(families[name]) if index % 2 == half]
            halves[half].extend(part)
            if part:
                print(line(f"{name} {label}", score(part, predicted)))
    for half, label in enumerate(HALVES):
        print(line(f"all {label}", score(halves[half], predicted)))
    print(line("all", score([*halves[0], *halves[1]], predicted)))
    if chosen.false_alarms:
        print(f"false alarms  {false_alarms()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
