"""The magics in a real IPython, without a browser: they bind, keep, and fail as exceptions."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from IPython.core.interactiveshell import InteractiveShell

import workbench
from workbench.errors import BadInput, ParameterError, SqlError

pytestmark = pytest.mark.usefixtures("server")


@pytest.fixture
def connected(shell: InteractiveShell) -> Iterator[InteractiveShell]:
    session = shell.run_line_magic("connect", "")
    yield shell
    session.close()


def run(shell: InteractiveShell, cell: str):
    """The value of a cell, or its exception."""
    result = shell.run_cell(cell)
    result.raise_error()
    return result.result


def test_names_bind_from_the_notebook(connected: InteractiveShell) -> None:
    run(connected, 'evil = "x\'; drop table t; --"')
    assert run(connected, "%%query\nselect :evil as v, '{evil}' as braces, '$evil' as dollar").rows == (
        ("x'; drop table t; --", "{evil}", "$evil"),
    )


def test_a_failing_cell_is_an_exception_of_a_few_lines(connected: InteractiveShell, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(SqlError):
        run(connected, "%%query\nselect nope")
    shown = capsys.readouterr().out.strip().splitlines()
    assert 3 <= len(shown) <= 5
    assert shown[0].startswith("SqlError: ")
    assert "Traceback" not in "".join(shown)


def test_a_missing_name_does_not_dump_the_namespace(connected: InteractiveShell, capsys: pytest.CaptureFixture) -> None:
    run(connected, "password = 's3cret'")
    with pytest.raises(ParameterError):
        run(connected, "%%query\nselect :missing")
    captured = capsys.readouterr()
    assert "s3cret" not in captured.out + captured.err


def test_into_keeps_the_value(connected: InteractiveShell) -> None:
    run(connected, "%dataset shop --rows 20_000")
    run(connected, "%%explain --into plan\nselect * from orders where id = 1")
    assert run(connected, "plan.root.kind") == "Index Scan"


def test_a_trial_takes_its_index_from_the_line(connected: InteractiveShell) -> None:
    run(connected, "%dataset shop --rows 20_000")
    trial = run(connected, "%%trial create index on orders (user_id)\nselect count(*) from orders where user_id = 7")
    assert trial.used


def test_nbval_comments_do_not_reach_the_server(connected: InteractiveShell) -> None:
    assert run(connected, "%%query\n# NBVAL_IGNORE_OUTPUT\nselect 5 # 3").rows == ((6,),)


def test_a_trailing_semicolon_does_not_hide_the_result(connected: InteractiveShell) -> None:
    assert run(connected, "%%query\nselect 1;").rows == ((1,),)


def test_without_a_connection_it_says_what_to_do(shell: InteractiveShell) -> None:
    with pytest.raises(BadInput, match="%connect"):
        run(shell, "%%query\nselect 1")


def test_a_workbench_from_a_variable_becomes_the_active_one(connected: InteractiveShell) -> None:
    with workbench.connect() as other:
        other.query("set application_name = 'other'")
        connected.user_ns["other"] = other
        run(connected, "%connect other")
        assert run(connected, "%query show application_name").rows == (("other",),)


@pytest.mark.parametrize("line", ["", "shop --row 5", "shop --rows many", "shop blog"])
def test_a_dataset_line_that_cannot_be_read(connected: InteractiveShell, line: str) -> None:
    with pytest.raises(BadInput, match="%dataset"):
        run(connected, f"%dataset {line}")


def test_reloading_keeps_the_connection(connected: InteractiveShell) -> None:
    run(connected, "%reload_ext workbench")
    assert run(connected, "%query select 1").rows == ((1,),)


def test_the_setting_is_listed_and_acts(connected: InteractiveShell) -> None:
    from workbench.render.options import options

    run(connected, "%config Workbench.reproducible = True")
    assert options.reproducible
    run(connected, "%config Workbench.reproducible = False")
    assert not options.reproducible


def test_values_show_as_html_and_text(connected: InteractiveShell) -> None:
    result = run(connected, "%query select '<b>' as x")
    data, _ = connected.display_formatter.format(result)
    assert set(data) == {"text/html", "text/plain"}
    assert "&lt;b&gt;" in data["text/html"]
    assert "<b>" not in data["text/html"]


def test_advice_takes_its_statements_from_the_cell_and_its_limits_from_the_line(connected: InteractiveShell) -> None:
    run(connected, "%dataset shop --rows 20_000")
    run(connected, "u = 7; budget = 'not this one'")
    cell = "select id from orders where user_id = :u;\nselect quantity from order_items where product_id = 5"
    advice = run(connected, f"%%advise --budget 5 MB --max 1 --into kept\n{cell}")
    assert len(advice.chosen) == 1
    assert run(connected, "kept") is advice
    assert run(connected, f"%%advise --into=both --budget=5MB\n{cell}").set_aside == ()
    assert len(run(connected, "both").chosen) == 2


def test_advice_on_a_dataset_s_workload(connected: InteractiveShell) -> None:
    run(connected, "%dataset shop --rows 20_000")
    advice = run(connected, "%advise --max 2 shop")
    assert [len(advice.chosen), len(advice.set_aside)] == [2, 0]
