"""What may stand in data.toml: options, what they allow, and errors that name the place.

An option is a check, a phrase that tells what is allowed, and a default. Kinds list theirs in a table
(`kinds`), so that every option of every kind is checked by the same few lines, before anything is
generated.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from workbench.datagen.positions import Positions
from workbench.errors import DatasetError

REQUIRED = object()
_MAX_TEXT = 80  # an offending value is quoted up to here; the message stays one line


@dataclass(frozen=True)
class Place:
    """Where in a dataset something stands, for error messages."""

    file: str
    table: str = ""
    column: str = ""
    lines: Positions = field(default_factory=dict, repr=False, compare=False)

    def at(self, table: str, column: str = "") -> Place:
        """A table, or a column of it, in the same file."""
        return replace(self, table=table, column=column)

    def error(self, message: str, allowed: str, hint: str = "correct it and load again.") -> DatasetError:
        """The error to raise: what is wrong, where, what is allowed, the next step."""
        parts = [("table", self.table), ("column", self.column)]
        where = "".join(f", {label} {name}" for label, name in parts if name)
        line = self.lines.get((self.table, self.column)) or self.lines.get((self.table, ""))
        where += f", line {line}" if line else ""
        return DatasetError(message, f"In {self.file}{where}.", f"Allowed: {allowed}.", hint=hint)


@dataclass(frozen=True)
class Option:
    """One setting: `check` says whether a value will do, `allowed` says it in words, `schema` in JSON Schema's, for editors."""

    check: Callable[[Any], bool]
    allowed: str
    default: Any = REQUIRED
    schema: Mapping[str, Any] = field(default_factory=dict)


def checked(given: Mapping[str, Any], options: Mapping[str, Option], place: Place) -> dict[str, Any]:
    """The settings with defaults filled in. Raises DatasetError for one unknown, missing or not allowed."""
    for name in given:
        if name not in options:
            raise place.error(f"Unknown option {quoted(name)}.", listed(options), nearest(name, options))
    return {name: _value(name, given, option, place) for name, option in options.items()}


def _value(name: str, given: Mapping[str, Any], option: Option, place: Place) -> Any:
    if name not in given:
        if option.default is REQUIRED:
            raise place.error(f"The option {quoted(name)} is missing.", f"{name} = {option.allowed}")
        return option.default
    if not option.check(given[name]):
        raise place.error(f"{name} = {quoted(given[name])} won't do.", f"{name} = {option.allowed}")
    return given[name]


def quoted(value: object) -> str:
    """The value as it reads in an error, cut to one short line."""
    text = repr(value)
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…"


def listed(names: Iterable[str]) -> str:
    """Names for an error message, in their own order."""
    return ", ".join(names) or "none"


def nearest(name: object, names: Iterable[str]) -> str:
    """A next step that offers the names most like this one, where there are any."""
    close = get_close_matches(str(name), list(names), n=3)
    return f"did you mean {' or '.join(close)}?" if close else "take one of the allowed names."


def is_number(value: object) -> bool:
    """A finite TOML integer or float: not true or false, which Python counts as numbers; not inf or nan."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < float("inf")


def is_whole(value: object) -> bool:
    """A TOML integer that fits bigint."""
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63


def number(default: Any = REQUIRED) -> Option:
    """Any finite number."""
    return Option(is_number, "a number", default, {"type": "number"})


def positive(default: Any = REQUIRED) -> Option:
    """A number above zero."""
    schema = {"type": "number", "exclusiveMinimum": 0}
    return Option(lambda v: is_number(v) and v > 0, "a number above 0", default, schema)


def share(default: Any = REQUIRED) -> Option:
    """A fraction of the rows."""
    schema = {"type": "number", "minimum": 0, "maximum": 1}
    return Option(lambda v: is_number(v) and 0 <= v <= 1, "a number from 0 to 1", default, schema)


def correlation(default: Any = REQUIRED) -> Option:
    """A rank correlation."""
    schema = {"type": "number", "minimum": -1, "maximum": 1}
    return Option(lambda v: is_number(v) and -1 <= v <= 1, "a number from -1 to 1", default, schema)


def integer(low: int = -(2**63), high: int = 2**63 - 1, default: Any = REQUIRED) -> Option:
    """A whole number in low..high; the bounds are told where they are narrower than bigint."""
    bounds = "" if low == -(2**63) else f" from {low}" + ("" if high == 2**63 - 1 else f" to {high}")
    schema = {"type": "integer", "minimum": low, "maximum": high}
    return Option(lambda v: is_whole(v) and low <= v <= high, f"a whole number{bounds}", default, schema)


def distinct() -> Option:
    """How many values: a number, or a negative fraction of the rows, as in pg_stats."""
    told = "a number from 1, or a negative fraction of the rows down to -1"
    return Option(lambda v: is_number(v) and (v >= 1 or -1 <= v < 0), told, -1.0, {"type": "number"})


def flag(default: bool = False) -> Option:
    """true or false."""
    return Option(lambda v: isinstance(v, bool), "true or false", default, {"type": "boolean"})


def text(allowed: str, default: Any = REQUIRED) -> Option:
    """A string that isn't empty; `allowed` tells what it means."""
    return Option(lambda v: isinstance(v, str) and v != "", allowed, default, {"type": "string", "minLength": 1})


def one_of(names: Iterable[Any], default: Any = REQUIRED) -> Option:
    """One of a few names or numbers."""
    known = tuple(names)
    told = " | ".join(f'"{n}"' if isinstance(n, str) else str(n) for n in known)
    return Option(lambda v: isinstance(v, str | int) and v in known, told, default, {"enum": list(known)})


