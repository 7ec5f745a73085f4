"""Which of a page's blocks are the article: the container that has most of the prose, and what in it is text.

Pure decisions over ``blocks.py``; prose is what reads like sentences and is not links.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from dateline.articles.blocks import HEADINGS, Block, Blocks
from dateline.articles.names import COMMENTS, EMBEDS

_PROSE_CHARS = 60
"""A block of at least this many characters (weighed) is prose, unless it is links."""
_REPEATED_CHARS = 150
"""A shorter sentence may be said twice; a longer one is a copy."""
_LINKED_MAX = 0.5
_DOMINANT = 0.8
"""The share of the prose around it that makes a container the article's."""
_FURNITURE_SHARE_MAX = 0.4
_EMBED_SHARE_MAX = 0.1
"""What is embedded and says more than this is the editors': players and posts say little."""
_ABOVE_COMMENTS_MIN = 300
"""With at least this much prose above it, what is called comments is, however long the discussion."""
_BODY_SHARE_MIN = 0.3
_BODY_RIVAL_MAX = 0.3
_TEASER_LINKED = 0.8
_TEASER_SHARE_MAX = 0.25
_LEAD_BLOCKS_MAX = 12
_LEAD_LINKED_MAX = 0.2
_BEFORE_HEADING_MAX = 0.3
_LOOSE_CHARS = 25
_TEXT_KINDS = frozenset(("p", "li", "td", "th", "blockquote", "pre", "dd"))
_SUBHEADINGS = HEADINGS - {"h1"}
_DENSE = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
"""Scripts in which a word is a letter or two."""
_SENTENCE_END = re.compile(r"""[.!?…:;。！？।؟۔»”"’')\]]\W*$""")


@dataclass(frozen=True, slots=True)
class FastText:
    """The article's text, and what tells how sure that is."""

    lines: list[str]
    """One a paragraph, heading, list item or table row."""
    share: float
    """The article's part of all prose on the page."""
    linked: float
    """Share of its characters that are inside links."""


def weight(text: str) -> int:
    """Characters, those of dense scripts counted three times."""
    return len(text) if text.isascii() else len(text) + 2 * len(_DENSE.findall(text))


def fast_text(page: Blocks) -> FastText:
    """The article of a page; no lines where it has none."""
    blocks = page.blocks
    prose = _new_prose(blocks)
    discussed = _discussions(page, prose)
    prose = [0 if discussed[block.container] else amount for block, amount in zip(blocks, prose, strict=True)]
    total = sum(prose)
    if not total:
        return FastText([], 0.0, 0.0)
    furniture = _furniture(page, prose, total)
    furniture = [called or talk for called, talk in zip(furniture, discussed, strict=True)]
    prose = [0 if furniture[block.container] else amount for block, amount in zip(blocks, prose, strict=True)]
    within = _within(page, prose)
    chosen = _article_container(page, within)
    inside = _inside(page, chosen)
    own = [index for index, block in enumerate(blocks) if inside[block.container] and not furniture[block.container]]
    kept = _once([*_lead(page, own, furniture), *_kept([blocks[index] for index in own])])
    chars = sum(len(block.text) for block in kept)
    return FastText(
        [block.text for block in kept],
        sum(prose[index] for index in own) / total,
        sum(block.linked for block in kept) / chars if chars else 0.0,
    )


def _prose(block: Block) -> int:
    """How much of a block reads like an article."""
    if block.kind in HEADINGS or block.linked > _LINKED_MAX * len(block.text):
        return 0
    amount = weight(block.text)
    if amount < _PROSE_CHARS:
        return 0
    return amount - block.linked if block.kind != "li" else (amount - block.linked) // 2


def _new_prose(blocks: list[Block]) -> list[int]:
    """How much of each block is prose, that of a text said before left out: templates have copies for small screens."""
    prose = [_prose(block) for block in blocks]
    seen: set[str] = set()
    for index, amount in enumerate(prose):
        if amount >= _REPEATED_CHARS:
            if blocks[index].text in seen:
                prose[index] = 0
            seen.add(blocks[index].text)
    return prose


def _within(page: Blocks, prose: list[int]) -> list[int]:
    """By container: the prose in it, at any depth."""
    containers = page.containers
    within = [0] * len(containers)
    for block, amount in zip(page.blocks, prose, strict=True):
        within[block.container] += amount
    for index in range(len(containers) - 1, 0, -1):
        within[containers[index].parent] += within[index]
    return within


def _furniture(page: Blocks, prose: list[int], total: int) -> list[bool]:
    """By container: whether it is furniture.

    A name is believed unless what is so called holds much of the page's prose: then it means something else.
    """
    containers = page.containers
    within = _within(page, prose)
    called = [""] * len(containers)
    held: dict[str, int] = {}
    for index, container in enumerate(containers):
        around = called[container.parent] if container.parent >= 0 else ""
        called[index] = container.furniture or around
        if container.furniture and container.furniture != around:
            held[container.furniture] = held.get(container.furniture, 0) + within[index]
    most = _FURNITURE_SHARE_MAX * total
    marked = [False] * len(containers)
    teasers = _teasers(page, within, total)
    if sum(within[index] for index in teasers) < most:
        for index in teasers:
            marked[index] = True
    for index, container in enumerate(containers):
        believed = total * (_EMBED_SHARE_MAX if container.furniture in EMBEDS else _FURNITURE_SHARE_MAX)
        marked[index] = (
            marked[index]
            or (container.parent >= 0 and marked[container.parent])
            or (container.furniture != "" and max(held.get(container.furniture, 0), within[index]) < believed)
        )
    return marked


