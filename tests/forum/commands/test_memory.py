"""`forum memory`, as a person types it."""

import io
from pathlib import Path

import pytest

from forum.__main__ import main
from i18n.exchange.tmx import TmxUnit, read_tmx, write_tmx

Captured = pytest.CaptureFixture[str]


@pytest.mark.usefixtures("file_url")
def test_a_file_is_taken_in_and_given_out(
    capsysbinary: pytest.CaptureFixture[bytes], tmp_path: Path
) -> None:
    file = tmp_path / "memory.tmx"
    units = [TmxUnit({"en": "Hello", "th": "สวัสดี"}, "en")]
    file.write_bytes(b"".join(write_tmx(units, tool="t", version="1")))
    assert main(["memory", "import", str(file)]) == 0
    assert capsysbinary.readouterr().out == b"1 pairs of segments; 0 units passed over\n"
    assert main(["memory", "export"]) == 0
    (found,) = read_tmx(io.BytesIO(capsysbinary.readouterr().out))
    assert found.texts == units[0].texts
    assert found.properties["x-origin"] == "human"


@pytest.mark.usefixtures("file_url")
def test_what_cannot_be_read_is_told_in_one_line(capsys: Captured, tmp_path: Path) -> None:
    file = tmp_path / "memory.tmx"
    file.write_text("<html/>")
    assert main(["memory", "import", str(file)]) != 0
    assert "nothing of" in capsys.readouterr().err
    assert main(["memory", "import", str(tmp_path / "none.tmx")]) != 0
    assert "cannot read" in capsys.readouterr().err
    assert main(["memory", "export", "--space", "none"]) != 0
    assert "there is no space" in capsys.readouterr().err
