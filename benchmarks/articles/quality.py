"""Extraction: quality and CPU a page, for Dateline and its rivals on the same pages in the same run.

    scripts/compiled --group bench python -m benchmarks.articles.quality [SET...]

Reads DATELINE_SHARED (default ../shared); under ten minutes for the three sets. Text is scored by 4-gram shingles
of words, precision and recall averaged over pages (the definition of Scrapinghub's article extraction benchmark);
title, day and authors must be equal, each over the pages whose gold has it. "wrong" counts fields that were given
and are not the gold's: what a reader would have believed. Rules were made looking at every other page, so the even
and the odd pages are also given apart. CPU is the process's own time, the better of two passes over the set.

Rivals that take a tenth of a second a page and more get some forty pages of a set, spread over it, in one pass; a
second table has them with everyone's figures on those pages. The paths that Dateline's texts came by stand below.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any

from benchmarks.articles.rivals import QUICK, SLOW, Extractor, installed
from dateline.articles.extract import warm_up

PASSES = 2
SUBSET_PAGES = 40
HEADER = """| set | extractor | F1 | even / odd pages | title | day | authors | CPU ms a page: mean / p95 / max |
|---|---|---|---|---|---|---|---|"""
SETS = ("scrapinghub", "fundus-dev", "wcxb-dev")
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Page:
    """What one extractor made of one page."""

    gold: dict[str, Any]
    found: dict[str, Any]
    cpu_ms: float


@dataclass(slots=True)
class Score:
    """What one extractor did on one set."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By field and outcome: right, wrong, none."""

    def add(self, page: Page) -> None:
        """Counts one page."""
        gold, found = page.gold, page.found
        self.cpu_ms.append(page.cpu_ms)
        self.add_text(gold["text"], found["text"])
        if "title" in found:
            self.add_field("title", _folded(gold.get("title")), _folded(found["title"]))
            self.add_field("day", str(gold.get("published_at") or "")[:10], found["day"])
            self.add_field("authors", _names(gold.get("authors")), _names(found["authors"]))

    def add_text(self, gold: str, found: str) -> None:
        """Counts shingles of one page."""
        wanted, given = _shingles(gold), _shingles(found)
        common = (wanted & given).total()
        self.precision.append(common / given.total() if given else float(not wanted))
        self.recall.append(common / wanted.total() if wanted else 1.0)

    def add_field(self, name: str, wanted: object, given: object) -> None:
        """Counts one field of a page whose gold has it."""
        if wanted:
            self.fields[name, "none" if not given else "right" if wanted == given else "wrong"] += 1

    def f1(self, part: slice) -> float:
        """F1 of some of the pages."""
        precision, recall = fmean(self.precision[part]), fmean(self.recall[part])
        return 2 * precision * recall / (precision + recall)

    def row(self) -> str:
        """The figures of a set as a row of the table."""
        cells = [f"{self.f1(slice(None)):.3f}", f"{self.f1(slice(0, None, 2)):.3f} / {self.f1(slice(1, None, 2)):.3f}"]
        for name in ("title", "day", "authors"):
            outcomes = {kind: self.fields[name, kind] for kind in ("right", "wrong", "none")}
            pages = sum(outcomes.values())
            cells.append(f"{outcomes['right'] / pages:.3f} ({outcomes['wrong']} wrong)" if pages else "–")
        p95 = quantiles(self.cpu_ms, n=20)[-1]
        cells.append(f"{fmean(self.cpu_ms):.1f} / {p95:.0f} / {max(self.cpu_ms):.0f}")
        return " | ".join(cells)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    if len(words) < 4:
        return Counter([tuple(words)] if words else [])
    return Counter(tuple(words[start : start + 4]) for start in range(len(words) - 3))


def _folded(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _names(authors: list[str] | None) -> set[str]:
    return {_folded(author) for author in authors or []}


def pages(folder: Path) -> Iterator[tuple[dict[str, Any], bytes]]:
    """The gold and the bytes of each page of a set."""
    with (folder / "gold.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            gold = json.loads(line)
            path = folder / (gold.get("html_path") or f"html/{gold['id']}.html.gz")
            yield gold, gzip.decompress(path.read_bytes())


def measure(gold: dict[str, Any], body: bytes, extractor: Extractor) -> tuple[dict[str, Any], float]:
    """What an extractor makes of a page, and its CPU time in milliseconds. One that fails has found nothing."""
    started = time.process_time()
    try:
        found = extractor(body, gold["url"])
    except Exception as error:  # a rival's own: any of them
        print(f"{extractor.__name__}: {gold['id']}: {error!r}"[:200], file=sys.stderr)
        found = {"text": ""}
    return found, (time.process_time() - started) * 1000


def run(folder: Path, extractors: dict[str, Extractor], passes: int, step: int) -> dict[str, list[Page]]:
    """What each extractor made of every `step`-th page of a set, page by page in turn."""
    results: dict[str, list[Page]] = {name: [] for name in extractors}
    for turn in range(passes):
        for place, (gold, body) in enumerate(islice(pages(folder), 0, None, step)):
            for name, extractor in extractors.items():
                found, cpu_ms = measure(gold, body, extractor)
                if turn == 0:
                    results[name].append(Page(gold, found, cpu_ms))
                else:
                    page = results[name][place]
                    page.cpu_ms = min(page.cpu_ms, cpu_ms)
    return results


def score(results: list[Page]) -> Score:
    """The figures of one extractor on the pages of a set, or some of them."""
    scored = Score()
    for page in results:
        scored.add(page)
    return scored


def main() -> None:
    """Prints the tables."""
    shared = Path(os.environ.get("DATELINE_SHARED", "../shared")) / "data" / "articles"
    warm_up()
    quick, slow = installed(QUICK), installed(SLOW)
    missing = [name for name, *_ in (*QUICK, *SLOW) if name not in quick and name not in slow]
    if missing:
        print("Not installed: " + ", ".join(missing) + "\n")
    print(HEADER)
    some: list[str] = []
    paths: list[str] = []
    for name in sys.argv[1:] or SETS:
        results = run(shared / name, quick, PASSES, 1)
        for extractor, made in results.items():
            print(f"| {name}, {len(made)} pages | {extractor} | {score(made).row()} |", flush=True)
        counted = Counter(page.found["path"] for page in results["Dateline"])
        paths.append(f"{name}: " + ", ".join(f"{count} {path}" for path, count in counted.most_common()))
        step = max(1, len(results["Dateline"]) // SUBSET_PAGES) if slow else 1
        subset = {extractor: made[::step] for extractor, made in results.items()} | run(shared / name, slow, 1, step)
        some += [f"| {name}, {len(made)} pages | {who} | {score(made).row()} |" for who, made in subset.items()]
    if slow:
        print("\n" + "\n".join([HEADER, *some]))
    print("\n" + "\n".join(paths))


if __name__ == "__main__":
    main()