def _teasers(page: Blocks, within: list[int], total: int) -> set[int]:
    """The containers of headings that are links: they announce other pages, and what stands beside them is teasers'.
    None that holds the page's own heading."""
    around = {
        page.containers[block.container].parent
        for block in page.blocks
        if block.kind in _SUBHEADINGS and block.linked > _TEASER_LINKED * len(block.text)
    }
    around -= _around_heading(page) | {-1}
    return {index for index in around if within[index] < _TEASER_SHARE_MAX * total}


def _around_heading(page: Blocks) -> set[int]:
    """The containers that hold a heading of the first level."""
    around = {block.container for block in page.blocks if block.kind == "h1"}
    for index in range(len(page.containers) - 1, 0, -1):
        if index in around:
            around.add(page.containers[index].parent)
    return around


def _discussions(page: Blocks, prose: list[int]) -> list[bool]:
    """By container: whether it is readers' comments below an article, which may be longer than it."""
    containers = page.containers
    inside = [False] * len(containers)
    first = next((index for index, container in enumerate(containers) if container.furniture in COMMENTS), None)
    if first is None:
        return inside
    above = takewhile(lambda part: part[0].container < first, zip(page.blocks, prose, strict=True))
    if sum(amount for _, amount in above) < _ABOVE_COMMENTS_MIN:
        return inside
    around = _around_heading(page)  # of templates that call an opinion a comment
    for index, container in enumerate(containers):
        inside[index] = (container.parent >= 0 and inside[container.parent]) or (
            container.furniture in COMMENTS and index not in around
        )
    return inside


def _article_container(page: Blocks, within: list[int]) -> int:
    """Index of the innermost container that still has most of the prose."""
    children: list[list[int]] = [[] for _ in within]
    for index in range(1, len(within)):
        children[page.containers[index].parent].append(index)
    chosen = 0
    while True:
        best = max(children[chosen], key=within.__getitem__, default=-1)
        if best < 0 or page.containers[best].tag in _LEAVES or within[best] < _DOMINANT * within[chosen]:
            return _named_body(page, within, chosen)
        chosen = best


def _named_body(page: Blocks, within: list[int], chosen: int) -> int:
    """The container inside the chosen one that the markup calls the article's body, where one alone holds enough."""
    inside = [False] * len(within)
    inside[chosen] = True
    best = chosen
    most = second = 0
    for index in range(chosen + 1, len(within)):
        container = page.containers[index]
        if not inside[container.parent]:
            continue
        if not (container.body or container.tag == "article"):
            inside[index] = True
        elif within[index] > most:
            best, most, second = index, within[index], most
        else:
            second = max(second, within[index])
    return best if most >= _BODY_SHARE_MIN * within[chosen] and second <= _BODY_RIVAL_MAX * most else chosen


_LEAVES = frozenset(("p", "li", "td", "tr", "th", "blockquote", "pre", "ul", "ol", "dl", "dd"))


def _inside(page: Blocks, chosen: int) -> list[bool]:
    """By container: whether it is the chosen one or within it."""
    inside = [False] * len(page.containers)
    inside[chosen] = True
    for index in range(chosen + 1, len(page.containers)):
        parent = page.containers[index].parent
        inside[index] = parent >= 0 and inside[parent]
    return inside


def _lead(page: Blocks, own: list[int], furniture: list[bool]) -> list[Block]:
    """The prose between the page's heading and the article's container: its standfirst."""
    first = own[0] if own else 0
    near = page.blocks[max(0, first - _LEAD_BLOCKS_MAX) : first]
    heading = max((index for index, block in enumerate(near) if block.kind == "h1"), default=-1)
    if heading < 0 and all(block.kind != "h1" for block in page.blocks):  # some templates begin with h2
        heading = next((index for index, block in enumerate(near) if _may_head(block, furniture)), -1)
    if heading < 0:
        return []
    return [
        block
        for block in near[heading + 1 :]
        if not furniture[block.container]
        and block.linked <= _LEAD_LINKED_MAX * len(block.text)
        and weight(block.text) >= _PROSE_CHARS
    ]


def _may_head(block: Block, furniture: list[bool]) -> bool:
    """Whether a block may be the heading of a page that has no h1."""
    return block.kind == "h2" and not furniture[block.container] and block.linked <= _LINKED_MAX * len(block.text)


def _once(blocks: list[Block]) -> list[Block]:
    """The blocks without those that only repeat prose."""
    said: set[str] = set()
    kept = []
    for block in blocks:
        if _prose(block) < _REPEATED_CHARS:
            kept.append(block)
        elif block.text not in said:
            said.add(block.text)
            kept.append(block)
    return kept


def _kept(blocks: list[Block]) -> list[Block]:
    """The blocks of the article's container that are its text."""
    kept: list[Block] = []
    waiting: list[Block] = []
    heading = next((index for index, block in enumerate(blocks) if block.kind == "h1"), -1)
    if sum(map(_prose, blocks[: heading + 1])) > _BEFORE_HEADING_MAX * sum(map(_prose, blocks)):
        heading = -1
    for block in blocks[heading + 1 :]:
        if block.kind in HEADINGS:
            if block.linked <= _LINKED_MAX * len(block.text):
                waiting.append(block)
            continue
        if block.linked > _LINKED_MAX * len(block.text) or block.text[0] in "<{[":
            continue
        if block.kind not in _TEXT_KINDS and weight(block.text) < _LOOSE_CHARS:
            continue
        kept += waiting[-2:]
        waiting = []
        kept.append(block)
    return kept