def moment(default: Any = REQUIRED) -> Option:
    """A TOML date or date-time; without an offset it is UTC."""
    return Option(lambda v: isinstance(v, dt.date), "a date or date-time such as 2023-01-31", default)


def words(default: Any = REQUIRED) -> Option:
    """A list of at least one string."""
    return Option(_is_words, 'a list of strings such as ["red", "green"]', default, _WORDS)


def numbers(default: Any = REQUIRED) -> Option:
    """A list of numbers."""
    schema = {"type": "array", "items": {"type": "number"}, "minItems": 2}
    return Option(lambda v: isinstance(v, list) and len(v) > 0 and all(map(is_number, v)), "a list of numbers", default, schema)


def rates(count: int, names: Iterable[str]) -> Option:
    """A profile by name, or a number for each hour, day or month, in proportion."""
    known = tuple(names)
    told = "".join(f'"{name}" | ' for name in known) + f"a list of {count} numbers from 0, not all 0"
    array = {"type": "array", "items": {"type": "number", "minimum": 0}, "minItems": count, "maxItems": count}

    def check(value: object) -> bool:
        if not isinstance(value, list):
            return isinstance(value, str) and value in known
        return len(value) == count and all(is_number(v) and v >= 0 for v in value) and sum(value) > 0

    return Option(check, told, None, {"anyOf": [{"enum": list(known)}, array]} if known else array)


_WORDS: Mapping[str, Any] = {"type": "array", "items": {"type": "string"}, "minItems": 1}


def _is_words(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, str) for v in value)


def _is_weighted(value: object) -> bool:
    if not isinstance(value, dict):
        return _is_words(value)
    return all(is_number(w) and w >= 0 for w in value.values()) and sum(value.values()) > 0


_WEIGHTED: Mapping[str, Any] = {
    "anyOf": [_WORDS, {"type": "object", "additionalProperties": {"type": "number", "minimum": 0}, "minProperties": 1}]
}


def weighted() -> Option:
    """Strings, equally likely (a list) or with weights (a table)."""
    told = "a list of strings, or strings with weights such as { red = 3, green = 1 }"
    return Option(_is_weighted, told, REQUIRED, _WEIGHTED)


def conditional() -> Option:
    """For each value of another column, strings with weights."""
    told = "for each value of the other column strings with weights, such as { Germany = { Berlin = 3, Bonn = 1 } }"
    schema = {"type": "object", "additionalProperties": _WEIGHTED, "minProperties": 1}
    return Option(lambda v: isinstance(v, dict) and bool(v) and all(map(_is_weighted, v.values())), told, REQUIRED, schema)


def pairs() -> Option:
    """A table of string to string."""
    allowed = 'a table of strings such as { Berlin = "Germany" }'
    schema = {"type": "object", "additionalProperties": {"type": "string"}, "minProperties": 1}
    return Option(
        lambda v: isinstance(v, dict) and bool(v) and all(isinstance(x, str) for x in v.values()), allowed, REQUIRED, schema
    )


def section(example: str, inside: Mapping[str, Option], default: Any = REQUIRED) -> Option:
    """A table with options of its own, each of them needed unless it has a default."""

    def check(value: object) -> bool:
        if not isinstance(value, dict) or not set(value) <= set(inside):
            return False
        return all(option.check(value[n]) if n in value else option.default is not REQUIRED for n, option in inside.items())

    return Option(check, example, default, object_schema(inside))


def sections(default: Any = REQUIRED) -> Option:
    """A list of tables, each with a weight; what is in them is checked by who reads them."""
    told = '[{ weight = 3, distribution = "normal", mean = 5, deviation = 1 }, ...]'

    def check(value: object) -> bool:
        return isinstance(value, list) and bool(value) and all(isinstance(v, dict) and _has_weight(v) for v in value)

    return Option(check, told, default, {"type": "array", "items": {"type": "object"}, "minItems": 1})


def _has_weight(part: Mapping[str, Any]) -> bool:
    return is_number(part.get("weight", 1)) and part.get("weight", 1) > 0


def column() -> Option:
    """A column inside another one."""
    return Option(lambda v: isinstance(v, dict), '{ kind = "choice", ... }', REQUIRED, {"$ref": "#/$defs/column"})


def fields() -> Option:
    """Columns inside another one, by name."""
    schema = {"type": "object", "additionalProperties": {"$ref": "#/$defs/column"}, "minProperties": 1}
    return Option(
        lambda v: isinstance(v, dict) and bool(v) and all(isinstance(x, dict) for x in v.values()),
        '{ name = { kind = "phrase", ... }, ... }',
        REQUIRED,
        schema,
    )


def null() -> Option:
    """How many rows have no value: a fraction, or a condition."""
    schema = {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string", "minLength": 1}]}
    told = "a number from 0 to 1, or a condition such as \"status = 'pending'\""
    return Option(lambda v: share().check(v) or (isinstance(v, str) and v != ""), told, 0.0, schema)


def object_schema(known: Mapping[str, Option]) -> dict[str, Any]:
    """JSON Schema of a table with these options and no others."""
    return {
        "type": "object",
        "properties": {name: {"description": option.allowed, **option.schema} for name, option in known.items()},
        "required": [name for name, option in known.items() if option.default is REQUIRED],
        "additionalProperties": False,
    }
