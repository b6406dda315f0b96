"""What pasting, mailing and psql put around a plan comes off; a clean plan stays as it is, to the last blank."""

from __future__ import annotations

import csv
import html
import io
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import PlanError
from workbench.plan.read import json_format, read_documents
from workbench.plan.read.paste import cleaned, is_decoration

GOLDEN = Path(__file__).parents[1] / "golden" / "plans"
PLAN = """\
Sort  (cost=1.09..1.10 rows=4 width=8) (actual time=0.031..0.036 rows=4 loops=1)
  Sort Key: t.a
  ->  Seq Scan on t  (cost=0.00..1.05 rows=4 width=8) (actual time=0.008..0.009 rows=4 loops=1)
        Filter: ((b <> 'x|y + "z" > 1 漢字'::text) AND (a = ANY ('{1,2}'::integer[])))
        Rows Removed by Filter: 1
Planning Time: 0.100 ms
Execution Time: 0.200 ms"""
JSON = """\
[
  {
    "Plan": {
      "Node Type": "Seq Scan",
      "Alias": "t+",
      "Filter": "(b <> 'x|y + \\"z\\" > 1 ''é\\n'::text)",
      "Plan Rows": 4
    },
    "Planning Time": 0.5
  }
]"""
FIELDS = {"Plan": {"Node Type": "Seq Scan", "Alias": "t+", "Filter": "(b <> 'x|y + \"z\" > 1 ''é\n'::text)", "Plan Rows": 4},
          "Planning Time": 0.5}  # fmt: skip


def _width(text: str) -> int:
    return len(text) + sum(sign in "漢字" for sign in text)


def _psql(border: int, *, dash: str = "-", bar: str = "|", newline: str = "+", cells: bool = True) -> Callable[[str], str]:
    """As psql prints it: `cells` for text plans, one row a line; else one cell of many lines."""

    def wrap(plan: str) -> str:
        lines = plan.split("\n")
        width = max(map(_width, lines))
        found = []
        for number, line in enumerate(lines):
            mark = " " if cells or number == len(lines) - 1 else newline
            body = line + " " * (width - _width(line)) + mark
            found.append({0: body, 1: f" {body}", 2: f"{bar} {body}{bar}"}[border].rstrip())
        ruler = dash * (width + (0 if border == 0 else 2))
        if border == 2:
            edge = f"+{ruler}+"
            return "\n".join([edge, f"{bar}{'QUERY PLAN':^{width + 2}}{bar}", edge, *found, edge, "(7 rows)", ""])
        return "\n".join([f"{'QUERY PLAN':^{width}}", ruler, *found, "(7 rows)", "", "Time: 3.456 ms"])

    return wrap


def _csv(plan: str, *, always: bool = False) -> str:
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL if always else csv.QUOTE_MINIMAL)
    writer.writerows([["QUERY PLAN"], *([line] for line in plan.split("\n"))])
    return out.getvalue()


def _lines(prefix: str, plan: str) -> str:
    return "\n".join(prefix.format(n) + line for n, line in enumerate(plan.split("\n"), 1))


def _expanded(plan: str) -> str:
    return "\n".join(f"-[ RECORD {n} ]----------------\nQUERY PLAN | {line}" for n, line in enumerate(plan.split("\n"), 1))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _html(plan: str) -> str:
    rows = "\n".join(
        f'  <tr valign="top">\n    <td align="left">{"&nbsp;" * _indent(line)}{html.escape(line.lstrip())}</td>\n  </tr>'
        for line in plan.split("\n")
    )
    head = '<tr>\n    <th align="center">QUERY PLAN</th>\n  </tr>'
    return f'<table border="1">\n  {head}\n{rows}\n</table>\n<p>(7 rows)<br />\n</p>'


def _dbeaver(plan: str) -> str:
    width = max(map(_width, plan.split("\n")))
    rows = [f"{line}{' ' * (width - _width(line))}|" for line in ["QUERY PLAN", *plan.split("\n")]]
    return "\n".join([rows[0], "-" * width + "+", *rows[1:]])


