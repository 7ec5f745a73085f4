"""Articles a second and a CPU second: the fetch stage on Apache Kafka, and what does the job without Kafka.

    scripts/compiled --group bench python -m benchmarks.articles.stage [--pages 5000] [--hosts 500] [--workers 2]

All fetch the pages of a loopback site (``site.py``) and make text and metadata of them. "stage": entries on Kafka to
article versions on Kafka, exactly once. "cascade": extraction alone, on the same pages already in memory, in as many
processes as the stage has workers: what the stage can reach at best. "scrapy": a Scrapy spider that hands each page to
trafilatura, text and metadata, comments off. "news-please": its ``from_urls``. The last two get a part of the pages,
for they are slow. CPU is that of a contender's own processes from start to end, without the site's and the broker's,
which are printed apart; memory is shared evenly among those that share it (PSS).

    uv run --group bench python -m benchmarks.articles.stage --pages 200000 --window 10000 [--revisits 4]

shows whether the stage's cost and memory grow with what it has done: CPU an article and memory for each window of a
run over light pages. What grows then by design is the memory of pages that will be looked at again (two states each,
for half a day); with ``--revisits 0`` each is done with at once, and takes 29 bytes.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaProducer

from benchmarks.articles.site import Site, host_of, observed_at, page_bytes, path_of
from dateline.broker.administration import create_topics
from dateline.broker.apache import ApacheKafka
from dateline.broker.connection import producer_options
from dateline.broker.topics import topic_name
from dateline.messages import Entry, EntryChange, stable_id
from dateline.runtime.garbage import calm_garbage_collection
from dateline.runtime.logs import configure_logs
from dateline.runtime.member import Member
from dateline.runtime.partitions import partition_of
from dateline.runtime.records import read_to_end
from dateline.settings import LogSettings, Settings
from dateline.stages.assembly import assembled
from dateline.web.domain import registrable_domain

PARTITIONS = 4
TOPICS = ["entries", "fetch-inbox", "fetch-store", "articles", "dead-letters"]
SPARE_PAGES = 100
CONTENDERS = ("stage", "cascade", "scrapy", "news-please")


def settings_for(servers: str, workers: int, revisits: int = 4) -> Settings:
    return Settings(
        bootstrap_servers=servers,
        topic_prefix="articles-bench.",
        workers=workers,
        allow_networks="127.0.0.0/8",
        domain_gap_s=0.0,
        robots_for_pages="ignore",  # as the rivals do here
        revisits_max=revisits,
        log_level="warning",
        user_agent="Dateline benchmarks",
    )


async def fill(settings: Settings, urls: Sequence[str]) -> None:
    """Puts an entry for each page on its topic."""
    await create_topics(settings, partitions=PARTITIONS, only=TOPICS)
    producer = AIOKafkaProducer(**producer_options(settings), linger_ms=5)
    await producer.start()
    for url in urls:
        entry = Entry(
            id=stable_id(url), revision=1, change=EntryChange.NEW, feed_id="feed", url=url, observed_at=observed_at()
        )
        domain = registrable_domain(url)
        partition = partition_of(domain, PARTITIONS)
        topic = topic_name(settings.topic_prefix, "entries")
        await producer.send(topic, entry.to_bytes(), domain.encode(), partition=partition)
    await producer.stop()


async def stage(settings: Settings, pages: int, window: int) -> None:
    """Runs the fetch stage until every entry has been done and committed; says how it goes after each `window`."""
    stop = asyncio.Event()
    async with assembled(["fetch"], settings) as assembly:
        calm_garbage_collection()
        [fetch] = assembly.stages
        member = Member(fetch, settings)
        run = asyncio.create_task(member.run(stop))
        while not member.ready:
            await asyncio.sleep(0.005)
        began = time.monotonic()
        done, told, used = 0, 0, _own_cpu_s()
        while done < pages:
            await asyncio.sleep(0.01)
            if run.done():
                await run  # it says why
            done = sum(task.recorded.get("entries", 0) for task in member._tasks.values())  # noqa: SLF001 - no cheaper way to see the last commit
            if done >= min(told + window, pages):
                before, used = used, _own_cpu_s()
                cost_ms, memory = (used - before) / (done - told) * 1e3, _memory_mb()
                print(f"{done:7} articles  {cost_ms:6.2f} ms of CPU each  {memory['self']} + {memory['children']} MB",
                      flush=True)  # fmt: skip
                told = done
        report(pages, time.monotonic() - began)
        stop.set()
        await run


def _extract_all(numbers: Sequence[int], hosts: int) -> float:
    """Seconds of extraction alone; the pages are made a few at a time, outside the clock."""
    from dateline.articles import extract

    extract.warm_up()
    took = 0.0
    for at in range(0, len(numbers), SPARE_PAGES):
        made = [(page_bytes(n), f"http://{host_of(n, hosts)}:80{path_of(n)}") for n in numbers[at : at + SPARE_PAGES]]
        began = time.process_time()
        for body, url in made:
            extract.extract_page(body, url=url, content_type="text/html; charset=utf-8")
        took += time.process_time() - began
    return took


def cascade(pages: int, hosts: int, workers: int) -> None:
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        shares = [range(n, pages, workers) for n in range(workers)]
        took = pool.starmap(_extract_all, [(share, hosts) for share in shares])
        report(pages, max(took), cpu_s=sum(took))


def scrapy(urls: Sequence[str]) -> None:
    import scrapy as framework
    import trafilatura
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response
    from trafilatura.settings import Document

    done = itertools.count(1)
    began = time.monotonic()

    class Pages(framework.Spider):  # type: ignore[misc]  # it may not be installed: no types either way
        name = "pages"
        start_urls = list(urls)

        def parse(self, response: Response) -> Iterator[dict[str, Any]]:
            page = trafilatura.bare_extraction(
                response.text, url=response.url, include_comments=False, with_metadata=True
            )
            number = next(done)
            if isinstance(page, Document):
                yield {"url": response.url, "title": page.title, "text": page.text, "date": page.date}
            if number == len(urls):
                report(number, time.monotonic() - began)

    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        process = CrawlerProcess(
            {
                "LOG_ENABLED": False,
                "ROBOTSTXT_OBEY": False,
                "CONCURRENT_REQUESTS": 64,
                "CONCURRENT_REQUESTS_PER_DOMAIN": 8,
                "TELNETCONSOLE_ENABLED": False,
                "FEEDS": {file.name: {"format": "jsonlines", "overwrite": True}},
            }
        )
        process.crawl(Pages)
        process.start()


def news_please(urls: Sequence[str]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says at import that its summaries are not installed
        from newsplease import NewsPlease

    began = time.monotonic()
    found = NewsPlease.from_urls(list(urls), request_args={"timeout": 60}, fetch_images=False)
    report(sum(1 for page in found.values() if page and page.maintext), time.monotonic() - began)


def report(articles: int, took_s: float, *, cpu_s: float | None = None) -> None:
    """What a contender says in the end; `cpu_s` only where not all of its process counts."""
    print(json.dumps({"articles": articles, "seconds": took_s, "cpu_s": cpu_s, "mb": _memory_mb()}), flush=True)


def _memory_mb() -> dict[str, float]:
    """Proportional memory of this process and of its children."""
    shares = [_pss_mb(pid) for pid in (os.getpid(), *_descendants(os.getpid()))]
    return {"self": round(shares[0]), "children": round(sum(shares[1:]))}


def _descendants(pid: int) -> list[int]:
    """All processes below a running one."""
    own = " ".join(path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")).split()
    return [below for child in map(int, own) for below in (child, *_descendants(child))]


def _called(pid: int) -> str:
    return Path(f"/proc/{pid}/comm").read_text().strip()


def _pss_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1000


def _children_cpu_s() -> float:
    """Processor time of all processes that this one started and has waited for."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _cpu_s(pid: int) -> float:
    """Processor time of a running process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _own_cpu_s() -> float:
    """Processor time of this process and of all below it, gone or there."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime + _children_cpu_s() + sum(map(_cpu_s, _descendants(os.getpid())))


