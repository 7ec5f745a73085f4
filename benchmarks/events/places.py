"""How well place names are found and resolved, against marked news: recognition, resolution, speed.

    uv run python benchmarks/events/places.py [--data FOLDER] [--json]

FOLDER (default: ../shared/data/events, or below $DATELINE_SHARED) holds
`toponyms/{lgl,geovirus}_{articles,places}.jsonl` and `{articles,gold}_dev.jsonl`. Toponyms: a predicted span is right
if it overlaps a gold span that no other prediction has taken, widest overlap first; of the right ones whose gold has
coordinates, the share within 161 km. Events: the share of main gold events whose place is among an article's toponyms
(50 km; 200 km for a first-level division; the country for a country). The even articles were looked at while the rules
were written, the odd ones were not.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dateline.events.places import Toponym, find_places
from dateline.events.places.geography import kilometres

Record = dict[str, Any]
MILES_100 = 161.0


@dataclass(slots=True)
class Score:
    """Counts over some articles."""

    articles: int = 0
    gold: int = 0
    predicted: int = 0
    right: int = 0
    resolvable: int = 0
    errors_km: list[float] = field(default_factory=list)
    seconds: float = 0.0

    def figures(self) -> Record:
        precision = self.right / self.predicted if self.predicted else 0.0
        recall = self.right / self.gold if self.gold else 0.0
        near = sum(error <= MILES_100 for error in self.errors_km)
        return {
            "articles": self.articles,
            "gold": self.gold,
            "precision": round(precision, 3),
            "recall": round(recall, 3),
            "f1": round(2 * precision * recall / (precision + recall), 3) if precision + recall else 0.0,
            "within_161_km": round(near / self.resolvable, 3) if self.resolvable else 0.0,
            "median_error_km": round(statistics.median(self.errors_km), 1) if self.errors_km else None,
            "articles_per_s": round(self.articles / self.seconds) if self.seconds else None,
        }


def text_of(article: Record) -> str:
    return f"{article.get('title') or ''}\n\n{article['text']}"


def pairs(gold: Sequence[Record], found: Sequence[Toponym]) -> list[tuple[Record, Toponym]]:
    """Overlapping spans, each used once, the widest overlap first."""
    overlaps = sorted(
        (
            (min(place["end"], toponym.end) - max(place["start"], toponym.start), number, other)
            for number, place in enumerate(gold)
            for other, toponym in enumerate(found)
            if place["start"] < toponym.end and toponym.start < place["end"]
        ),
        key=lambda overlap: -overlap[0],
    )
    left: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, other in overlaps:
        if number not in left and other not in taken:
            left[number] = other
            taken.add(other)
    return [(gold[number], found[other]) for number, other in left.items()]


def score_toponyms(articles: Iterable[Record], places: dict[str, list[Record]]) -> Score:
    score = Score()
    for article in articles:
        gold = places.get(article["doc_id"], [])
        started = time.process_time()
        found = find_places(text_of(article))
        score.seconds += time.process_time() - started
        score.articles += 1
        score.gold += len(gold)
        score.predicted += len(found)
        for place, toponym in pairs(gold, found):
            score.right += 1
            if place.get("lat") is None:
                continue
            score.resolvable += 1
            if toponym.lat is not None and toponym.lon is not None:
                score.errors_km.append(kilometres(place["lat"], place["lon"], toponym.lat, toponym.lon))
    return score


def holds_place(place: Record, found: Iterable[Toponym]) -> bool:
    """Whether a gold event's place is among the toponyms."""
    limit = {"admin1": 200.0}.get(place["level"], 50.0)
    for toponym in found:
        if toponym.country != place["country"]:
            continue
        if place["level"] == "country":
            return True
        if toponym.lat is None or toponym.lon is None:
            continue
        if kilometres(place["lat"], place["lon"], toponym.lat, toponym.lon) <= limit:
            return True
    return False


def score_events(articles: Iterable[Record], gold: dict[str, Record]) -> dict[str, tuple[int, int]]:
    """By family: events whose place is among the toponyms, and all main events that have a place."""
    families: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for article in articles:
        found = find_places(text_of(article))
        for event in gold[article["doc_id"]]["events"]:
            if event["main"] and event["place"]:
                family = families[article["doc_id"].partition(":")[0]]
                family[0] += holds_place(event["place"], found)
                family[1] += 1
    return {family: (hits, all_) for family, (hits, all_) in families.items()}


def read(path: Path) -> list[Record]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def main() -> int:
    shared = Path(os.environ.get("DATELINE_SHARED", Path(__file__).resolve().parents[3] / "shared"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=shared / "data" / "events")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if not (options.data / "toponyms").is_dir():
        print(f"no development data in {options.data}: name its folder with --data", file=sys.stderr)
        return 1
    find_places("Kyiv")  # opens, and on a new machine compiles, the gazetteer
    result: Record = {}
    for name in ("lgl", "geovirus"):
        articles = read(options.data / "toponyms" / f"{name}_articles.jsonl")
        places = {line["doc_id"]: line["places"] for line in read(options.data / "toponyms" / f"{name}_places.jsonl")}
        for half, start in (("even", 0), ("odd", 1)):
            result[f"{name} {half}"] = score_toponyms(articles[start::2], places).figures()
        result[name] = score_toponyms(articles, places).figures()
    articles = read(options.data / "articles_dev.jsonl")
    gold = {line["doc_id"]: line for line in read(options.data / "gold_dev.jsonl")}
    for half, start in (("even", 0), ("odd", 1)):
        families = score_events(articles[start::2], gold)
        hits, all_ = (sum(counts[part] for counts in families.values()) for part in (0, 1))
        result[f"events {half}"] = {"place_found": round(hits / all_, 3), "events": all_} | {
            family: f"{found}/{of}" for family, (found, of) in families.items()
        }
    if options.json:
        print(json.dumps(result))
    else:
        for name, figures in result.items():
            print(f"{name:14} " + "  ".join(f"{key} {value}" for key, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
