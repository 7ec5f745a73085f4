"""One walk over the tree of a well-formed feed, which makes the nodes that `dateline.feeds.feed_nodes` maps.

It follows feedparser's reading of the formats, because feedparser reads what is not well formed and both must
say the same: of two values of one field the outermost counts, then the last; of two titles the first; a
second description is content; a guid is the link until one comes. What is too irregular for that raises
`Irregular`, and feedparser reads it. Nothing here decides what a field means to Dateline.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

from dateline.errors import BadInput
from dateline.feeds.dates import source_time
from dateline.feeds.element_links import joined, link_node, own_base
from dateline.feeds.element_text import TYPES, XHTML, marked_text, plain_text
from dateline.feeds.elements import Irregular, attributes_of, named
from dateline.feeds.feed_nodes import Node
from dateline.feeds.inline_markup import local_name
from dateline.feeds.mending import mended
from dateline.feeds.people import name_and_email
from dateline.feeds.vocabulary import FIELDS, KINDS, RDF_ABOUT, XML_BASE, XML_LANG, Kind

_IN_IMAGE = frozenset({"title", "link", "description", "url", "href", "width", "height"})
_IN_TEXT_INPUT = frozenset({"title", "link", "description", "name"})
_SHOWN_AS_SUMMARY = frozenset({"text/plain", "text/html", XHTML})
_REFERENCE = re.compile(r"&([A-Za-z0-9_]+);")


_Reader: TypeAlias = Callable[[Element, str, int, str], None]
"""Reads an element: it, its name, its depth, its base."""
ELEMENTS_MAX = 300_000
"""Sixty for each of as many entries as are read."""
DEPTH_MAX = 200
KEYWORDS_MAX = 1_000
"""Of one element: more than the tags that an entry keeps."""


class FeedWalk:
    """Fills `feed` and `entries` from a root element; reads at most `entries_max` entries and counts the rest.

    `names` are those of its elements and attributes: what is not among them is not looked for.
    """

    def __init__(self, names: Iterable[str], *, is_atom10: bool, entries_max: int) -> None:
        self.feed: Node = {}
        self.entries: list[Node] = []
        self.left_out = 0
        self._is_atom10 = is_atom10
        self._has_bases = XML_BASE in names or "base" in names
        self._abouts = [name for name in names if name.startswith(RDF_ABOUT)]
        self._entries_max = entries_max
        self._entry: Node | None = None
        self._depths: dict[str, int] = {}
        self._in_feed = False
        self._in_image = False
        self._in_text_input = False
        self._in_author = False
        self._image: Node | None = None
        self._text_input: Node = {}
        self._title_depth = -1
        self._has_content = False
        self._elements = 0
        self._last_base = ""
        self._named: dict[str, tuple[str, _Reader | None]] = {}
        self._readers: dict[Kind, _Reader] = {
            Kind.CHANNEL: self._channel,
            Kind.ENTRY: self._read_entry,
            Kind.TEXT: self._text,
            Kind.DATE: self._date,
            Kind.TITLE: self._title,
            Kind.DESCRIPTION: self._description,
            Kind.SUMMARY: self._summary,
            Kind.CONTENT: self._content,
            Kind.LINK: self._link,
            Kind.ENCLOSURE: self._enclosure,
            Kind.IDENTITY: self._identity,
            Kind.AUTHOR: self._author,
            Kind.AUTHOR_PART: self._author_part,
            Kind.CATEGORY: self._category,
            Kind.KEYWORDS: self._keywords,
            Kind.IMAGE: self._read_image,
            Kind.TEXT_INPUT: self._read_text_input,
            Kind.SOURCE: self._source,
            Kind.OTHER_TEXT: self._other_text,
        }

        self._in_authors = (None, self._readers[Kind.AUTHOR_PART], self._readers[Kind.OTHER_TEXT])

    def read(self, root: Element) -> None:
        """Reads the document. Raises Irregular, and BadInput("too-many-elements")."""
        language = root.get(XML_LANG) or root.get("lang")
        if language and local_name(root) != "rdf":
            self.feed["language"] = language.replace("_", "-")
        name, reader = self._name(root)
        base = self._base(root, "") if self._has_bases else ""
        if reader is None:
            self._children(root, 1, base)
        else:
            reader(root, name, 1, base)

    def _children(self, element: Element, depth: int, base: str) -> None:
        """Reads what is inside an element at `depth`. All of a document passes here, so it makes no call too many."""
        self._elements += len(element)
        if self._elements > ELEMENTS_MAX:
            raise BadInput("too-many-elements", f"more than {ELEMENTS_MAX} elements outside of texts")
        depth += 1
        if depth > DEPTH_MAX:
            raise Irregular("an element inside hundreds of others")
        known, has_bases = self._named, self._has_bases
        for child in element:
            name, reader = known.get(child.tag) or self._name(child)
            if self._in_image or self._in_text_input:
                self._leave_image_or_input(name)
            inner_base = self._base(child, base) if has_bases else base
            if reader is not None:
                reader(child, name, depth, inner_base)
            elif len(child):
                self._children(child, depth, inner_base)

    def _name(self, element: Element) -> tuple[str, _Reader | None]:
        name, kind = named(element)
        self._named[element.tag] = found = (name, None if kind is None else self._readers[kind])
        return found

    def _leave_image_or_input(self, name: str) -> None:
        """Feeds forget to close these; what can't be inside ends them."""
        if "_" not in name:
            self._in_text_input = self._in_text_input and name in _IN_TEXT_INPUT
            self._in_image = self._in_image and name in _IN_IMAGE

    def _base(self, element: Element, base: str) -> str:
        """The base of `element` inside `base`. Where the root has none, one that a part gave goes on counting."""
        self._last_base = found = own_base(element, base or self._last_base)
        return found

    # Where values go.

    def _context(self) -> Node:
        if self._in_image and self._image is not None:
            return self._image
        if self._in_text_input:
            return self._text_input
        return self.feed if self._entry is None else self._entry

    def _store(self, field: str, value: Any, depth: int) -> None:  # noqa: ANN401 - what a node holds has no schema
        """Of an entry's values the outermost counts, of those equally deep the last."""
        if (entry := self._entry) is not None:
            if depth <= self._depths.get(field, depth):
                self._depths[field] = depth
                entry[field] = value
        elif self._in_feed:
            self._context()[field] = value

    # The frame.

    def _channel(self, element: Element, _name: str, depth: int, base: str) -> None:
        self._refuse_oldattributes_of(element)
        self._in_feed = True
        self._children(element, depth, base)
        self._in_feed = False

    def _read_entry(self, element: Element, _name: str, depth: int, base: str) -> None:
        if self._entry is not None:
            raise Irregular("an entry inside an entry")
        self._refuse_oldattributes_of(element)
        if len(self.entries) >= self._entries_max:
            self.left_out += 1
            return
        entry: Node = {}
        self.entries.append(entry)
        self._entry, self._depths, self._title_depth = entry, {}, -1
        for name in self._abouts:
            if about := element.get(name):
                entry["id"] = about
        self._children(element, depth, base)
        self._entry, self._has_content = None, False

    @staticmethod
    def _refuse_oldattributes_of(element: Element) -> None:
        """The Channel Definition Format of 1997 has links and dates as attributes."""
        if element.get("href") is not None or element.get("lastmod") is not None:
            raise Irregular("attributes of another format")

    def _read_image(self, element: Element, _name: str, depth: int, base: str) -> None:
        if self._entry is None and self._image is None:
            self._image = {}
        self._in_image, self._title_depth = True, -1
        self._children(element, depth, base)
        self._in_image = False

    def _read_text_input(self, element: Element, _name: str, depth: int, base: str) -> None:
        self._in_text_input, self._title_depth = True, -1
        self._children(element, depth, base)
        self._in_text_input = False

    def _source(self, element: Element, _name: str, _depth: int, _base: str) -> None:
        self._title_depth = -1
        if any(KINDS.get(local_name(inner)) is Kind.CONTENT for inner in element.iter()):
            raise Irregular("content in a source")

    def _other_text(self, element: Element, _name: str, _depth: int, _base: str) -> None:
        """Left out with all that is inside."""

    # Plain texts.

    def _text(self, element: Element, name: str, depth: int, _base: str) -> None:
        field = FIELDS.get(name, name)
        if field == "language" or not element.attrib:
            self._store(field, plain_text(element), depth)

    def _date(self, element: Element, name: str, depth: int, _base: str) -> None:
        if name == "date" and element.attrib:
            return
        value = plain_text(element)
        if not value.isascii() and source_time(value) is None:
            raise Irregular("a date that feedparser may know how to read")
        self._store(FIELDS.get(name, name), value, depth)

    def _identity(self, element: Element, _name: str, depth: int, base: str) -> None:
        is_link = attributes_of(element).get("ispermalink", "true") == "true"
        text = plain_text(element)
        value = joined(base, text) if is_link and text else text
        self._store("id", value, depth)
        if is_link:
            self._context().setdefault("link", value)

    def _keywords(self, element: Element, name: str, _depth: int, _base: str) -> None:
        if element.attrib and name != "tags":
            return
        tags = self._context().setdefault("tags", [])
        terms = plain_text(element).split(",", KEYWORDS_MAX)[:KEYWORDS_MAX]
        tags.extend({"term": term.strip()} for term in terms if term.strip())

    def _category(self, element: Element, name: str, depth: int, base: str) -> None:
        tags = self._context().setdefault("tags", [])
        attributes = attributes_of(element)
        if name == "itunes_category":
            tags.append({"term": attributes.get("text")})
            self._children(element, depth, base)
            return
        if attributes or name == "media_category":
            term, label = attributes.get("term"), attributes.get("label")
            if term or label or name == "media_category" or attributes.get("scheme", attributes.get("domain")):
                tags.append({"term": term, "label": label})
        self._add_term(tags, plain_text(element))

    @staticmethod
    def _add_term(tags: list[Node], term: str) -> None:
        """A text belongs to the category before it where that has none."""
        if term and tags and not tags[-1]["term"]:
            tags[-1]["term"] = term
        elif term:
            tags.append({"term": term})

    # Links.

    def _link(self, element: Element, _name: str, depth: int, base: str) -> None:
        context = self._context()
        link = link_node(attributes_of(element))
        kept = context.setdefault("links", [])
        if not (self._in_image and self._entry is not None):
            kept.append(link)
        if "href" in link:
            link["href"] = href = joined(base, link["href"])
            if link["rel"] == "alternate" and TYPES.get(kind := link.get("type", "html"), kind) in ("text/html", XHTML):
                context["link"] = href
            if len(element):
                self._children(element, depth, base)
            return
        if value := plain_text(element):
            value = joined(base, value)
        if self._entry is None:
            if self._in_feed:
                context["link"] = link["href"] = _REFERENCE.sub(r"&\1", value)
        elif not self._in_image:
            if "&" in value:
                value = _REFERENCE.sub(r"&\1", value.replace("&amp;", "&"))
            self._entry["link"] = value
            if value:
                link["href"] = value

    def _enclosure(self, element: Element, _name: str, depth: int, base: str) -> None:
        link = link_node(attributes_of(element))
        link["rel"] = "enclosure"
        self._context().setdefault("links", []).append(link)
        self._children(element, depth, base)

    # People.

    def _author(self, element: Element, _name: str, depth: int, base: str) -> None:
        context = self._context()
        context.setdefault("authors", []).append({})
        if len(element):
            for child in element:
                if (self._named.get(child.tag) or self._name(child))[1] not in self._in_authors:
                    raise Irregular("elements of an entry inside an author")
            self._in_author = True
            self._children(element, depth, base)
            self._in_author = False
            text = "".join([element.text or "", *(child.tail or "" for child in element)])
        else:
            text = element.text or ""
        self._store("author", mended(text.strip()), depth)
        self._name_author(context)

    def _author_part(self, element: Element, name: str, _depth: int, _base: str) -> None:
        if self._in_author:
            context, value = self._context(), plain_text(element)
            # feedparser holds the first person for the author, and what a later one's parts say goes to both.
            context.setdefault("author_detail", {})[FIELDS.get(name, name)] = value
            context["authors"][-1][FIELDS.get(name, name)] = value

    @staticmethod
    def _name_author(context: Node) -> None:
        """Who an author is, out of the parts, else out of one text such as "ana@river.example (Ana Reyes)"."""
        person = context["authors"][-1]
        if not person and (text := context.get("author")):
            name, email = name_and_email(text)
            context.setdefault("author_detail", person)
            person.update({key: value for key, value in (("name", name), ("email", email)) if value})

    # Titles and texts that may hold markup.

    def _title(self, element: Element, name: str, depth: int, _base: str) -> None:
        value, kind = marked_text(element, "text/plain", self._is_atom10)
        if not -1 < self._title_depth <= depth:
            self._store("title", value, depth)
            if self._entry is not None:
                self._entry["title_detail"] = {"type": kind}
            elif self._in_feed:
                self._context()["title_detail"] = {"type": kind}
        if value and name != "media_title":
            self._title_depth = depth

    def _description(self, element: Element, name: str, depth: int, _base: str) -> None:
        if "summary" in self._context() and not self._has_content:
            self._content(element, "content", depth, _base)
            return
        value, kind = marked_text(element, "text/plain" if name == "abstract" else "text/html", self._is_atom10)
        self._store_summary(value, kind, "summary" if self._entry is not None else "subtitle", depth)

    def _summary(self, element: Element, _name: str, depth: int, base: str) -> None:
        if "summary" in self._context() and not self._has_content:
            self._content(element, "content", depth, base)
            return
        value, kind = marked_text(element, "text/plain", self._is_atom10)
        self._store_summary(value, kind, "summary", depth)

    def _store_summary(self, value: str, kind: str, field: str, depth: int) -> None:
        self._store(field, value, depth)
        if self._entry is not None:
            self._entry["summary_detail"] = {"type": kind}

    def _content(self, element: Element, name: str, _depth: int, _base: str) -> None:
        if name in ("body", "xhtml_body"):
            value, kind = marked_text(element, XHTML, self._is_atom10)
        else:
            self._has_content = True
            value, kind = marked_text(element, "text/plain" if name == "content" else "text/html", self._is_atom10)
        if self._entry is not None:
            self._entry.setdefault("content", []).append({"type": kind, "value": value})
        if kind in _SHOWN_AS_SUMMARY:
            self._context().setdefault("summary", value)