DECORATIONS: dict[str, Callable[[str], str]] = {
    "psql border 0": _psql(0),
    "psql border 1": _psql(1),
    "psql border 2": _psql(2),
    "psql unicode": _psql(2, dash="─", bar="│"),
    "psql double": _psql(2, dash="═", bar="║"),
    "psql expanded": _expanded,
    "psql html": _html,
    "unaligned": lambda plan: f"QUERY PLAN\n{plan}\n(7 rows)\n",
    "csv": _csv,
    "csv, all quoted": lambda plan: _csv(plan, always=True),
    "quoted lines, no header": lambda plan: _csv(plan, always=True).partition("\n")[2],
    "unaligned records": lambda plan: "\n\n".join(f"QUERY PLAN|{line}" for line in plan.split("\n")),
    "code fence": lambda plan: f"It is slow:\n```sql\nselect 1;\n```\n```text\n{plan}\n```\nWhy?",
    "jira": lambda plan: "{noformat}\n" + plan + "\n{noformat}",
    "mail": lambda plan: _lines("> ", plan),
    "mail twice": lambda plan: _lines(">> ", plan),
    "mail, apart": lambda plan: _lines("> > ", plan),
    "mail of psql": lambda plan: _lines("> ", _psql(1)(plan)),
    "mail of psql in a fence": lambda plan: _lines("> ", f"```\n{_psql(2)(plan)}\n```"),
    "numbers with colon": lambda plan: _lines("{}:", plan),
    "numbers with colon and blank": lambda plan: _lines("{}: ", plan),
    "numbers of cat": lambda plan: _lines("{:6d}\t", plan),
    "numbers with bar": lambda plan: _lines("{:2d}|", plan),
    "numbers in a margin": lambda plan: _lines(" {:<3d}  ", plan),
    "numbers from 98": lambda plan: "\n".join(f"{n}  {line}" for n, line in enumerate(plan.split("\n"), 98)),
    "indented": lambda plan: textwrap.indent(plan, "      "),
    "windows": lambda plan: plan.replace("\n", "\r\n"),
    "colours": lambda plan: plan.replace("Seq Scan", "\x1b[1;31mSeq Scan\x1b[0m"),
    "mark of UTF-8": lambda plan: "\ufeff" + plan,
    "unbreakable blanks": lambda plan: "\n".join("\xa0" * (len(x) - len(x.lstrip())) + x.lstrip() for x in plan.split("\n")),
    "entities": lambda plan: html.escape(plan),
    "one line, escaped": lambda plan: plan.replace('"', '\\"').replace("\n", "\\n"),
    "prompt": lambda plan: f"shop=# explain analyze\nshop-# select 1;\n{_psql(1)(plan)}\nshop=# ",
    "german": lambda plan: f"{plan}\n(12 Zeilen)\n\nZeit: 3,456 ms\n",
    "french": lambda plan: f"{plan}\n(12 lignes)\n\nTemps : 3,456 ms\n",
    "russian": lambda plan: f"{plan}\n(12 строк)\n",
    "backticks": lambda plan: _lines("`", plan).replace("\n", "`\n") + "`",
    "DBeaver text": lambda plan: _dbeaver(plan),
    "DBeaver Markdown": lambda plan: "|QUERY PLAN|\n|----------|\n" + _lines("|", plan).replace("\n", "|\n") + "|",
    "Markdown": lambda plan: "| QUERY PLAN |\n| --- |\n" + _lines("| ", plan).replace("\n", " |\n") + " |",
    "pgcli": lambda plan: _psql(2)(plan).replace("+\n| L", "|\n| L").replace("(7 rows)", "EXPLAIN\nTime: 0.005s"),
    "grid with row numbers": lambda plan: "\tQUERY PLAN\n" + _lines("{}\t", plan),
    "pgAdmin, quotes not doubled": lambda plan: '"QUERY PLAN"\n' + _lines('"', plan).replace("\n", '"\n') + '"',
    "page source": lambda plan: f"<pre>{html.escape(plan)}</pre>",
    "fence in the line": lambda plan: f"```{plan}```",
    "list of strings": lambda plan: "\n".join(f"'{line}'," for line in plan.split("\n")),
    "empty lines": lambda plan: f"\n\n{plan}\n\n",
}


@pytest.mark.parametrize("name", DECORATIONS)
def test_a_decoration_comes_off_and_nothing_else(name: str) -> None:
    assert textwrap.dedent(cleaned(DECORATIONS[name](PLAN))).strip("\n") == PLAN


