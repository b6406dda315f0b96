"""The way from a source to its Documents: unwrap the Python shape, read each text, unwrap what the text held. Nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.errors import PlanError
from workbench.plan.document import Document
from workbench.plan.read.fields import WHAT_IS_READ
from workbench.plan.read.formats import Wrapped, read_format
from workbench.plan.read.shapes import Piece, plain, unwrapped

_MOST_LAYERS = 8  # a text in JSON in a text in rows ...; deeper wrapping than any client's


def read_documents(source: object) -> tuple[Document, ...]:
    """Every plan in the source, in order; at least one.

    The source: text in any of EXPLAIN's formats, bytes, a path or an open file, rows, a cursor, a data frame, decoded JSON,
    what `print` made of any of these, entries of the server's log, or a list of all that.

    Raises:
        PlanError: there is no plan in it, or one is damaged or cut off.
    """
    documents: list[Document] = []
    waiting: list[tuple[Document | Wrapped, int]] = [(Wrapped(source), 0)]
    while waiting:
        value, layer = waiting.pop()
        if isinstance(value, Document):
            documents.append(value)
            continue
        if layer == _MOST_LAYERS:
            raise PlanError(
                "No plan was found in this.",
                f"It is text inside text, {_MOST_LAYERS} times over.",
                hint=f"pass {WHAT_IS_READ}.",
            )
        inner = [part for piece in unwrapped(value.value) for part in _read(piece, value.unread)]
        waiting.extend((part, layer + 1) for part in reversed(inner))
    return tuple(documents)


def _read(piece: Piece, unread: tuple[str, ...]) -> Sequence[Document | Wrapped]:
    if isinstance(piece, Document):
        return (piece,)
    if isinstance(piece, str):
        return read_format(piece)
    return (Document(plain(piece), unread),)
