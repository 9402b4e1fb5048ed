import os
import threading
from pathlib import Path

import pytest
from babel.messages.pofile import PoFileError

from i18n import catalogs
from i18n.catalogs import Catalogs, file_of, headers, read
from i18n.languages import UnknownLanguage
from i18n.plurals import plurals

POST = 'msgid "{n} post"\nmsgid_plural "{n} posts"\n'


def write(folder: Path, tag: str, entries: str, extra: str = "") -> Path:
    file = file_of(tag, folder)
    file.parent.mkdir(parents=True)
    head = (
        f'"Language: {tag.replace("-", "_")}\\n"\n"Plural-Forms: {plurals(tag).header}\\n"\n{extra}'
    )
    charset = '"Content-Type: text/plain; charset=utf-8\\n"'
    file.write_text(f'msgid ""\nmsgstr ""\n{head}{charset}\n\n{entries}', encoding="utf-8")
    return file


@pytest.fixture
def ours(tmp_path: Path) -> Catalogs:
    write(tmp_path, "nb", 'msgid "Reply"\nmsgstr "Svar"\n\nmsgid "Home"\nmsgstr "Hjem"\n')
    write(tmp_path, "nn", 'msgid "Reply"\nmsgstr "Svar nynorsk"\n\nmsgid "Home"\nmsgstr ""\n')
    write(
        tmp_path,
        "ru",
        f'{POST}msgstr[0] "{{n}} сообщение"\nmsgstr[1] "{{n}} сообщения"\n'
        'msgstr[2] "{n} сообщений"\n\n'
        'msgctxt "verb"\nmsgid "Post"\nmsgstr "Отправить"\n\nmsgid "Post"\nmsgstr "Сообщение"\n\n'
        '#, fuzzy\nmsgid "Home"\nmsgstr "Дом"\n',
        '"X-Translation: machine\\n"\n',
    )
    write(tmp_path, "tet", f'{POST}msgstr[0] "{{n}} mensajen"\n')
    write(tmp_path, "pl", f'{POST}msgstr[0] "{{n}} wpis"\nmsgstr[1] ""\nmsgstr[2] "{{n}} wpisów"\n')
    return Catalogs(tmp_path)


def test_english_is_there_without_a_file(tmp_path):
    assert Catalogs(tmp_path).available() == {"en"}
    assert Catalogs(tmp_path / "nowhere").available() == {"en"}


def test_every_catalog_makes_its_language_available(ours):
    assert ours.available() == {"en", "nb", "nn", "pl", "ru", "tet"}


def test_a_catalog_of_no_known_language_is_refused(tmp_path):
    (tmp_path / "xx" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "xx" / "LC_MESSAGES" / "messages.po").touch()
    with pytest.raises(UnknownLanguage):
        Catalogs(tmp_path)


def test_a_sentence_is_translated(ours):
    assert ours.gettext("Reply", "nb") == "Svar"
    assert ours.gettext("Reply", "no-NO") == "Svar"
    assert ours.gettext("Reply", "en") == "Reply"


def test_what_a_language_lacks_comes_from_its_fallbacks_and_then_from_english(ours):
    assert ours.gettext("Reply", "nn") == "Svar nynorsk"
    assert ours.gettext("Home", "nn") == "Hjem"
    assert ours.gettext("Help", "nn") == "Help"
    assert ours.gettext("Home", "ja") == "Home"


def test_a_fuzzy_sentence_does_not_reach_people(ours):
    assert ours.gettext("Home", "ru") == "Home"


def test_the_empty_sentence_does_not_show_the_header(ours):
    assert ours.gettext("", "ru") == ""


@pytest.mark.parametrize(
    ("n", "form"),
    [(0, "сообщений"), (1, "сообщение"), (2, "сообщения"), (5, "сообщений"), (11, "сообщений"),
     (21, "сообщение"), (22, "сообщения"), (25, "сообщений"), (101, "сообщение"),
     (1_000_000, "сообщений")],
)  # fmt: skip
def test_a_count_takes_its_form(ours, n, form):
    assert ours.ngettext("{n} post", "{n} posts", n, "ru") == f"{{n}} {form}"


