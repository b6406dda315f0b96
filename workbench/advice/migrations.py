"""A migration from advice: one file that makes it so, one that takes it back. Text; files are written here and nothing is run.

Each CREATE INDEX has its own name, so that the way back knows it, and IF NOT EXISTS, so that it can be run again. CONCURRENTLY
lets others write meanwhile, can't run in a transaction, and leaves an invalid index where it fails: IF NOT EXISTS would take
that for done, so the file says how to look. https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.advice.existing import quoted
from workbench.errors import BadInput
from workbench.indexes import Candidate
from workbench.sql import Statement
from workbench.sql.lexer import Kind

if TYPE_CHECKING:
    from workbench.advice.advice import Advice, Chosen

_LOCK_TIMEOUT = "5s"
_NUMBERED = re.compile(r"(\d{3,})_.*\.(up|down)\.sql")
_NAME = re.compile(r"[\w-]+")
# So many bytes of a name PostgreSQL keeps: https://www.postgresql.org/docs/current/sql-syntax-lexical.html
_LONGEST = 63
_WIDTH = 110


def write_migration(advice: Advice, folder: Path, name: str, *, drops: bool) -> tuple[Path, Path]:
    """Writes both files; see `Advice.migrations`."""
    gone = advice.drops if drops else ()
    if not (advice.chosen or advice.statistics or gone):
        raise BadInput("There is nothing to migrate: no index was chosen.", hint="advice.verdict says why.")
    if not _NAME.fullmatch(name):
        raise BadInput(f"{name!r} can't be a part of a file's name.", hint="use letters, digits, _ and -.")
    folder.mkdir(parents=True, exist_ok=True)
    taken = [int(match[1]) for file in folder.iterdir() if (match := _NUMBERED.fullmatch(file.name))]
    stem = f"{max(taken, default=0) + 1:03d}_{name}"
    files = folder / f"{stem}.up.sql", folder / f"{stem}.down.sql"
    for file, text in zip(files, (up(advice, drops=drops), down(advice, drops=drops)), strict=True):
        file.write_text(text, encoding="utf-8")
    return files


def up(advice: Advice, *, drops: bool = False) -> str:
    """The SQL that makes it so, each index with its evidence."""
    head = [
        f"Query Workbench: {advice.verdict}",
        "Run it outside of a transaction: CONCURRENTLY can't run inside of one. If it fails halfway, an invalid index is left:",
        "select indexrelid::regclass from pg_index where not indisvalid; drop that, then run this file again.",
    ]
    parts = [_comment(*head), f"set lock_timeout = '{_LOCK_TIMEOUT}';"]
    parts += [f"{_comment(*_evidence(one))}\n{created(one)};" for one in advice.chosen]
    for one in advice.statistics:
        parts.append(f"{_comment(one.why)}\n{one.ddl};\n{one.analyze};")
    if drops:
        parts += [f"{_comment(f'{drop.what}: {drop.reason}')}\n{drop.ddl};" for drop in advice.drops]
    return "\n\n".join([*parts, "reset lock_timeout;\n"])


def down(advice: Advice, *, drops: bool = False) -> str:
    """The SQL that takes it back."""
    parts = [
        _comment("Query Workbench: takes back the .up.sql of this number."),
        f"set lock_timeout = '{_LOCK_TIMEOUT}';",
    ]
    if drops:
        parts += [f"{drop.undo};" for drop in advice.drops]
    parts += [f"drop statistics if exists {one.name};" for one in advice.statistics]
    for one in reversed(advice.chosen):
        concurrently = "" if one.partitioned else "concurrently "
        parts.append(f"drop index {concurrently}if exists {plain(one.schema)}.{plain(one.name)};")
    return "\n\n".join([*parts, "reset lock_timeout;\n"])


def created(one: Chosen) -> str:
    """CREATE INDEX with its name, IF NOT EXISTS, and CONCURRENTLY unless the table is partitioned, which can't have it."""
    index, on = _index_and_on(one.candidate)
    text = one.candidate.ddl
    concurrently = "" if one.partitioned else " concurrently"
    return f"{text[:index]}{concurrently} if not exists {plain(one.name)} {_qualified(text[on:], one)}"


def _qualified(text: str, one: Chosen) -> str:
    """From ON on, with the table's schema where it had none: a migration can't know the search path."""
    if len(one.candidate.table) > 1:
        return text
    words = [token for token in Statement(text).tokens if token.kind is Kind.NAME]
    table = words[2] if words[1].text.lower() == "only" else words[1]
    return f"{text[: table.start]}{plain(one.schema)}.{text[table.start :]}"


def index_name(candidate: Candidate, taken: set[str]) -> str:
    """A name from the table and the words of the keys, free among those that are taken (and from now on taken)."""
    _, on = _index_and_on(candidate)
    inside = Statement(candidate.ddl[on:])
    at = inside.text.index("(")
    words = [token.text.strip('"') for token in Statement(inside.text[at:]).tokens if token.kind is Kind.NAME]
    kept = [word.lower() for word in words if word.lower() not in _LEFT_OUT]
    base = re.sub(r"\W+", "_", "_".join(dict.fromkeys([candidate.table[-1], *kept])))
    name, number = _cut(base, "_idx"), 1
    while name in taken:
        number += 1
        name = _cut(base, f"_idx{number}")
    taken.add(name)
    return name


def plain(name: str) -> str:
    """A name as one writes it: quoted only where it must be."""
    return name if re.fullmatch(r"[a-z_][a-z0-9_]*", name) else quoted(name)


_LEFT_OUT = frozenset({"include", "where", "is", "not", "null", "and", "or", "asc", "nulls", "first", "last", "text", "desc"})


def _cut(base: str, end: str) -> str:
    return base.encode()[: _LONGEST - len(end)].decode(errors="ignore") + end


def _index_and_on(candidate: Candidate) -> tuple[int, int]:
    """Where the word INDEX ends, and where ON begins."""
    tokens = [token for token in Statement(candidate.ddl).tokens if token.kind not in (Kind.SPACE, Kind.COMMENT)]
    index = next(token for token in tokens if token.text.lower() == "index")
    on = next(token for token in tokens if token.text.lower() == "on")
    return index.start + len(index.text), on.start


def _evidence(one: Chosen) -> Iterator[str]:
    yield f"{one.label}; {one.size.size_bytes / 1024**2:,.1f} MB; each row written costs {one.row_cost:,.2f} more"
    if one.blocks_hot:
        yield f"updates of {', '.join(one.blocks_hot)} can't be heap-only any more"
    if one.saved_ms is not None:
        yield f"measured: saves {one.saved_ms:,.1f} ms a round of the workload"
    if one.partitioned:
        yield "the table is partitioned: no CONCURRENTLY there; writers wait while it is built"
    for effect in one.why:
        yield f"{effect.statement}: cost {effect.before:,.0f} -> {effect.after:,.0f}; {effect.nodes}"


def _comment(*lines: str) -> str:
    """Each line a comment, whatever is in it."""
    flat = [" ".join(line.split()) for line in lines]
    return "\n".join(f"-- {line if len(line) <= _WIDTH * 2 else line[: _WIDTH * 2 - 1] + '…'}" for line in flat)