@pytest.mark.parametrize(
    "decorate",
    [
        _psql(0, cells=False), _psql(1, cells=False), _psql(2, cells=False),
        _psql(1, dash="─", newline="↵", cells=False), _psql(2, dash="─", bar="│", newline="↵", cells=False),
        lambda text: f"QUERY PLAN\n{text}\n(1 row)\n",
        lambda text: 'QUERY PLAN\n"' + text.replace('"', '""') + '"\n',
        lambda text: '"' + text.replace('"', '""') + '"',
        lambda text: f"The plan:\n\n```json\n{text}\n```\nRegards",
        lambda text: _lines("> ", text),
        lambda text: _lines("{:3d} ", text),
        lambda text: textwrap.indent(text, "\t"),
        lambda text: _psql(1, cells=False)(text).split("\n", 2)[2].partition("\n(")[0],
    ],
)  # fmt: skip
def test_a_cell_of_many_lines_is_put_together_again(decorate: Callable[[str], str]) -> None:
    values, wrong = json_format.find_values(cleaned(decorate(JSON)))
    assert wrong is None
    assert [value for value, _, _ in values] == [[FIELDS]]


def test_folded_lines_are_joined_at_the_column_where_psql_folded_them() -> None:
    text = """\
            QUERY PLAN
----------------------------------
 Seq Scan on t  (cost=0.00..1.05 .
.rows=4 width=8) (actual time=0.0.
.1..0.02 rows=4. loops=1)
   Filter: (b = '...'::text)
(2 rows)
"""
    lines = ["Seq Scan on t  (cost=0.00..1.05 rows=4 width=8) (actual time=0.01..0.02 rows=4. loops=1)",
             "  Filter: (b = '...'::text)"]  # fmt: skip
    assert textwrap.dedent(cleaned(text)).strip().split("\n") == lines


@pytest.mark.parametrize("folder", sorted(GOLDEN.glob("*/")), ids=lambda folder: folder.name)
def test_a_clean_plan_is_not_touched(folder: Path) -> None:
    for file in sorted(folder.glob("*.txt")) if folder.name.isdecimal() else ():
        text = file.read_text().rstrip("\n")
        assert cleaned(text) == text, file


SIGNS = st.text(st.sampled_from("ab |+>.:`\"'\\-=(){}[]<>\n\t123…│↵\xa0\u200b"), max_size=30)


@given(st.lists(SIGNS, max_size=6))
def test_no_condition_makes_a_clean_plan_look_decorated(conditions: list[str]) -> None:
    filters = "".join(f"\n  Filter: (b = '{text}'::text)" for text in conditions)
    plan = f"Seq Scan on t  (cost=0.00..1.05 rows=4 width=8) (actual time=0.008..0.009 rows=4 loops=1){filters}\nTime: x"
    assert cleaned(plan) == plan


@pytest.mark.parametrize("line", ["QUERY PLAN", "-------", "(5 rows)", "(1 Zeile)", "Time: 3.2 ms", "shop=# select 1", "```"])
def test_what_psql_prints_around_a_plan_is_known(line: str) -> None:
    assert is_decoration(line)


@pytest.mark.parametrize("line", ["Planning Time: 0.1 ms", "  ->  Seq Scan on t", "Filter: (a > 1)", "Hello"])
def test_a_plans_own_lines_and_prose_are_no_decoration(line: str) -> None:
    assert not is_decoration(line)


PRINTED = [file for file in sorted((GOLDEN / "psql").glob("*")) if file.is_file() and file.stem != "plan"]


@pytest.mark.parametrize("file", PRINTED, ids=lambda file: file.name)
def test_whatever_psql_prints_reads_like_the_plain_plan(file: Path) -> None:
    documents = read_documents(file)
    plain = read_documents(file.with_name("plan.json" if documents[0].format == "json" else "plan.txt"))
    assert [(document.fields, document.unread) for document in documents] == [(each.fields, each.unread) for each in plain]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff", "QUERY PLAN\n----------\n(0 rows)\n"])
def test_an_empty_text_says_what_is_expected(text: str) -> None:
    with pytest.raises(PlanError) as caught:
        read_documents(text)
    assert len(caught.value.lines()) == 3