def contend(name: str, arguments: list[str]) -> dict[str, Any]:
    """Runs a contender in a process of its own: what it reports, and its CPU seconds."""
    before = _children_cpu_s()
    command = [sys.executable, "-m", "benchmarks.articles.stage", "--only", name, *arguments]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, Any] = json.loads(said.splitlines()[-1])
    if found["cpu_s"] is None:
        found["cpu_s"] = _children_cpu_s() - before
    return found


def windows(pages: int, hosts: int, workers: int, window: int, revisits: int) -> None:
    """The stage alone, on light pages, with what it says after each window."""
    with tempfile.TemporaryDirectory(prefix="dateline-articles-") as directory, Site(hosts) as site:
        node = ApacheKafka(Path(directory) / "kafka")
        asyncio.run(node.start())
        try:
            settings = settings_for(node.bootstrap_servers, workers)
            asyncio.run(fill(settings, list(site.urls(pages, light=True))))
            given = {"pages": pages, "workers": workers, "window": window, "revisits": revisits}
            options = [f"--{name}={value}" for name, value in given.items()]
            command = [sys.executable, "-m", "benchmarks.articles.stage", "--only", "stage"]
            subprocess.run([*command, *options, "--servers", node.bootstrap_servers], check=True)
        finally:
            node.kill()


