"""auto_explain's entries come out of every kind of log, with their durations; the other lines of the log stay outside."""

from __future__ import annotations

import csv
import io
import json
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import PlanError
from workbench.plan.read import read_documents

LOGS = sorted((Path(__file__).parents[1] / "golden" / "plans" / "log").glob("*.log"))
QUERY = "select *\nfrom t where b <> 'x|y\n  \"z\"'"
BODIES = {
    "text": f"Query Text: {QUERY}\nSeq Scan on t  (cost=0.00..1.05 rows=4 width=8) (actual time=0.008..0.009 rows=4 loops=1)\n"
    "  Filter: (b <> 'x|y\n  \"z\"'::text)\n  Rows Removed by Filter: 1",
    "json": '{\n  "Query Text": '
    + json.dumps(QUERY)
    + ',\n  "Plan": {\n    "Node Type": "Seq Scan",\n    "Alias": "t"\n  }\n}',
    "yaml": f'Query Text: {json.dumps(QUERY)}\nPlan: \n  Node Type: "Seq Scan"\n  Alias: "t"',
    "xml": '<explain xmlns="http://www.postgresql.org/2009/explain">\n  <Query-Text>select *\nfrom t where b &lt;&gt; \'x|y\n'
    '  "z"\'</Query-Text>\n  <Plan>\n    <Node-Type>Seq Scan</Node-Type>\n    <Alias>t</Alias>\n  </Plan>\n</explain>',
}
TIME = "2026-11-23 10:37:35.400 UTC"


def _stderr(message: str, prefix: str = f"{TIME} [301] postgres@shop ") -> str:
    return (
        f"{prefix}LOG:  "
        + message.replace("\n", "\n\t")
        + f"\n{prefix}ERROR:  division by zero\n{prefix}STATEMENT:  select 1/0\n"
    )


def _csvlog(message: str) -> str:
    out = io.StringIO()
    row = [TIME, "postgres", "shop", 301, "[local]", "6b0", 1, "SELECT", TIME, "3/1", 0, "LOG", "00000"]
    csv.writer(out, lineterminator="\n").writerows([[*row, message, *[""] * 9], [*row, 'duration: 1.5 ms "x"', *[""] * 9]])
    return out.getvalue()


def _jsonlog(message: str) -> str:
    entry = {"timestamp": TIME, "pid": 301, "error_severity": "LOG", "message": message, "backend_type": "client backend"}
    return json.dumps(entry) + "\n" + json.dumps({**entry, "message": "checkpoint starting: time"}) + "\n"


def _syslog(message: str) -> str:
    lines = message.split("\n")
    head = "Nov 23 10:37:35 db postgres[301]: [7-{}] "
    return "".join(
        head.format(n) + (f"LOG:  {line}" if n == 1 else f"#011{line}".replace("\t", "#011")) + "\n"
        for n, line in enumerate(lines, 1)
    ) + "Nov 23 10:37:36 db postgres[301]: [8-1] LOG:  disconnection: session time: 0:00:01.000\n"  # fmt: skip


LOGGED: dict[str, Callable[[str], str]] = {
    "stderr": _stderr,
    "stderr, another prefix": lambda message: _stderr(message, "t=1 p=2 [app,shop] "),
    "stderr, no prefix": lambda message: _stderr(message, ""),
    "stderr, windows": lambda message: _stderr(message).replace("\n", "\r\n"),
    "csvlog": _csvlog,
    "jsonlog": _jsonlog,
    "syslog": _syslog,
    "psql": lambda message: f"LOG:  {message}\n",
    "container": lambda message: textwrap.indent(_stderr(message, ""), "db-1  | "),
    "mailed": lambda message: textwrap.indent(_stderr(message), "> "),
    "indented": lambda message: textwrap.indent(_stderr(message), "    "),
    "tabs lost": lambda message: _stderr(message).replace("\n\t", "\n"),
    "tabs became blanks": lambda message: _stderr(message).replace("\n\t", "\n        "),
    "rows of a log table": lambda message: repr([(TIME, _stderr(message))]),
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("kind", LOGGED)
def test_an_entry_is_read_with_its_duration(kind: str, body: str) -> None:
    (document,) = read_documents(LOGGED[kind](f"duration: 12.345 ms  plan:\n{BODIES[body]}"))
    assert document.fields["Duration"] == 12.345
    assert document.fields["Query Text"].split() == QUERY.split()
    assert (document.fields["Plan"]["Node Type"], document.fields["Plan"]["Alias"]) == ("Seq Scan", "t")
    assert (document.format, document.unread) == (body, ())


@pytest.mark.parametrize("kind", ["stderr", "csvlog", "jsonlog", "syslog"])
def test_all_entries_come_out_in_order_and_other_lines_stay_outside(kind: str) -> None:
    messages = [f"duration: {n}.250 ms  plan:\n{BODIES[body]}" for n, body in enumerate([*BODIES, "text"])]
    text = "".join(map(LOGGED[kind], messages))
    documents = read_documents(text)
    assert [document.fields["Duration"] for document in documents] == [0.25, 1.25, 2.25, 3.25, 4.25]
    assert [document.format for document in documents] == [*BODIES, "text"]
    assert all(document.unread == () for document in documents)


@pytest.mark.parametrize(
    ("words", "duration"),
    [("Dauer: 12.345 ms  Plan:", 12.345), ("durée : 12.345 ms, plan :", 12.345), ("duración: 12,345 ms plan:", 12.345),
     ("длительность: 12.345 мс, план:", 12.345), ("durata: 12.345 ms  piano:", 12.345)],
)  # fmt: skip
def test_the_words_of_other_languages(words: str, duration: float) -> None:
    (document,) = read_documents(_stderr(f"{words}\n{BODIES['text']}"))
    assert document.fields["Duration"] == duration


def test_a_plan_that_quotes_a_log_is_no_log() -> None:
    text = "Seq Scan on t  (cost=0.00..1.05 rows=4 width=8)\n  Filter: (b = 'LOG:  duration: 3.4 ms  plan:'::text)\n"
    (document,) = read_documents(text)
    assert "Duration" not in document.fields
    assert "duration" in document.fields["Plan"]["Filter"]


@pytest.mark.parametrize("kind", ["csvlog", "jsonlog"])
def test_an_entry_without_its_end_is_cut_off(kind: str) -> None:
    text = LOGGED[kind](f"duration: 12.345 ms  plan:\n{BODIES['text']}")
    with pytest.raises(PlanError, match="cut off") as caught:
        read_documents(text[: text.index("Rows Removed")])
    assert len(caught.value.lines()) == 3


def test_a_log_without_plans_is_refused() -> None:
    with pytest.raises(PlanError):
        read_documents(
            f"{TIME} [301] LOG:  duration: 3.456 ms  statement: select 1\n{TIME} [301] LOG:  checkpoint starting: time\n"
        )


@pytest.mark.parametrize("file", LOGS, ids=lambda file: file.name)
def test_every_entry_of_a_real_log_is_read(file: Path) -> None:
    text = file.read_text()
    documents = read_documents(file)
    assert len(documents) == text.count(" ms  plan:")
    assert all(document.fields["Duration"] >= 0 and document.unread == () for document in documents)
