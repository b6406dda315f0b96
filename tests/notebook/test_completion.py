"""Completion in a real IPython: in our cells only we answer, in others we don't."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest
from IPython.core.completer import provisionalcompleter
from IPython.core.interactiveshell import InteractiveShell
from IPython.terminal.ptutils import IPythonPTCompleter
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

import workbench
from workbench.notebook.cells import typed

pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture
def shop_shell(shell: InteractiveShell) -> Iterator[InteractiveShell]:
    session = shell.run_line_magic("connect", "")
    run(shell, "%dataset shop --rows 20_000")
    yield shell
    session.close()


def run(shell: InteractiveShell, cell: str) -> object:
    result = shell.run_cell(cell, store_history=False)
    result.raise_error()
    return result.result


def offered(shell: InteractiveShell, cell: str) -> list[str]:
    """What the whole of IPython offers at the |, as the kernel and the console ask it."""
    cursor = cell.index("|")
    text = cell.replace("|", "", 1)
    with provisionalcompleter(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jedi's own, in Python cells
        return [item.text for item in shell.Completer.completions(text, cursor)]


def test_columns_of_the_table_behind_the_cursor(shop_shell: InteractiveShell) -> None:
    assert offered(shop_shell, "%%query\nselect us|\nfrom orders")[0] == "user_id"
    assert offered(shop_shell, "%%explain --into plan\nselect o.st| from orders o") == ["status"]
    assert offered(shop_shell, "\n%%trial create index on orders (user_id)\nselect * from ord|") == ["order_items", "orders"]
    assert offered(shop_shell, "%query select * from ord|") == ["order_items", "orders"]
    assert offered(shop_shell, "result = %query select * from ord|") == ["order_items", "orders"]


def test_a_trials_change_is_completed_on_its_line(shop_shell: InteractiveShell) -> None:
    assert offered(shop_shell, "%%trial --budget 5 --cold create index on orders (us|)\nselect 1")[0] == "user_id"


def test_join_conditions_come_from_foreign_keys(shop_shell: InteractiveShell) -> None:
    assert offered(shop_shell, "%%query\nselect * from orders o join customers c on |")[0] == "c.id = o.user_id"


def test_variables_of_the_notebook_bind_but_modules_do_not(shop_shell: InteractiveShell) -> None:
    run(shop_shell, "import datetime\nwanted_id = 7\nwanted = datetime\n_wanted = 1")
    assert offered(shop_shell, "%%query\nselect * from orders where id = :wan|") == [":wanted_id"]


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("%%query --|\nselect 1", ["--into"]),
        ("%%trial --b|\nselect 1", ["--budget"]),
        ("%%trial --into x --|\nselect 1", ["--into", "--budget", "--cold"]),
        ("%dataset sh|", ["shop"]),
        ("%dataset shop --r|", ["--rows"]),
        ("%schema ord|", ["order_items", "orders"]),
        ("%connect th|", ["the_other"]),
        ("%transaction s|", ["savepoint", "sandbox"]),
        ("%%advise --|\nselect 1", ["--into", "--budget", "--max", "--deadline"]),
        ("%advise pg|", ["pg_stat_statements"]),
        ("%%query found << select cou|\n", ["count"]),
    ],
)
def test_lines_of_magics(shop_shell: InteractiveShell, cell: str, wanted: list[str]) -> None:
    with workbench.connect() as other:
        shop_shell.user_ns["the_other"] = other
        assert offered(shop_shell, cell) == wanted


def test_python_cells_are_not_ours(shop_shell: InteractiveShell) -> None:
    run(shop_shell, "ordinary = 'text'")
    assert "ordinary" in offered(shop_shell, "ord|")
    assert "orders" not in offered(shop_shell, "ord|")
    assert not {"orders", "user_id"} & set(offered(shop_shell, "%%time\nselect * from ord|"))
    assert typed("print('%query ')", 14) is None


def test_a_new_table_is_offered_after_its_cell(shop_shell: InteractiveShell) -> None:
    assert offered(shop_shell, "%%query\nselect * from fresh|") == []
    run(shop_shell, "%query create table fresh_one (x int)")
    assert offered(shop_shell, "%%query\nselect * from fresh|") == ["fresh_one"]
    run(shop_shell, "%query alter table fresh_one rename column x to renamed")
    assert offered(shop_shell, "%%query\nselect fresh_one.| from fresh_one") == ["renamed"]
    run(shop_shell, "%query drop table fresh_one")
    assert offered(shop_shell, "%%query\nselect * from fresh|") == []


def test_nothing_is_asked_while_a_transaction_is_open(shop_shell: InteractiveShell) -> None:
    assert offered(shop_shell, "%%query\nselect us| from orders")[0] == "user_id"
    run(shop_shell, "%query begin")
    with pytest.raises(workbench.WorkbenchError):
        run(shop_shell, "%query select 1 / 0")
    assert offered(shop_shell, "%%query\nselect us| from orders")[0] == "user_id"
    with pytest.raises(workbench.WorkbenchError, match="aborted"):  # it stands as the user left it
        run(shop_shell, "%query select 1")
    run(shop_shell, "%query rollback")


def test_a_locked_table_does_not_stop_anybody_from_typing(shop_shell: InteractiveShell) -> None:
    with workbench.connect() as other:
        other.query("create table locked_one (x int)")
        try:
            other.query("begin")
            other.query("lock table locked_one in access exclusive mode")
            run(shop_shell, "1")
            assert offered(shop_shell, "%%query\nselect cou|") == ["count"]
            assert run(shop_shell, "%query select 1").rows == ((1,),)
        finally:
            other.query("rollback")
            other.query("drop table locked_one")


def test_a_closed_session_leaves_the_language(shop_shell: InteractiveShell) -> None:
    run(shop_shell, "get_ipython().magics_manager.registry['WorkbenchMagics'].active.close()")
    assert offered(shop_shell, "%%query\nsel|") == ["select"]


def test_without_a_connection_the_language_is_offered(shell: InteractiveShell) -> None:
    assert offered(shell, "%%query\nsel|") == ["select"]


def test_unloading_takes_the_matcher_away_and_reloading_has_one(shop_shell: InteractiveShell) -> None:
    for _ in range(3):
        shop_shell.run_line_magic("reload_ext", "workbench")
    assert len(shop_shell.Completer.custom_matchers) == 1
    assert offered(shop_shell, "%%query\nselect us| from orders")[0] == "user_id"
    shop_shell.run_line_magic("unload_ext", "workbench")
    assert shop_shell.Completer.custom_matchers == []
    assert [f for f in shop_shell.events.callbacks["post_run_cell"] if "workbench" in repr(f)] == []
    shop_shell.run_line_magic("load_ext", "workbench")


def test_the_console_offers_the_same(shop_shell: InteractiveShell) -> None:
    """As IPython's terminal asks: through prompt_toolkit, with a document of several lines."""
    text = "%%query\nselect o.st\nfrom orders o"
    shop_shell.min_elide = 30  # a trait of the terminal's shell
    completer = IPythonPTCompleter(shell=shop_shell)
    found = list(completer.get_completions(Document(text, text.index(".st") + 3), CompleteEvent(completion_requested=True)))
    assert [(item.text, item.start_position) for item in found] == [("status", -2)]