def measure(pages: int, hosts: int, workers: int, slow_pages: Sequence[int]) -> None:
    results: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="dateline-articles-") as directory, Site(hosts) as site:
        node = ApacheKafka(Path(directory) / "kafka")
        asyncio.run(node.start())
        common = ["--hosts", str(hosts), "--workers", str(workers), "--port", str(site.port)]
        try:
            settings = settings_for(node.bootstrap_servers, workers)
            asyncio.run(fill(settings, list(site.urls(pages))))
            [kafka] = [pid for pid in _descendants(os.getpid()) if _called(pid) == "java"]
            before = (_cpu_s(site.pid), _cpu_s(kafka))
            filled = ["--pages", str(pages), "--servers", node.bootstrap_servers]
            results["stage"] = contend("stage", [*common, *filled])
            beside = (_cpu_s(site.pid) - before[0], _cpu_s(kafka) - before[1])
            published = len({record.key for record in asyncio.run(read_to_end(settings, "articles"))})
            assert published == pages, f"{published} of {pages} pages were published"
        finally:
            node.kill()
        results["cascade"] = contend("cascade", [*common, "--pages", str(pages)])
        for name, few in zip(CONTENDERS[2:], slow_pages, strict=True):
            results[name] = contend(name, [*common, "--pages", str(few)])
    for name, found in results.items():
        count, memory = found["articles"], found["mb"]
        print(
            f"{name:12} {count:6} articles  {count / found['seconds']:8.1f}/s  "
            f"{found['cpu_s'] / count * 1e3:8.2f} ms of CPU each  {memory['self']} + {memory['children']} MB"
        )
    of_site, of_kafka = (seconds / pages * 1e3 for seconds in beside)
    print(f"beside the stage, ms of CPU an article: site {of_site:.2f}, Kafka {of_kafka:.2f}")
    of_stage = results["stage"]
    rate = of_stage["articles"] / of_stage["seconds"]
    print(f"stage / cascade, articles a second: {rate * results['cascade']['seconds'] / pages:.2f}")
    for name in CONTENDERS[1:]:
        other = results[name]
        ratio = (other["cpu_s"] / other["articles"]) / (of_stage["cpu_s"] / of_stage["articles"])
        print(f"stage / {name}, articles a CPU second: {ratio:.2f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=5000)
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--scrapy-pages", type=int, default=1000)
    parser.add_argument("--news-please-pages", type=int, default=100)
    parser.add_argument("--window", type=int, help="the stage alone, told after so many articles each")
    parser.add_argument("--revisits", type=int, default=4, help="how often an article is looked at again")
    parser.add_argument("--only", choices=CONTENDERS, help="one of them, in this process")
    parser.add_argument("--port", type=int, help="with --only: the site's")
    parser.add_argument("--servers", help="with --only stage: a cluster that was filled")
    arguments = parser.parse_args()
    site = Site(arguments.hosts)
    site.port = arguments.port or 0
    if arguments.only in (None, "stage"):
        configure_logs(LogSettings(log_level="warning"))  # the rivals' logs are better left as they are: off
    match arguments.only:
        case None if arguments.window:
            windows(arguments.pages, arguments.hosts, arguments.workers, arguments.window, arguments.revisits)
        case None:
            slow_pages = (arguments.scrapy_pages, arguments.news_please_pages)
            measure(arguments.pages, arguments.hosts, arguments.workers, slow_pages)
        case "stage":
            settings = settings_for(arguments.servers, arguments.workers, arguments.revisits)
            asyncio.run(stage(settings, arguments.pages, arguments.window or arguments.pages))
        case "cascade":
            cascade(arguments.pages, arguments.hosts, arguments.workers)
        case "scrapy":
            scrapy(list(site.urls(arguments.pages)))
        case "news-please":
            news_please(list(site.urls(arguments.pages)))
