import json
from pathlib import Path

import pytest

from forum.demo.build import SOURCES, Incomplete, build, read

LIST = "<ol> <li><p>First</p></li> <li><p>Second</p></li> </ol>"


def page(
    *, title: str = "Title", preamble: str = "<p>Whereas</p>", last: str = "<p>End</p>"
) -> str:
    bodies = [LIST, *["<p>Caf&eacute;\n e\u0301t\u00e9</p>"] * 28, last]
    articles = [
        f'<article data-number="{number}"><h2>Article {number}</h2>{body}</article>'
        for number, body in enumerate(bodies, 1)
    ]
    head = f"<h1>{title}</h1><header><h2>Preamble</h2>{preamble}</header>"
    return f"<html><head><title>X</title></head><body>{head}{''.join(articles)}</body></html>"


def test_title_preamble_and_articles_are_read() -> None:
    found = read(page(), "xx")
    assert (found["language"], found["title"], found["preamble"]) == ("xx", "Title", ["Whereas"])
    assert found["articles"][29] == {"number": 30, "title": "Article 30", "paragraphs": ["End"]}


def test_a_list_becomes_one_markdown_paragraph() -> None:
    assert read(page(), "xx")["articles"][0]["paragraphs"] == ["1. First\n2. Second"]


def test_entities_white_space_and_accents_are_settled() -> None:
    assert read(page(), "xx")["articles"][1]["paragraphs"] == ["Café été"]


@pytest.mark.parametrize(
    "html",
    [
        "",
        page(title=""),
        page(preamble=""),
        page(preamble="<p> </p>"),
        page(last=""),
        page().replace('data-number="7"', 'data-number="8"'),
    ],
)
def test_a_declaration_that_lacks_a_part_is_refused(html: str) -> None:
    with pytest.raises(Incomplete, match="xx"):
        read(html, "xx")


def test_build_writes_a_file_for_every_language(tmp_path: Path) -> None:
    (tmp_path / "declaration").mkdir()
    for name in SOURCES.values():
        (tmp_path / "declaration" / f"{name}.html").write_text(page(title=name), encoding="utf-8")
    build(tmp_path, tmp_path)
    assert json.loads((tmp_path / "fil.json").read_text(encoding="utf-8"))["title"] == "tgl"
    assert len(list(tmp_path.glob("*.json"))) == len(SOURCES)
