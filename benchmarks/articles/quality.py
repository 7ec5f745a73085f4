"""Extraction: quality and CPU a page, for Dateline and trafilatura on the same pages in the same run.

    uv run python -m benchmarks.articles.quality [SET...]

Reads DATELINE_SHARED (default ../shared). Text is scored by 4-gram shingles of words, precision and recall
averaged over pages (the definition of Scrapinghub's article extraction benchmark); title, day and authors
must be equal, each over the pages whose gold has it. "wrong" counts fields that were given and are not the
gold's: what a reader would have believed. Rules were made looking at every other page, so the even and the
odd pages are also given apart. The paths that Dateline's texts came by are counted below the table.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, quantiles
from typing import Any

import trafilatura
from trafilatura.settings import Document

from dateline.articles.extract import extract_page, warm_up

SETS = ("scrapinghub", "fundus-dev", "wcxb-dev")
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Score:
    """What one extractor did on one set."""

    precision: list[float] = field(default_factory=list)
    recall: list[float] = field(default_factory=list)
    cpu_ms: list[float] = field(default_factory=list)
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)
    """By field and outcome: right, wrong, none."""
    paths: Counter[str] = field(default_factory=Counter)
    """How the texts were made."""

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


def dateline_page(body: bytes, url: str) -> dict[str, Any]:
    """Dateline's text and metadata."""
    page = extract_page(body, url=url)
    return {
        "text": page.text,
        "title": page.title,
        "day": (page.published_at or "")[:10],
        "authors": page.authors,
        "path": page.extractor,
    }


def trafilatura_text(body: bytes, url: str) -> dict[str, Any]:
    """trafilatura's text, comments off."""
    return {"text": trafilatura.extract(body, url=url, include_comments=False) or ""}


def trafilatura_page(body: bytes, url: str) -> dict[str, Any]:
    """trafilatura's text and metadata, comments off."""
    page = trafilatura.bare_extraction(body, url=url, include_comments=False, with_metadata=True)
    if not isinstance(page, Document):
        return {"text": ""}
    authors = [name for name in (page.author or "").split("; ") if name]
    return {"text": page.text or "", "title": page.title, "day": page.date, "authors": authors}


EXTRACTORS: dict[str, Callable[[bytes, str], dict[str, Any]]] = {
    "Dateline": dateline_page,
    "trafilatura": trafilatura_text,
    "trafilatura, metadata": trafilatura_page,
}


def measure(folder: Path) -> dict[str, Score]:
    """All extractors on one set, page by page in turn."""
    scores = {name: Score() for name in EXTRACTORS}
    for gold, body in pages(folder):
        for name, extractor in EXTRACTORS.items():
            started = time.process_time()
            found = extractor(body, gold["url"])
            score = scores[name]
            score.cpu_ms.append((time.process_time() - started) * 1000)
            score.add_text(gold["text"], found["text"])
            if "path" in found:
                score.paths[found["path"]] += 1
            if "title" in found:
                score.add_field("title", _folded(gold.get("title")), _folded(found["title"]))
                score.add_field("day", str(gold.get("published_at") or "")[:10], found["day"])
                score.add_field("authors", _names(gold.get("authors")), _names(found["authors"]))
    return scores


def main() -> None:
    """Prints the table."""
    shared = Path(os.environ.get("DATELINE_SHARED", "../shared")) / "data" / "articles"
    warm_up()
    print("| set | extractor | F1 | even / odd pages | title | day | authors | CPU ms a page: mean / p95 / max |")
    print("|---|---|---|---|---|---|---|---|")
    paths = {}
    for name in sys.argv[1:] or SETS:
        for extractor, score in measure(shared / name).items():
            print(f"| {name} | {extractor} | {score.row()} |", flush=True)
            if score.paths:
                paths[name] = score.paths
    for name, counted in paths.items():
        print(f"{name}: " + ", ".join(f"{count} {path}" for path, count in counted.most_common()))


if __name__ == "__main__":
    main()
