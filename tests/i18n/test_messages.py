from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import TemplateSyntaxError

from i18n.catalogs import Catalogs, file_of, headers
from i18n.languages import UnknownLanguage
from i18n.messages import check, extract, main, update
from i18n.sources import collect

PYTHON = """
gettext("Plain", locale)
_("Short")
x = N_("Marked for later")
ngettext("{n} vote", "{n} votes", n, locale)
pgettext("verb", "Post", locale)
gettext(variable, locale)
# Translators: shown above the list
gettext("Noted", locale)
"""
PAGE = """
{% do nothing %}{{ _("In a call") }}
{% trans trimmed count=posts|length %}
  {{ count }} post
  by you
{% pluralize %}
  {{ count }} posts
  by you
{% endtrans %}
{{ ngettext("%(num)s reply", "%(num)s replies", 2) }}
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    for name, text in {
        "rules.py": PYTHON,
        "web/pages.py": '_("Short")\n_("Deep")',
        "templates/topic.html": PAGE,
        "templates/_part.html": '{{ _("In a part") }}',
        "templates/mail/welcome.txt": '{{ _("In a mail") }}',
        "templates/README.md": "{% broken",
        "static/app.js": '_("Not this")',
        "__pycache__/old.py": '_("Nor this")',
    }.items():
        file = tmp_path / "product" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path / "product"


@pytest.fixture
def folder(tmp_path: Path, source: Path) -> Path:
    extract(source, tmp_path / "catalogs")
    return tmp_path / "catalogs"


def fill(file: Path, entries: dict[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for msgid, msgstr in entries.items():
        before = f'msgid "{msgid}"\nmsgstr ""'
        assert before in text
        text = text.replace(before, f'msgid "{msgid}"\nmsgstr "{msgstr}"')
    file.write_text(text, encoding="utf-8")


def test_sentences_of_python_and_templates_are_collected(source):
    found = {message.id: message for message in collect(source) if message.id}
    assert set(found) == {
        "Plain", "Short", "Marked for later", ("{n} vote", "{n} votes"), "Post", "Noted", "Deep",
        "In a call", ("%(count)s post by you", "%(count)s posts by you"),
        ("%(num)s reply", "%(num)s replies"), "In a part", "In a mail",
    }  # fmt: skip
    assert found["Post"].context == "verb"
    assert found["Noted"].auto_comments == ["Translators: shown above the list"]
    assert [place for place, _ in found["Short"].locations] == [
        "product/rules.py",
        "product/web/pages.py",
    ]


def test_a_template_that_cannot_be_read_is_not_passed_over(source):
    (source / "templates" / "broken.html").write_text("{% trans %}")
    with pytest.raises(TemplateSyntaxError):
        collect(source)


def test_the_template_changes_only_with_the_sentences(source, folder):
    before = (folder / "messages.pot").read_bytes()
    (source / "rules.py").write_text("\n\n\n" + PYTHON)
    extract(source, folder)
    assert (folder / "messages.pot").read_bytes() == before
    assert b"Date" not in before
    assert b"rules.py:" not in before


def test_a_new_catalog_has_every_sentence_empty_and_its_languages_rules(folder):
    file = update("tet", folder, machine=True)
    assert file == folder / "tet" / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as lines:
        catalog = read_po(lines)
    assert len(catalog) == 12
    assert not any(any(message.string) for message in catalog if message.id)
    assert file.read_text().count("msgstr[0]") == 3
    assert "msgstr[1]" not in file.read_text()
    assert headers(file)["X-Translation"] == "machine"
    assert headers(file)["Language"] == "tet"


def test_a_tag_with_a_region_has_a_folder_with_an_underscore(folder):
    file = update("pt", folder)
    assert file.parts[-3] == headers(file)["Language"] == "pt_PT"
    assert Catalogs(folder).available() == {"en", "pt-PT"}


def test_updating_keeps_what_is_translated_and_drops_what_is_gone(source, folder):
    file = update("fr", folder)
    fill(file, {"Plain": "Simple", "Deep": "Profond"})
    (source / "web" / "pages.py").write_text('_("Short")\n_("Deeper")')
    extract(source, folder)
    update("fr", folder)
    catalogs = Catalogs(folder)
    assert catalogs.gettext("Plain", "fr") == "Simple"
    assert catalogs.gettext("Deep", "fr") == "Deep"
    assert "Profond" not in file.read_text()
    assert "fuzzy" not in file.read_text()


def test_updating_twice_changes_nothing_more(folder):
    file = update("ru", folder, machine=True)
    fill(file, {"Plain": "Просто"})
    file.write_text(file.read_text().replace('"MIME', '"Last-Translator: Olga\\n"\n"MIME'))
    once = update("ru", folder).read_bytes()
    assert update("ru", folder).read_bytes() == once
    assert headers(file)["X-Translation"] == "machine"
    assert headers(file)["Last-Translator"] == "Olga"
    assert Catalogs(folder).gettext("Plain", "ru") == "Просто"


def test_a_language_without_an_interface_gets_no_catalog(folder):
    with pytest.raises(UnknownLanguage):
        update("ca", folder)
    assert not file_of("ca", folder).exists()


def test_a_check_passes_when_all_is_translated(source, folder):
    file = update("de", folder)
    fill(
        file,
        {
            "Plain": "Einfach", "Short": "Kurz", "Marked for later": "Für später", "Post": "Senden",
            "Noted": "Notiert", "Deep": "Tief", "In a call": "Im Aufruf", "In a part": "Im Teil",
            "In a mail": "In der Mail",
        },
    )  # fmt: skip
    text = file.read_text()
    for one, many in [
        ("{n} vote", "{n} votes"),
        ("%(count)s post by you", "%(count)s posts by you"),
        ("%(num)s reply", "%(num)s replies"),
    ]:
        before = f'msgid_plural "{many}"\nmsgstr[0] ""\nmsgstr[1] ""'
        assert before in text
        text = text.replace(before, f'msgid_plural "{many}"\nmsgstr[0] "{one}"\nmsgstr[1] "{many}"')
    file.write_text(text)
    assert list(check(source, folder)) == []
    assert main(["--source", str(source), "--catalogs", str(folder), "check"]) == 0


def test_a_check_names_what_is_wrong(source, folder, capsys):
    fill(update("de", folder), {"Plain": "{fremd}"})
    (source / "new.py").write_text('_("Brand new")')
    assert main(["--source", str(source), "--catalogs", str(folder), "check"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert "messages.pot: out of date, collect the sentences again" in lines
    assert "de: 'Plain': placeholders differ: '{fremd}'" in lines
    assert "de: 'Brand new': missing" in lines
    assert "de: 'Short': not translated" in lines


def test_a_check_names_a_file_that_cannot_be_read(source, folder):
    file = update("de", folder)
    file.write_text(file.read_text().replace('msgid "Plain"', 'mgsid "Plain"'))
    [line] = check(source, folder)
    assert line.startswith("de: Unknown or misformatted keyword")


def test_without_a_template_the_check_asks_for_one(source, tmp_path):
    assert list(check(source, tmp_path / "none")) == [
        "messages.pot: out of date, collect the sentences again"
    ]


def test_the_command_line_does_all_of_it(source, tmp_path, capsys):
    def run(*words: str) -> list[str]:
        folder = str(tmp_path / "made")
        assert main(["--source", str(source), "--catalogs", folder, *words]) == 0
        return capsys.readouterr().out.splitlines()

    made = tmp_path / "made"
    assert run("extract") == [str(made / "messages.pot")]
    assert run("update") == []
    assert run("update", "--machine", "fr", "zh-CN") == [
        str(file_of("fr", made)),
        str(file_of("zh-Hans", made)),
    ]
    assert len(run("update")) == 2
    assert run("compile") == [
        str(file_of("fr", made).with_suffix(".mo")),
        str(file_of("zh-Hans", made).with_suffix(".mo")),
    ]
    assert Catalogs(made).made_by("zh-Hans") == "machine"


@pytest.mark.parametrize("words", [["update", "klingon"], ["translate"], []])
def test_a_mistake_on_the_command_line_is_explained(folder, words, capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--catalogs", str(folder), *words])
    assert stop.value.code == 2
    assert "usage:" in capsys.readouterr().err
