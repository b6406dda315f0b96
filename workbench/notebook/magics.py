"""The verbs as magics. A magic parses its line, calls the verb and gives back what comes; it holds no logic of its own.

`:name` binds from the notebook's variables, as a real parameter. IPython's own pasting of `{x}` and `$x` is off: it would
turn data into SQL.
"""

from __future__ import annotations

import re
from typing import Any, TypeVar

from IPython.core.display_functions import display
from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class, no_var_expand

from workbench.advice import Advice
from workbench.errors import BadInput
from workbench.notebook.index_lab import IndexLabWidget
from workbench.plan import Plan
from workbench.session import Workbench, connect
from workbench.sql import Fetched, Result
from workbench.sql.cell import values_of
from workbench.trials import Trial
from workbench.verbs.advise import ADVISE_TERMS
from workbench.verbs.load import Loaded

# %%query --into name, or name << as others write it.
_INTO = re.compile(r"\s*(?:--into[ =](?P<into>\w+)\s*|(?P<captured>[^\W\d]\w*)\s*<<)?(?P<rest>.*)", re.DOTALL)
_DATASET = re.compile(r"\s*(?P<name>\S+?)(?P<options>(?:\s+--(?:rows|seed)[ =][\d_,]+)*)\s*")
_OPTION = re.compile(r"--(rows|seed)[ =]([\d_,]+)")
_TRIAL = re.compile(r"\s*(?:--budget[ =](?P<budget>\d+(?:\.\d+)?)\s+)?(?P<cold>--cold\s+)?(?P<rest>.*)", re.DOTALL)
# Keywords of wb.trial that aren't values: a notebook's variables of these names are none of its business.
_TERMS = ("budget_s", "cold", "allow_locks", "parameters")
_ADVICE = re.compile(r"\s*--(?P<name>budget|max|deadline)[ =](?P<value>[\d_.]+\s*(?:[kMGT]?B\b)?)(?P<rest>.*)", re.DOTALL)
# nbval reads these comments in any cell; PostgreSQL must not, since # is an operator there.
_NBVAL = re.compile(r"^\s*#\s*NBVAL_\w+\s*$\n?", re.MULTILINE)

Value = TypeVar("Value")