@pytest.mark.parametrize("n", [0, 1, 2, 5, 21])
def test_a_language_unknown_to_cldr_has_its_forms_too(ours, n):
    assert ours.ngettext("{n} post", "{n} posts", n, "tet") == "{n} mensajen"


@pytest.mark.parametrize("locale", ["en", "ja", "pl"])
def test_without_all_forms_a_count_takes_the_english_ones(ours, locale):
    forms = [ours.ngettext("{n} post", "{n} posts", n, locale) for n in (0, 1, 2, 21)]
    assert forms == ["{n} posts", "{n} post", "{n} posts", "{n} posts"]


def test_a_fraction_is_no_count(ours):
    with pytest.raises(TypeError):
        ours.ngettext("{n} post", "{n} posts", 1.5, "ru")


def test_a_context_tells_two_meanings_apart(ours):
    assert ours.pgettext("verb", "Post", "ru") == "Отправить"
    assert ours.gettext("Post", "ru") == "Сообщение"
    assert ours.pgettext("noun", "Post", "ru") == "Post"


def test_an_unknown_language_is_refused(ours):
    with pytest.raises(UnknownLanguage):
        ours.gettext("Reply", "xx")


def test_a_catalog_says_who_made_it(ours):
    assert ours.made_by("ru") == "machine"
    assert ours.made_by("nb") == ours.made_by("en") == ours.made_by("ja") == "people"


def test_headers_are_read_as_written(tmp_path):
    file = write(tmp_path, "ru", POST, '"X-Translation: machine\\n"\n')
    assert headers(file)["X-Translation"] == "machine"
    assert headers(file)["Plural-Forms"] == plurals("ru").header
    assert "msgid" not in headers(file)
    file.write_text('msgid ""\nmsgstr ""\n"Language: ru\\n"\n')
    assert headers(file) == {"Language": "ru"}


def test_compiled_catalogs_say_the_same(ours, tmp_path):
    files = ours.compile_all()
    assert [file.parts[-3] for file in files] == ["nb", "nn", "pl", "ru", "tet"]
    compiled = Catalogs(tmp_path)
    for tag in ("nn", "ru", "tet", "pl"):
        for n in (0, 1, 2, 21):
            assert compiled.ngettext("{n} post", "{n} posts", n, tag) == ours.ngettext(
                "{n} post", "{n} posts", n, tag
            )
    assert compiled.pgettext("verb", "Post", "ru") == "Отправить"


def test_a_compiled_catalog_counts_until_the_source_is_newer(ours, tmp_path):
    file, compiled = file_of("nb", tmp_path), file_of("nb", tmp_path).with_suffix(".mo")
    ours.compile_all()
    file.write_text(file.read_text().replace("Svar", "Gi svar"))
    made = compiled.stat().st_mtime_ns
    os.utime(file, ns=(made, made))
    assert Catalogs(tmp_path).gettext("Reply", "nb") == "Svar"
    os.utime(file, ns=(made + 1, made + 1))
    assert Catalogs(tmp_path).gettext("Reply", "nb") == "Gi svar"


def test_many_threads_may_need_a_catalog_first(ours):
    said: list[str] = []
    start = threading.Barrier(8)

    def read_first() -> None:
        start.wait()
        said.append(ours.gettext("Home", "nn"))

    threads = [threading.Thread(target=read_first) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == ["Hjem"] * 8


def test_a_broken_file_is_refused(tmp_path):
    file = write(tmp_path, "nb", 'msgid "Reply"\nmsgstring "Svar"\n')
    with pytest.raises(PoFileError):
        read(file, "nb")


def test_the_module_speaks_for_the_catalogs_of_the_forum():
    assert "en" in catalogs.available()
    assert catalogs.gettext("no such sentence", "th") == "no such sentence"
    assert catalogs.ngettext("one", "many", 2, "en") == "many"
    assert catalogs.pgettext("here", "no such sentence", "th") == "no such sentence"
    assert catalogs.made_by("en") == "people"
