"""How often each rule's slot is right: the table that gives every slot its confidence, and how far it holds.

    uv run python -m benchmarks.events.confidence [--own PREFIX…] [--write]

On the even half of each family of the development articles (the half that rules are written on) it counts, for
each slot and rule, the events that are gold events in which the slot is right. That half flatters the rules: with
`--own`, annotated articles of your own are counted as well (PREFIX.articles.jsonl and PREFIX.gold.jsonl, in the
shapes of the development data), best such that no rule was written on. `--write` puts the counts into the tagger's
table, services/dateline/events/confidence.tsv. On the odd half it measures what the table is worth: the mean
squared error (Brier score) of its figures beside that of one figure for each slot, and right answers by
confidence. Counts only: no text of an article gets into the table.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.events.accuracy import rows, scorer, shared
from dateline.events import Document, tag, to_codebook, warm_up
from dateline.events.confidence import TABLE, Counted, confidence_in

Sample = tuple[str, str, bool]
"""Slot, rule, and whether the slot was right."""


def samples(half: int, bench: ModuleType) -> Iterator[Sample]:
    """Every slot evidence of every event that is matched to a main gold event, in one half of each family."""
    gold = {row["doc_id"]: row for row in rows(shared() / "data/events/gold_dev.jsonl")}
    met: Counter[str] = Counter()
    for article in rows(shared() / "data/events/articles_dev.jsonl"):
        family = article["doc_id"].split(":")[0]
        index, met[family] = met[family], met[family] + 1
        if index % 2 == half:
            yield from _of_article(article, gold[article["doc_id"]]["events"], bench)


def samples_of(prefixes: list[str], bench: ModuleType) -> Iterator[Sample]:
    """The same of annotated articles of one's own, PREFIX.articles.jsonl and PREFIX.gold.jsonl."""
    for prefix in prefixes:
        gold = {row["doc_id"]: row for row in rows(Path(f"{prefix}.gold.jsonl"))}
        for article in rows(Path(f"{prefix}.articles.jsonl")):
            yield from _of_article(article, gold[article["doc_id"]]["events"], bench)


def _of_article(article: dict[str, Any], gold: list[dict[str, Any]], bench: ModuleType) -> Iterator[Sample]:
    document = Document(
        article["doc_id"], article["title"], article["text"], article.get("published_at"), article.get("url")
    )
    events = to_codebook(document, tag(document))["events"]
    for mine, theirs in bench.match(gold, events):
        if gold[mine].get("main", True):
            right = bench.slots(gold[mine], events[theirs])
            for found in events[theirs]["slots"]:
                yield found["slot"], found["rule"], right[found["slot"]]


def counted(found: list[Sample]) -> dict[tuple[str, str], Counted]:
    """Right and all, by slot and rule."""
    table: dict[tuple[str, str], Counted] = defaultdict(lambda: Counted(0, 0))
    for slot, rule, right in found:
        known = table[slot, rule]
        table[slot, rule] = Counted(known.right + right, known.told + 1)
    return dict(table)


def brier(found: list[Sample], confidence: Callable[[str, str], float]) -> float:
    """Mean squared distance of the confidence from what came true; 0 is best."""
    return sum((confidence(slot, rule) - right) ** 2 for slot, rule, right in found) / len(found)


def main() -> int:
    """Count, measure, and write the table where asked."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--write", action="store_true", help="write the tagger's table")
    options.add_argument("--own", nargs="+", default=[], metavar="PREFIX", help="count these articles as well")
    chosen = options.parse_args()
    if not shared().is_dir():
        print(f"no development data at {shared()}: set DATELINE_SHARED", file=sys.stderr)
        return 1
    warm_up()
    bench = scorer()
    even, odd = (list(samples(half, bench)) for half in (0, 1))
    known = [*even, *samples_of(chosen.own, bench)]
    table = counted(known)
    if chosen.write:
        lines = ["slot\trule\tright\ttold"]
        lines += [f"{slot}\t{rule}\t{n.right}\t{n.told}" for (slot, rule), n in sorted(table.items())]
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    slots = sorted({slot for slot, _, _ in known})
    print(f"{'slot':<12} counted: right/told   odd: right/told   odd, Brier: by rule  one figure a slot  always 1")
    for slot in [*slots, "all"]:
        mine, theirs = ([s for s in half if slot in (s[0], "all")] for half in (known, odd))
        shares = "   ".join(
            f"{sum(s[2] for s in half):>4}/{len(half):<4} {_share(half):.2f}" for half in (mine, theirs)
        )
        by_rule = brier(theirs, lambda s, r: confidence_in(table, s, r))
        flat = brier(theirs, lambda s, _: confidence_in(table, s, ""))
        print(f"{slot:<12} {shares}   {by_rule:>18.3f}  {flat:>17.3f}  {brier(theirs, lambda *_: 1.0):>8.3f}")
    print("\nodd half, by confidence:")
    bands: dict[int, list[Sample]] = defaultdict(list)
    for sample in odd:
        bands[min(9, int(confidence_in(table, sample[0], sample[1]) * 10))].append(sample)
    for band, found in sorted(bands.items()):
        told = sum(confidence_in(table, s, r) for s, r, _ in found) / len(found)
        print(f"  {band / 10:.1f}-{(band + 1) / 10:.1f}  said {told:.2f}  was {_share(found):.2f}  of {len(found)}")
    return 0


def _share(found: list[Sample]) -> float:
    return sum(right for _, _, right in found) / max(1, len(found))


if __name__ == "__main__":
    sys.exit(main())
