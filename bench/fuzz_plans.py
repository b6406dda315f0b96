"""Damages real plans at random and reads them: nothing but PlanError may come out, and time must stay linear.

    python bench/fuzz_plans.py --inputs 100000 --seed 1

Each input is a stored plan, wrapped as pastes are wrapped, with up to eight wounds: cut, doubled, moved, spliced with another
plan, characters replaced. Prints what came out, the slowest input and its size, and the slowest per kilobyte; the input that
breaks the promise is written to a file. The same seed gives the same inputs.
"""

from __future__ import annotations

import argparse
import csv
import html
import io
import json
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from workbench import read_plan
from workbench.errors import PlanError

GOLDEN = Path(__file__).parents[1] / "tests" / "golden" / "plans"
MOST_CHARACTERS = 20_000
SLOW_SECONDS = 1.0
SIGNS = "\"'`{}[]()<>:;,.+-*/\\|&=#%$@!?_ \t\n\r\0\x1b\x85\xa0\u200b\u2028\ufeff…│↵é漢\ud800" + "0123456789aeEnNtT"
WORDS = (
    "(cost=0.00..1.00 rows=1 width=4)", "(actual time=0.1..0.2 rows=1 loops=1)", "->  ", '"Plan": ', "- Plan: ", "<Plan>",
    "</Plan>", "<explain>", "QUERY PLAN", "----", "+----+", "(5 rows)", "\\n", '""', "&gt;", "<td>", "> ", "12: ", "NaN",
    "duration: 1.5 ms  plan:\n", "9" * 400, "<!DOCTYPE a>", "-[ RECORD 1 ]----", "|====", ".TS", ".TE", "\\begin{tabular}",
    "1e999", "```", "[", "{" * 50, "SubPlan 1", "Workers", "null", "Task Count: 4", "Sort Key: ", "  Filter: (a = '",
)  # fmt: skip