@magics_class
class WorkbenchMagics(Magics):  # type: ignore[misc]
    """The verbs as magics: `%lsmagic` lists them. Remembers which workbench is active in this notebook."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self.active: Workbench | None = None
        self._own: Workbench | None = None

    @no_var_expand
    @line_magic
    def connect(self, line: str) -> Workbench:
        """%connect [DSN | NAME]: the embedded PostgreSQL, a server, or a workbench or DSN held by a variable.

        The magics of this notebook use what was connected last. Keep passwords in ~/.pgpass or in a variable, not in a cell.
        """
        named = self.shell.user_ns.get(line.strip())
        if isinstance(named, Workbench):
            self.active = named
        else:
            fresh = connect(named if isinstance(named, str) else line.strip() or None)
            self._leave()
            self.active = self._own = fresh
        return self.active

    def _leave(self) -> None:
        """Ends the session that %connect itself began; one from a variable belongs to the notebook."""
        if self._own is not None:
            self._own.close()
            self._own = None

    @no_var_expand
    @line_magic
    def schema(self, line: str) -> Any:
        """%schema [NAME] [--widget]: tables with columns, keys, indexes and sizes; a table's or a schema's by its name."""
        words = line.split()
        name = next((word for word in words if word != "--widget"), None)
        found = self._workbench().schema(name)
        return found.widget(self._workbench()) if "--widget" in words else found

    @no_var_expand
    @line_magic
    def dataset(self, line: str) -> Loaded:
        """%dataset NAME|FOLDER [--rows N] [--seed N]: loads a dataset and makes its tables visible."""
        match = _DATASET.fullmatch(line)
        if match is None:
            raise BadInput(
                f"%dataset can't read: {line.strip() or '(nothing)'}",
                hint="write %dataset shop, or %dataset shop --rows 100_000 --seed 7",
            )
        given: dict[str, Any] = {name: int(re.sub("[_,]", "", number)) for name, number in _OPTION.findall(match["options"])}
        return self._workbench().load(match["name"], **given)

    @no_var_expand
    @line_cell_magic
    def query(self, line: str, cell: str | None = None) -> Result:
        """%%query [--into NAME | NAME <<]: runs the statements in the cell until one fails; `.df` is a DataFrame."""
        into, rest = _into(line)
        return self._keep(into, self._workbench().script(_sql(rest, cell), display, **self._values(cell))[-1])

    @no_var_expand
    @line_magic
    def transaction(self, line: str) -> Result:
        """%transaction [begin | commit | rollback [to NAME] | savepoint NAME | release NAME | sandbox | end]"""
        return self._workbench().transaction(line)

    @no_var_expand
    @line_cell_magic
    def fetch(self, line: str, cell: str | None = None) -> Fetched:
        """%%fetch [--into NAME]: streams the rows of the query in the cell into an arrow table, however many they are."""
        into, rest = _into(line)
        return self._keep(into, self._workbench().fetch(_sql(rest, cell), **self._values(cell)))

    @no_var_expand
    @line_cell_magic
    def explain(self, line: str, cell: str | None = None) -> Plan:
        """%%explain [--into NAME]: the plan of the statement as it really ran, rolled back."""
        into, rest = _into(line)
        return self._keep(into, self._workbench().explain(_sql(rest, cell), **self._values(cell)))

    @no_var_expand
    @line_cell_magic
    def trial(self, line: str, cell: str | None = None) -> Trial:
        """%%trial [--into NAME] [--budget SECONDS] [--cold] CHANGE: the statement in the cell before and after it, rolled back.

        The change is CREATE INDEX, a rewritten query, or whatever else `wb.trial` can undo.
        """
        into, rest = _into(line)
        terms, change = _terms(rest)
        values = {name: value for name, value in self._values(cell).items() if name not in _TERMS}
        return self._keep(into, self._workbench().trial(_sql("", cell), change, **terms, **values))

    @no_var_expand
    @line_cell_magic
    def advise(self, line: str, cell: str | None = None) -> Advice:
        """%%advise [--into NAME] [--budget 200MB] [--max N] [--deadline SECONDS]: indexes for the statements in the cell.

        %advise DATASET or %advise pg_stat_statements: for a dataset's workload, or for what the server has seen.
        """
        into, rest = _into(line)
        terms, rest = _advice_terms(rest)
        into, rest = (into, rest) if into else _into(rest)
        values = {name: value for name, value in self._values(cell).items() if name not in ADVISE_TERMS}
        return self._keep(into, self._workbench().advise(_sql(rest, cell).strip(), **terms, **values))

    @no_var_expand
    @line_cell_magic
    def lab(self, line: str, cell: str | None = None) -> IndexLabWidget:
        """%lab DATASET, or %%lab [--into NAME] and statements below: the index lab. NAME takes the lab itself."""
        into, rest = _into(line)
        lab = self._workbench().lab(_sql(rest, cell), **{n: v for n, v in self._values(cell).items() if n != "engine"})
        return self._keep(into, lab).widget()

    def _workbench(self) -> Workbench:
        if self.active is None:
            raise BadInput(
                "This notebook is not connected yet.",
                hint="run %connect for the embedded PostgreSQL, or %connect postgresql://user@host/database",
            )
        return self.active

    def _values(self, cell: str | None = None) -> dict[str, Any]:
        """The notebook's variables, and before them what the cell's first lines say."""
        return {name: value for name, value in self.shell.user_ns.items() if isinstance(name, str)} | values_of(cell or "")

    def _keep(self, name: str | None, value: Value) -> Value:
        if name is not None:
            self.shell.user_ns[name] = value
        return value


def _into(line: str) -> tuple[str | None, str]:
    match = _INTO.fullmatch(line)
    return (match["into"] or match["captured"], match["rest"]) if match else (None, line)


def _terms(line: str) -> tuple[dict[str, Any], str]:
    """The options at the line's beginning, and what follows them."""
    match = _TRIAL.fullmatch(line)
    if match is None:
        return {}, line
    given: dict[str, Any] = {"budget_s": float(match["budget"])} if match["budget"] else {}
    return given | ({"cold": True} if match["cold"] else {}), match["rest"]


def _advice_terms(line: str) -> tuple[dict[str, Any], str]:
    """The options at the line's beginning, and what follows them."""
    given: dict[str, Any] = {}
    while match := _ADVICE.fullmatch(line):
        value = match["value"].strip()
        given |= {_ADVICE_NAMES[match["name"]]: value if match["name"] == "budget" else _ADVICE_KINDS[match["name"]](value)}
        line = match["rest"]
    return given, line


_ADVICE_NAMES = {"budget": "budget", "max": "max_indexes", "deadline": "deadline"}
_ADVICE_KINDS: dict[str, Any] = {"max": int, "deadline": float}


def _sql(rest: str, cell: str | None) -> str:
    return _NBVAL.sub("", rest if cell is None else cell)
