"""The pages of a document as pdfminer knows them, found without recursion and one by one: a broken one stops none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import dict_value, list_value
from pdfminer.psparser import LIT

PAGE, PAGES = LIT("Page"), LIT("Pages")
Node = dict[str, Any]


def find(document: PDFDocument, most: int) -> list[PDFPage | str]:
    """Its pages in order, or why one cannot be read; no more than `most` and one."""
    found: list[PDFPage | str] = []
    for ident, node in _tree(document) if "Pages" in document.catalog else _loose(document):
        found.append(_page(document, ident, node))
        if len(found) > most:
            break
    return found


def _tree(document: PDFDocument) -> Iterator[tuple[object, Node]]:
    """The leaves of the page tree, each with what it inherits."""
    waiting: list[tuple[Any, Node]] = [(document.catalog["Pages"], {})]
    seen: set[object] = set()
    while waiting:
        ref, parent = waiting.pop()
        ident = getattr(ref, "objid", id(ref))
        if ident in seen:
            continue
        seen.add(ident)
        own = _node(ref)
        node = {key: parent[key] for key in PDFPage.INHERITABLE_ATTRS if key in parent} | own
        if "Kids" in own and own.get("Type") is not PAGE:
            waiting += [(kid, node) for kid in reversed(list_value(own["Kids"]))]
        elif own.get("Type") is not PAGES:
            yield ident, node if own else {}


def _loose(document: PDFDocument) -> Iterator[tuple[object, Node]]:
    """All page objects, where no tree leads to them."""
    for number in sorted({number for table in document.xrefs for number in table.get_objids()}):
        try:
            node = document.getobj(number)
        except Exception:  # nosec B112 # a damaged object raises whatever pdfminer stumbles over
            continue
        if isinstance(node, dict) and node.get("Type") is PAGE:
            yield number, node


def _node(ref: Any) -> Node:
    try:
        return dict(dict_value(ref))
    except Exception:  # see above; an empty node becomes a page that cannot be read
        return {}


def _page(document: PDFDocument, ident: object, node: Node) -> PDFPage | str:
    if not node:
        return "missing from the file"
    try:
        return PDFPage(document, ident, node, None)
    except Exception as error:  # boxes and references of any wrong type
        return reason(error)


def reason(error: BaseException) -> str:
    """One line on what went wrong, also where the error has no words: pdfminer raises bare ones."""
    inner = next((arg for arg in error.args if isinstance(arg, BaseException)), None)
    if inner is not None:
        return reason(inner)
    words = " ".join(str(error).split())[:120]
    told = isinstance(error, ValueError) or type(error).__module__.startswith("pdfminer")
    return words if told and words else f"{type(error).__name__}: {words}".rstrip(": ")
