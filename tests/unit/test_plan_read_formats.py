"""JSON, YAML and XML of one plan give the same fields; what is cut off or damaged says where, in three lines."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from workbench.errors import PlanError
from workbench.plan.read import read_documents

GOLDEN = Path(__file__).parents[1] / "golden" / "plans"
JSON = """[
  {
    "Plan": {
      "Node Type": "Aggregate",
      "Strategy": "Mixed",
      "Parallel Aware": false,
      "Startup Cost": 0.00,
      "Plan Rows": 5,
      "Actual Rows": 5.00,
      "Output": ["7", "(count(*))"],
      "Grouping Sets": [
        {
          "Sort Key": ["a", "b"],
          "Group Keys": [
            ["a", "b"],
            []
          ]
        }
      ],
      "I/O Read Time": 0.125,
      "Full-sort Groups": {
        "Group Count": 1,
        "Sort Methods Used": ["quicksort"]
      },
      "Workers": [],
      "Plans": [
        {
          "Node Type": "Seq Scan",
          "Parent Relationship": "Outer",
          "Alias": "7",
          "Filter": "(b <> '\\u003ca href=\\"x\\"\\u003e \\\\ é\\n  - Plan: \\t'::text)",
          "One-Time Filter": "true"
        }
      ]
    },
    "Settings": {
      "work_mem": "64",
      "enable_seqscan": "off"
    },
    "Query Identifier": -12345678901234567,
    "Planning": {
    },
    "Planning Time": 0.5,
    "Triggers": [
    ],
    "Execution Time": 12.25
  }
]"""
YAML = r"""- Plan: 
    Node Type: "Aggregate"
    Strategy: "Mixed"
    Parallel Aware: false
    Startup Cost: 0.00
    Plan Rows: 5
    Actual Rows: 5.00
    Output: 
      - "7"
      - "(count(*))"
    Grouping Sets: 
      - Sort Key: 
          - "a"
          - "b"
        Group Keys: 
          - ["a", "b"]
          - []
    I/O Read Time: 0.125
    Full-sort Groups: 
      Group Count: 1
      Sort Methods Used: 
        - "quicksort"
    Workers: 
    Plans: 
      - Node Type: "Seq Scan"
        Parent Relationship: "Outer"
        Alias: "7"
        Filter: "(b <> '<a href=\"x\"> \\ é\n  - Plan: \t'::text)"
        One-Time Filter: "true"
  Settings: 
    work_mem: "64"
    enable_seqscan: "off"
  Query Identifier: -12345678901234567
  Planning: 
  Planning Time: 0.5
  Triggers: 
  Execution Time: 12.25"""  # noqa: W291 - PostgreSQL prints these blanks
XML = """<explain xmlns="http://www.postgresql.org/2009/explain">
  <Query>
    <Plan>
      <Node-Type>Aggregate</Node-Type>
      <Strategy>Mixed</Strategy>
      <Parallel-Aware>false</Parallel-Aware>
      <Startup-Cost>0.00</Startup-Cost>
      <Plan-Rows>5</Plan-Rows>
      <Actual-Rows>5.00</Actual-Rows>
      <Output>
        <Item>7</Item>
        <Item>(count(*))</Item>
      </Output>
      <Grouping-Sets>
        <Grouping-Set>
          <Sort-Key>
            <Item>a</Item>
            <Item>b</Item>
          </Sort-Key>
          <Group-Keys>
            <Group-Key>
              <Item>a</Item>
              <Item>b</Item>
            </Group-Key>
            <Group-Key>
            </Group-Key>
          </Group-Keys>
        </Grouping-Set>
      </Grouping-Sets>
      <I-O-Read-Time>0.125</I-O-Read-Time>
      <Full-sort-Groups>
        <Group-Count>1</Group-Count>
        <Sort-Methods-Used>
          <Item>quicksort</Item>
        </Sort-Methods-Used>
      </Full-sort-Groups>
      <Workers>
      </Workers>
      <Plans>
        <Plan>
          <Node-Type>Seq Scan</Node-Type>
          <Parent-Relationship>Outer</Parent-Relationship>
          <Alias>7</Alias>
          <Filter>(b &lt;&gt; '&lt;a href="x"&gt; \\ é
  - Plan: &#x9;'::text)</Filter>
          <One-Time-Filter>true</One-Time-Filter>
        </Plan>
      </Plans>
    </Plan>
    <Settings>
      <work_mem>64</work_mem>
      <enable_seqscan>off</enable_seqscan>
    </Settings>
    <Query-Identifier>-12345678901234567</Query-Identifier>
    <Planning>
    </Planning>
    <Planning-Time>0.5</Planning-Time>
    <Triggers>
    </Triggers>
    <Execution-Time>12.25</Execution-Time>
  </Query>
</explain>"""
FIELDS = json.loads(JSON)[0]
TEXTS = {"json": JSON, "yaml": YAML, "xml": XML}


@pytest.mark.parametrize("name", TEXTS)
def test_every_format_gives_the_fields_of_json(name: str) -> None:
    (document,) = read_documents(TEXTS[name])
    assert document.fields == FIELDS
    assert list(document.fields["Plan"]) == list(FIELDS["Plan"])
    assert (document.format, document.unread) == (name, ())


@pytest.mark.parametrize("name", TEXTS)
def test_several_plans_in_one_paste_all_come_out_and_the_prose_is_unread(name: str) -> None:
    documents = read_documents(f"Before:\n{TEXTS[name]}\n\nafter that\n\n{TEXTS[name]}\n")
    assert [document.fields for document in documents] == [FIELDS, FIELDS]
    assert sorted(line for document in documents for line in document.unread) == ["Before:", "after that"]


def test_plans_in_three_formats_in_a_list() -> None:
    assert [document.format for document in read_documents(list(TEXTS.values()))] == list(TEXTS)


TEXT = "Seq Scan on t  (cost=0.00..1.05 rows=4 width=8)\n  Filter: (a = ANY ('{1,2}'::integer[]))"


@pytest.mark.parametrize("parts", [(TEXT, JSON), (JSON, TEXT), (TEXT, JSON, TEXT), (JSON, TEXT, JSON)])
def test_text_and_json_in_one_paste(parts: tuple[str, ...]) -> None:
    documents = read_documents("\n\nand\n\n".join(parts))
    assert [document.format for document in documents] == ["text" if part is TEXT else "json" for part in parts]
    assert {line for document in documents for line in document.unread} == {"and"}
    assert all(document.fields == FIELDS for document in documents if document.format == "json")


CASES = sorted(GOLDEN.glob("*/*.yaml")) + sorted(GOLDEN.glob("*/*.xml"))
VOLATILE = ("Time", "Blocks", "Memory", "Used", "Usage", "WAL", "Rows", "Loops", "Sort Space", "Hits", "Misses", "Evictions")


def _shape(value: object, name: str = "") -> object:
    """Without the figures that differ from one run to the next."""
    if isinstance(value, dict):
        return {key: _shape(member, key) for key, member in value.items()}
    if isinstance(value, list):
        return [_shape(member, name) for member in value]
    return "number" if isinstance(value, int | float) and any(word in name for word in VOLATILE) else value


@pytest.mark.parametrize("file", CASES, ids=lambda file: f"{file.parent.name}-{file.name}")
def test_the_corpus_reads_alike_in_every_format(file: Path) -> None:
    found = [_shape(document.fields) for document in read_documents(file)]
    expected = [_shape(document.fields) for document in read_documents(file.with_suffix(".json"))]
    assert found == expected


WORKERS = """[{"Plan": {"Node Type": "Sort",
  "Workers": [{"Worker Number": 0, "Actual Rows": 3}, {"Worker Number": 1, "Actual Rows": 4}],
  "Workers": [{"Worker Number": 1, "Sort Method": "quicksort"}, {"Worker Number": 0, "Sort Method": "top-N heapsort"}]}}]"""
BOTH = [{"Worker Number": 0, "Actual Rows": 3, "Sort Method": "top-N heapsort"},
        {"Worker Number": 1, "Actual Rows": 4, "Sort Method": "quicksort"}]  # fmt: skip


def _workers_yaml() -> str:
    return """- Plan:
    Node Type: "Sort"
    Workers:
      - Worker Number: 0
        Actual Rows: 3
      - Worker Number: 1
        Actual Rows: 4
    Workers:
      - Worker Number: 1
        Sort Method: "quicksort"
      - Worker Number: 0
        Sort Method: "top-N heapsort"
"""


def _workers_xml() -> str:
    worker = "<Worker><Worker-Number>{}</Worker-Number><{}>{}</{}></Worker>"
    rows = "".join(worker.format(n, "Actual-Rows", n + 3, "Actual-Rows") for n in (0, 1))
    sorts = "".join(worker.format(n, "Sort-Method", m, "Sort-Method") for n, m in ((1, "quicksort"), (0, "top-N heapsort")))
    both = f"<Workers>{rows}</Workers><Workers>{sorts}</Workers>"
    return f"<explain><Query><Plan><Node-Type>Sort</Node-Type>{both}</Plan></Query></explain>"


@pytest.mark.parametrize("text", [WORKERS, _workers_yaml(), _workers_xml()], ids=["json", "yaml", "xml"])
def test_two_lists_of_workers_are_merged_by_number(text: str) -> None:
    assert read_documents(text)[0].fields["Plan"]["Workers"] == BOTH


def test_of_other_twins_none_is_lost() -> None:
    plan = read_documents('{"Plan": {"Node Type": "X", "A": 1, "A": 2, "A": 3}}')[0].fields["Plan"]
    assert plan == {"Node Type": "X", "A": 3, "A (2)": 1, "A (3)": 2}


@pytest.mark.parametrize(
    "text",
    [
        repr(json.loads(JSON)), repr((json.loads(JSON),)), repr([(json.loads(JSON),)]), repr([(JSON,)]), repr(JSON),
        repr({"QUERY PLAN": JSON}),
        json.dumps({"QUERY PLAN": JSON}), json.dumps([[json.loads(JSON)]]), json.dumps(JSON),
        json.dumps([{"QUERY PLAN": json.loads(JSON)}]),
        json.dumps(FIELDS["Plan"] | {"x": 1}), f"plan = {json.loads(JSON)!r}", f"Decimal {FIELDS!r}",
        repr(YAML), repr([(XML,)]), repr(json.dumps(FIELDS).encode()),
        f"Row(plan={FIELDS!r})", f"[Record(plan={JSON!r})]",
    ],
)  # fmt: skip
def test_what_print_made_of_it_is_read(text: str) -> None:
    (document,) = read_documents(text)
    assert document.fields["Plan"]["Node Type"] == "Aggregate"
    assert document.fields["Plan"]["Plans"] == FIELDS["Plan"]["Plans"]


def test_what_pprint_broke_into_pieces_is_one_text_again() -> None:
    line = "('Seq Scan on t  (cost=0.00..1.05 rows=4 width=8) (actual '\n  'time=0.01..0.02 rows=4 loops=1)',)"
    text = f"[{line},\n ('  Filter: (a > 1)',)]"
    assert read_documents(text)[0].fields["Plan"]["Actual Total Time"] == 0.02


def test_numbers_of_a_repr_may_be_decimals() -> None:
    (document,) = read_documents("[{'Plan': {'Node Type': 'Result', 'Total Cost': Decimal('0.25')}}]")
    assert document.fields["Plan"]["Total Cost"] == 0.25


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("share", [0.12, 0.3, 0.5, 0.62, 0.7])
def test_a_cut_off_paste_says_where(name: str, share: float) -> None:
    text = TEXTS[name]
    cut = text[: text.rindex(" ", 0, int(share * len(text)))] if name != "yaml" else text[: text.index("Plans:") + 6]
    with pytest.raises(PlanError) as caught:
        read_documents(cut)
    message, detail, hint = caught.value.lines()
    assert "cut off" in message
    assert f"line {cut.rstrip().count(chr(10)) + 1}" in detail
    assert hint.startswith("Next: ")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (JSON.replace('"Strategy": ', '"Strategy" '), 5),
        (JSON.replace('"Plan Rows": 5', '"Plan Rows": NaN'), 8),
        (JSON.replace('"Plan Rows": 5', '"Plan Rows": Infinity'), 8),
        (JSON.replace('"Plan Rows": 5', f'"Plan Rows": {"9" * 5000}'), 8),
        (XML.replace("<Alias>", "<Alia>"), 43),
        (XML.replace("Mixed", "&lol;"), 5),
    ],
)
def test_a_damaged_plan_says_in_which_line(text: str, line: int) -> None:
    with pytest.raises(PlanError, match=f"line {line}\\b") as caught:
        read_documents(text)
    assert len(caught.value.lines()) == 3


def test_a_document_type_is_refused() -> None:
    bomb = '<!DOCTYPE explain [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + XML.replace("Mixed", "&b;")
    with pytest.raises(PlanError, match="document type"):
        read_documents(bomb)


def _deep(levels: int, name: str) -> str:
    if name == "json":
        return '[{"Plan": ' + '{"Node Type": "Limit", "Plans": [' * levels + '{"Node Type": "Result"}' + "]}" * levels + "}]"
    if name == "xml":
        inner = "<Plan><Node-Type>Limit</Node-Type><Plans>" * levels + "<Plan><Node-Type>Result</Node-Type></Plan>"
        return f"<explain><Query>{inner}{'</Plans></Plan>' * levels}</Query></explain>"
    lines = ["- Plan: ", '    Node Type: "Limit"', "    Plans: "]
    for level in range(1, levels):
        lines += [f'{"  " * (2 * level + 1)}- Node Type: "Limit"', f"{'  ' * (2 * level + 2)}Plans: "]
    return "\n".join([*lines, f'{"  " * (2 * levels + 1)}- Node Type: "Result"'])


@pytest.mark.parametrize("name", TEXTS)
def test_depth_is_no_limit(name: str) -> None:
    started = time.perf_counter()
    (document,) = read_documents(_deep(3000, name))
    assert time.perf_counter() - started < 2
    node, depth = document.fields["Plan"], 0
    while "Plans" in node:
        node, depth = node["Plans"][0], depth + 1
    assert (depth, node["Node Type"]) == (3000, "Result")


def test_marks_of_other_formats_in_a_condition_mislead_nobody() -> None:
    text = """Seq Scan on t  (cost=0.00..1.05 rows=4 width=8)
  Filter: ((b = '{"Plan": {"Node Type": "Result"}}'::text) AND (c = '<explain><Plan></Plan></explain>'::text) AND (d = '[1'))
"""
    (document,) = read_documents(text)
    assert (document.format, document.fields["Plan"]["Node Type"]) == ("text", "Seq Scan")


@pytest.mark.parametrize(
    "text",
    ["hello", "{}", "[]", "null", "[[[[", "<html><body>x</body></html>", '{"a": 1}', "[1, 2]", "'", '"', "{'a'", "\x00\x01"],
)
def test_what_is_no_plan_is_refused_in_three_lines(text: str) -> None:
    with pytest.raises(PlanError) as caught:
        read_documents(text)
    assert len(caught.value.lines()) == 3
