"""Change: what a trial tries, as the SQL that a user would run. It is read by its first words, only as far as needed to know
how it can be undone; PostgreSQL itself judges the rest when it is applied.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from workbench.errors import StatementError
from workbench.indexes import Candidate
from workbench.sql import Statement
from workbench.sql.lexer import Kind


class How(Enum):
    """How a step takes part in a trial."""

    BUILT = "built once, before the first run; taken away again for each run before"
    APPLIED = "applied for each run after, and undone"
    CLONED = "can't be undone, so a clone of the database has it and the original has not"


# The first words of a step, and how it takes part. Each can be undone by PostgreSQL, or touches a clone only.
_STEPS = (
    ("create index", How.BUILT),
    ("create unique index", How.BUILT),
    ("create statistics", How.BUILT),
    ("create materialized view", How.BUILT),
    ("drop index", How.APPLIED),
    ("drop statistics", How.APPLIED),
    ("alter table", How.APPLIED),
    ("set", How.APPLIED),
    ("reset", How.APPLIED),
    ("vacuum", How.CLONED),
)
_QUERIES = frozenset({"select", "with", "values", "table", "("})
_EXAMPLE = "create index on orders (user_id, status, created_at desc)"


@dataclass(frozen=True)
class Step:
    """One statement of a change. `kind` is its first words, as in "create index"."""

    kind: str
    how: How
    statement: Statement

    @property
    def for_good(self) -> str:
        """As one would run it outside of a transaction."""
        text = self.statement.text
        if self.kind in _INDEXES:
            return Candidate.of(text).ddl_to_keep
        if self.kind == "drop index":
            at = next(token.start for token in self.statement.tokens if token.text.lower() == "index") + len("index")
            return f"{text[:at]} concurrently{text[at:]}"
        if self.kind == "create statistics":
            return f"{text};\nanalyze {self.table}" if self.table else text
        return text

    @property
    def table(self) -> str:
        """The table of CREATE STATISTICS, which needs ANALYZE to have an effect; else ""."""
        words = [token.text for token in self.statement.tokens if token.kind is not Kind.COMMENT]
        folded = [word.lower() for word in words]
        return "".join(words[folded.index("from") + 1 :]).strip() if "from" in folded else ""

    @property
    def setting(self) -> str:
        """The name of the setting that SET sets."""
        words = [word for word in self.statement.words[1:] if word not in ("local", "session")]
        return "".join(words[: next((at for at, word in enumerate(words) if word in ("=", "to")), 1)])

    @property
    def drops(self) -> tuple[str, ...]:
        """The names of the indexes that it drops, as they are written."""
        if self.kind != "drop index":
            return ()
        words = [token.text for token in self.statement.tokens if token.kind not in (Kind.SPACE, Kind.COMMENT)][2:]
        kept = [word for word in words if word.lower() not in ("if", "exists", "cascade", "restrict")]
        names = ["".join(group) for comma, group in groupby(kept, key=lambda word: word == ",") if not comma]
        return tuple(names)


@dataclass(frozen=True)
class Change:
    """What is tried.

    Attributes:
        text: as the user wrote it.
        steps: the statements that change the database, in order.
        rewritten: the statement to run instead, or None to run the same one.
    """

    text: str
    steps: tuple[Step, ...]
    rewritten: Statement | None = None

    @classmethod
    def of(cls, text: str) -> Change:
        """Reads a change: one or several statements, the last of which may be a query to run instead.

        Raises:
            StatementError: one of them can't be tried, with what can.

        >>> Change.of("create index on orders (user_id)").label
        'orders (user_id)'
        """
        statements = Statement.several(text)
        if not statements:
            raise _nothing()
        *first, last = statements
        rewritten = last if last.words[0] in _QUERIES else None
        steps = tuple(_step(statement) for statement in (first if rewritten else statements))
        if any(step.how is How.CLONED for step in steps) and any(step.how is not How.CLONED for step in steps):
            raise StatementError(
                "VACUUM runs in a clone of the database, and the other steps don't: they can't be one change.",
                hint="try them one after the other.",
            )
        return cls(text.strip(), steps, rewritten)

    @property
    def label(self) -> str:
        """A short name: an index by table and columns, anything else by its own words."""
        only = self.steps[0] if len(self.steps) == 1 and self.rewritten is None else None
        text = " ".join(self.text.split()).rstrip("; ")
        if only is None or not only.kind.endswith("index") or not only.kind.startswith("create"):
            return text
        return text[text.lower().index(" on ") + 4 :]

    @property
    def for_good(self) -> str:
        """The SQL that makes it for good, without blocking writers where PostgreSQL has a way; then the rewritten query."""
        queries = [] if self.rewritten is None else [self.rewritten.text]
        return "\n".join(f"{text};" for text in [*(step.for_good for step in self.steps), *queries])

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """The indexes among its steps."""
        return tuple(Candidate.of(step.statement.text) for step in self.steps if step.kind in _INDEXES)

    @property
    def cloned(self) -> bool:
        """Whether it needs a clone of the database."""
        return any(step.how is How.CLONED for step in self.steps)

    @property
    def heavy(self) -> bool:
        """Whether applying it may take long: ALTER TABLE may write the table anew, and is followed by ANALYZE."""
        return any(step.kind == "alter table" for step in self.applied)

    @property
    def built(self) -> tuple[Step, ...]:
        """The steps that are built once."""
        return tuple(step for step in self.steps if step.how is How.BUILT)

    @property
    def applied(self) -> tuple[Step, ...]:
        """The steps that are applied for each run after."""
        return tuple(step for step in self.steps if step.how is How.APPLIED)


_INDEXES = ("create index", "create unique index")


def _step(statement: Statement) -> Step:
    words = " ".join(statement.words[:3])
    for kind, how in _STEPS:
        if words == kind or words.startswith(f"{kind} "):
            if kind in _INDEXES:
                Candidate.of(statement.text)  # refuses CONCURRENTLY
            elif "concurrently" in statement.words[:4]:
                raise StatementError(
                    f"{kind.upper()} CONCURRENTLY can't run in a transaction, so it can't be tried and rolled back.",
                    hint="leave out CONCURRENTLY here; use it when you do it for good.",
                )
            return Step(kind, how, statement)
    raise StatementError(
        "This is no change that a trial can try and undo.",
        f"LINE 1: {statement.text.splitlines()[0].strip()}",
        f"It tries {', '.join(kind.upper() for kind, _ in _STEPS if kind != 'create unique index')}, or a rewritten query.",
        hint=f"write, for example: {_EXAMPLE}",
    )


def _nothing() -> StatementError:
    return StatementError("There is nothing to try here.", hint=f"write, for example: {_EXAMPLE}")
