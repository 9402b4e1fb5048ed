import io

from forum.commands.progress import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_elsewhere_than_on_a_terminal_it_says_every_tenth() -> None:
    stream = io.StringIO()
    with Progress("import", 200, stream) as progress:
        for done in range(201):
            progress.at(done)
    lines = stream.getvalue().splitlines()
    assert lines == [f"import: {percent} %" for percent in range(0, 101, 10)]


def test_a_terminal_shows_one_line_that_changes() -> None:
    stream = Terminal()
    with Progress("import", 400, stream) as progress:
        for done in (1, 2, 200, 400):
            progress.at(done)
    drawn = stream.getvalue()
    assert drawn.endswith("100 %\n")
    assert drawn.count("\r") == 3  # 1 and 2 of 400 look like 0
    assert "█" * 15 + "░" * 15 + "  50 %" in drawn


def test_more_than_everything_is_everything() -> None:
    stream = Terminal()
    with Progress("import", 10, stream) as progress:
        progress.at(15)
    assert "100 %" in stream.getvalue()


def test_all_of_nothing_is_done_at_once() -> None:
    stream = io.StringIO()
    with Progress("import", 0, stream) as progress:
        progress.at(0)
    assert stream.getvalue() == "import: 100 %\n"


def test_nothing_is_said_before_something_is_done() -> None:
    for stream in (io.StringIO(), Terminal()):
        with Progress("import", 10, stream):
            pass
        assert stream.getvalue() == ""


def test_standard_error_is_written_to(capsys: object) -> None:
    with Progress("import", 1) as progress:
        progress.at(1)
    out, err = capsys.readouterr()  # type: ignore[attr-defined]
    assert (out, err.splitlines()[-1]) == ("", "import: 100 %")
