"""A page's tree to its blocks: the runs of text that a browser would set on lines of their own.

One walk in document order, without recursion, so depth costs nothing. What never is text for readers
(scripts, navigation, controls) is not entered; what the markup calls furniture is walked and marked. Which
blocks are the article is decided in ``fast_text.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from turbohtml import Element, Node, Text

from dateline.articles.names import PLAIN_FURNITURE, called

_SKIPPED = frozenset(
    (
        "script", "style", "noscript", "template", "svg", "math", "iframe", "nav", "footer", "button", "select",
        "input", "textarea", "object", "video", "audio", "canvas", "img", "picture", "source", "link", "meta",
        "figcaption", "head", "title", "dialog", "embed", "map", "menu", "datalist", "progress",
    )
)  # fmt: skip
_INLINE = frozenset(
    (
        "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i",
        "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike",
        "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
    )
)  # fmt: skip
_BARE_CHARS_MAX = 5_000
_BARE_PROSE_MAX = 80
_LOOKS_MAX = 200
"""Each look goes over all that is inside, so where furniture nests in furniture there must be an end of them."""
_HEADING_CHARS = 1_000
_MAY_HEAD = frozenset(("h1", "h2"))
_TELLING = frozenset(("p", "h1", "h2", "blockquote"))
_STYLE_CHARS_MAX = 200
_PLAIN = frozenset(("div", "section"))
_KEPT_KINDS = frozenset(("li", "td", "th", "blockquote"))
_LINE_BREAK = "\n "
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(slots=True)
class Container:
    """An element that holds blocks."""

    parent: int
    """Index of the container around it; -1 for the outermost."""
    tag: str
    """Name of the element."""
    furniture: str
    """The word by which its markup calls it furniture; empty where it does not."""
    body: bool = False
    """Whether its markup calls it the article's body."""


@dataclass(slots=True)
class Block:
    """A run of text."""

    text: str
    """White space folded."""
    linked: int
    """Characters inside links."""
    container: int
    """Index of the innermost container."""
    kind: str
    """Name of the element that it is in: p, h2, li, td, div …"""


@dataclass(slots=True)
class Blocks:
    """What a page shows, in document order."""

    blocks: list[Block]
    """Every run of text."""
    containers: list[Container]
    """Every element that parts blocks; each comes after the one around it."""


def read_blocks(root: Element) -> Blocks:
    """The blocks of a page. `root`: the html element, or any other. The tree is not changed."""
    blocks: list[Block] = []
    containers = [Container(-1, root.tag, "")]
    pieces: list[str] = []
    linked_chars = 0
    # What is being read, and what is to be gone on with after it: children, container, kind, in a link, a block.
    children, container, kind, linked, is_block = iter(root), 0, root.tag, False, True
    looks = _LOOKS_MAX
    around: list[tuple[Iterator[Node], int, str, bool, bool]] = []

    def close() -> None:
        """Ends the block whose text has been collected."""
        nonlocal linked_chars
        if text := " ".join("".join(pieces).split()):
            blocks.append(Block(text, linked_chars, container, kind))
        pieces.clear()
        linked_chars = 0

    while True:
        for node in children:
            if type(node) is Text:
                data = node.data
                pieces.append(data)
                if linked:
                    linked_chars += len(data.strip())
                continue
            if type(node) is not Element:
                continue
            tag = node.tag
            if tag in _SKIPPED:
                continue
            if tag in _INLINE:
                in_link = linked or tag == "a"
                if len(node) == 1 and type(only := node[0]) is Text:  # most are: a way without a frame
                    data = only.data
                    pieces.append(data)
                    if in_link:
                        linked_chars += len(data.strip())
                    continue
                around.append((children, container, kind, linked, is_block))
                is_block, linked = False, in_link
            elif tag == "br":
                if _ends_a_line(pieces):  # two of them part paragraphs
                    close()
                else:
                    pieces.append(_LINE_BREAK)
                continue
            else:
                if pieces:
                    close()
                inner = _container(node, tag, container)
                if looks and (tag == "header" or inner.furniture in PLAIN_FURNITURE):
                    if _is_bare(node):
                        continue
                    looks -= 1
                around.append((children, container, kind, linked, is_block))
                is_block = True
                containers.append(inner)
                container = len(containers) - 1
                if kind not in _KEPT_KINDS or tag not in _PLAIN:
                    kind = tag
            children = iter(node)
            break
        else:
            if is_block and pieces:
                close()
            if not around:
                return Blocks(blocks, containers)
            children, container, kind, linked, is_block = around.pop()


def _ends_a_line(pieces: list[str]) -> bool:
    """Whether nothing but white space has come since a line break."""
    if not pieces:
        return False
    return pieces[-1] is _LINE_BREAK or (len(pieces) > 1 and pieces[-2] is _LINE_BREAK and pieces[-1].isspace())


def _is_bare(element: Element) -> bool:
    """Whether a header or a piece of furniture has nothing in it that could be an article's text."""
    if len(element.text) > _BARE_CHARS_MAX:
        return False
    telling = element.iter_elements(_TELLING)
    return sum(_HEADING_CHARS if part.tag in _MAY_HEAD else len(part.text) for part in telling) < _BARE_PROSE_MAX


def _container(element: Element, tag: str, parent: int) -> Container:
    """The container that an element is."""
    furniture, body = called(tag, element.attr("class") or "", element.attr("id") or "")
    if not furniture and (style := element.attr("style")) and _HIDDEN.search(style[:_STYLE_CHARS_MAX]):
        furniture = "hidden"
    return Container(parent, tag, furniture, body)