def main() -> int:
    """Reads the inputs; 0 where all is well."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--corpus", type=Path, default=GOLDEN, help="a folder with plans in place of tests/golden/plans")
    options = parser.parse_args()
    corpus = load(options.corpus)
    chance = random.Random(options.seed)
    outcomes: Counter[str] = Counter()
    slowest, steepest = (0.0, 0), (0.0, 0)
    started = time.perf_counter()
    for number in range(options.inputs):
        source = damaged(chance, corpus)
        outcome, seconds = attempt(source)
        outcomes[outcome] += 1
        slowest = max(slowest, (seconds, len(source)))
        steepest = max(steepest, (seconds / (len(source) + 1000), len(source)))
        if outcome not in ("read", "PlanError") or seconds > SLOW_SECONDS:
            return broken(source, number, outcome, seconds)
    took = time.perf_counter() - started
    print(f"{options.inputs:,} inputs from {len(corpus)} plans, seed {options.seed}, {took:.0f} s")
    print(", ".join(f"{name}: {count:,}" for name, count in outcomes.most_common()))
    print(f"slowest: {1000 * slowest[0]:.0f} ms for {slowest[1]:,} characters")
    print(f"slowest per 1,000 characters: {1e6 * steepest[0]:.2f} ms, at {steepest[1]:,} characters")
    return 0


def load(folder: Path) -> list[str]:
    """The stored plans that are short enough, each as text; and some of them wrapped."""
    files = [file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix not in (".py", ".pyc")]
    texts = [file.read_text(encoding="utf-8", errors="replace") for file in files if file.stat().st_size <= MOST_CHARACTERS]
    return [*texts, *(text for wrap in WRAPS for text in map(wrap, texts[:: max(1, len(texts) // 20)]))]


def damaged(chance: random.Random, corpus: list[str]) -> str:
    """One plan of the corpus with a few wounds."""
    text = chance.choice(corpus)
    for _ in range(chance.randrange(9)):
        text = chance.choice(WOUNDS)(chance, text, corpus)[: 2 * MOST_CHARACTERS]
    return text


def attempt(source: str) -> tuple[str, float]:
    """What came out, and the seconds it took."""
    started = time.perf_counter()
    try:
        outcome = "read" if read_plan(source) else "nothing"
    except PlanError as error:
        outcome = "PlanError" if len(error.lines()) == 3 else f"PlanError of {len(error.lines())} lines"
    except Exception as error:
        outcome = type(error).__name__
    return outcome, time.perf_counter() - started


def broken(source: str, number: int, outcome: str, seconds: float) -> int:
    """Tells of the input that breaks the promise and keeps it."""
    with tempfile.NamedTemporaryFile("wb", suffix=".plan", delete=False) as file:
        file.write(source.encode("utf-8", errors="surrogatepass"))
    print(f"input {number}: {outcome} after {seconds:.2f} s, {len(source):,} characters, kept in {file.name}", file=sys.stderr)
    return 1


def _spot(chance: random.Random, text: str) -> tuple[int, int]:
    start = chance.randrange(len(text) + 1)
    return start, min(len(text), start + chance.choice((1, 2, 5, 20, 100, 1000)))


def _cut(chance: random.Random, text: str, _: list[str]) -> str:
    start, end = _spot(chance, text)
    return text[:start] + text[end:]


def _end(chance: random.Random, text: str, _: list[str]) -> str:
    return text[: chance.randrange(len(text) + 1)]


def _begin(chance: random.Random, text: str, _: list[str]) -> str:
    return text[chance.randrange(len(text) + 1) :]


def _double(chance: random.Random, text: str, _: list[str]) -> str:
    start, end = _spot(chance, text)
    return text[:end] + text[start:end] * chance.choice((1, 1, 2, 20)) + text[end:]


def _sign(chance: random.Random, text: str, _: list[str]) -> str:
    start, _end = _spot(chance, text)
    return text[:start] + chance.choice(SIGNS) * chance.choice((1, 1, 1, 50)) + text[start + chance.randrange(2) :]


def _word(chance: random.Random, text: str, _: list[str]) -> str:
    start, end = _spot(chance, text)
    return text[:start] + chance.choice(WORDS) + text[chance.choice((start, end)) :]


def _splice(chance: random.Random, text: str, corpus: list[str]) -> str:
    start, _end = _spot(chance, text)
    other = chance.choice(corpus)
    return text[:start] + other[slice(*_spot(chance, other))] + text[start:]


def _lines(chance: random.Random, text: str, _: list[str]) -> str:
    lines = text.split("\n")
    first, second = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[first], lines[second] = lines[second], " " * chance.randrange(9) + lines[first].lstrip()
    return "\n".join(lines)


def _wrap(chance: random.Random, text: str, _: list[str]) -> str:
    return chance.choice(WRAPS)(text)


def _csv(text: str) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([["QUERY PLAN"], *([line] for line in text.split("\n"))])
    return out.getvalue()


def _each(prefix: str) -> Callable[[str], str]:
    return lambda text: "\n".join(prefix.format(number) + line for number, line in enumerate(text.split("\n"), 1))


WOUNDS = (_cut, _end, _begin, _double, _sign, _sign, _word, _word, _splice, _lines, _wrap)
WRAPS: tuple[Callable[[str], str], ...] = (
    _csv,
    _each("> "),
    _each("{}: "),
    _each(" "),
    repr,
    json.dumps,
    lambda text: repr([(line,) for line in text.split("\n")]),
    lambda text: html.escape(text).join(("<td>", "</td>")),
    lambda text: f"LOG:  duration: 1.5 ms  plan:\n{text}".replace("\n", "\n\t"),
    lambda text: f" QUERY PLAN\n{'-' * 80}\n " + text.replace("\n", "\n ") + "\n(3 rows)\n",
    lambda text: "+---+\n" + "\n".join(f"| {line:<80} |" for line in text.split("\n")) + "\n+---+",
    lambda text: f"look:\n```\n{text}\n```\n",
    lambda text: f"{text}\n\n{text}",
)

if __name__ == "__main__":
    sys.exit(main())