class Kernel:
    """As much of a kernel as a hover needs."""

    def do_inspect(self, code: str, *_: object) -> str:
        return f"python: {code}"


@pytest.fixture
def kernel_shell(shell: InteractiveShell) -> Iterator[InteractiveShell]:
    shell.run_line_magic("unload_ext", "workbench")
    shell.kernel = Kernel()
    shell.run_line_magic("load_ext", "workbench")
    session = shell.run_line_magic("connect", "")
    run(shell, "%dataset shop --rows 20_000")
    yield shell
    session.close()
    shell.run_line_magic("unload_ext", "workbench")
    del shell.kernel


def hovered(shell: InteractiveShell, cell: str) -> dict:
    return shell.kernel.do_inspect(cell.replace("|", "", 1), cell.index("|"), 0)


@pytest.mark.parametrize(
    "cell",
    [
        "%%query\nselect * from or|ders",
        "%%query\nselect * from orders|",
        "%%query\nselect o.sta|tus from orders o",
        "%%query\nselect o|.status from orders o",
        "%%explain\nselect sta|tus from orders",
        "%%trial create index on or|ders (user_id)\nselect 1",
        "%query select * from or|ders",
        "%schema or|ders",
    ],
)
def test_a_name_in_sql_shows_its_table(kernel_shell: InteractiveShell, cell: str) -> None:
    found = hovered(kernel_shell, cell)
    assert found["found"]
    text = found["data"]["text/plain"]
    assert text.startswith("orders: about 20,000 rows, ")
    assert "→ customers.id" in text
    assert "orders_pkey" in text
    assert "<table" in found["data"]["text/html"]


def test_what_is_no_table_is_not_looked_up_as_python(kernel_shell: InteractiveShell) -> None:
    run(kernel_shell, "status = 1")
    assert hovered(kernel_shell, "%%query\nselect sta|tus from nowhere")["found"] is False
    assert hovered(kernel_shell, "sta|tus") == "python: status"


def test_unloading_gives_the_kernel_its_own_method_back(kernel_shell: InteractiveShell) -> None:
    assert "do_inspect" in vars(kernel_shell.kernel)
    kernel_shell.run_line_magic("unload_ext", "workbench")
    assert "do_inspect" not in vars(kernel_shell.kernel)
    kernel_shell.run_line_magic("load_ext", "workbench")


def test_in_a_transaction_the_table_is_shown_as_it_was_known(kernel_shell: InteractiveShell) -> None:
    assert hovered(kernel_shell, "%%query\nselect * from or|ders")["found"]
    run(kernel_shell, "%query begin")
    assert hovered(kernel_shell, "%%query\nselect * from or|ders")["found"]
    run(kernel_shell, "%query rollback")
