import pytest
from babel.messages.catalog import Catalog

from i18n.languages import LANGUAGES, UnknownLanguage
from i18n.locales import cldr
from i18n.plurals import plurals
from i18n.proofs import Problem, problems


def catalog(tag: str) -> Catalog:
    empty = Catalog(locale=cldr(tag))
    empty.mime_headers = [("Plural-Forms", plurals(tag).header)]
    return empty


def facts(tag: str, source: str | tuple[str, str], string: str | tuple[str, ...]) -> list[str]:
    one = catalog(tag)
    one.add(source, string)
    return [problem.fact for problem in problems(one, tag)]


@pytest.mark.parametrize(
    ("source", "string"),
    [
        ("Reply", "Répondre"), ("{name} replied", "Réponse de {name}"),
        ("{a} and {b}", "{b} et {a}"), ("Hi %(name)s", "Salut %(name)s, %(name)s"),
        ("50 % of it", "50 % de cela"), ("100%% sure", "sûr à 100%%"),
        ('<a href="%(url)s">Rules</a>', '<a href="%(url)s">Règles</a>'),
        (("{n} post", "{n} posts"), ("{n} message", "{n} de messages", "{n} messages")),
    ],
)  # fmt: skip
def test_a_faithful_translation_has_no_problems(source, string):
    assert facts("fr", source, string) == []


@pytest.mark.parametrize(
    ("source", "string", "fact"),
    [
        ("{name} replied", "Réponse", "placeholders differ"),
        ("{name} replied", "Réponse de {nom}", "placeholders differ"),
        ("{name} replied", "Réponse de {name.password}", "placeholders differ"),
        ("{name} replied", "Réponse de {name!r}", "placeholders differ"),
        ("{name} replied", "Réponse de {name", "placeholders differ"),
        ("{name} replied", "Réponse de {name}}", "placeholders differ"),
        ("Replied", "Réponse de {user}", "placeholders differ"),
        ("Hi %(name)s", "Salut %(nom)s", "placeholders differ"),
        ("Hi %(name)s", "Salut %(name)", "placeholders differ"),
        ("100%% sure", "sûr à 100%", "placeholders differ"),
        ("<b>Rules</b>", "Règles", "markup differs"),
        ("<b>Rules</b>", "<b>Règles", "markup differs"),
        ("Rules", "<script>alert(1)</script>", "markup differs"),
        ("Rules", "<img src=x onerror=alert(1)", "markup differs"),
        ("Rules", "", "not translated"),
        (("{n} post", "{n} posts"), ("{n} message", "", "{n} messages"), "not translated"),
        (("{n} post", "{n} posts"), ("{n} message", "{n} messages"), "2 forms, not 3"),
        (("{n} post", "{n} posts"), ("un message", "{n} de messages", "{n} messages"),
         "placeholders differ"),
    ],
)  # fmt: skip
def test_an_unfaithful_translation_is_named(source, string, fact):
    [found] = facts("fr", source, string)
    assert found.startswith(fact)


@pytest.mark.parametrize(
    ("tag", "forms", "number"),
    [
        ("de", ("ein Beitrag", "{n} Beiträge"), 0),  # "one" is 1 alone
        ("fr", ("un message", "{n} de messages", "{n} messages"), 1),  # 0 and 1
        ("ru", ("сообщение", "{n} сообщения", "{n} сообщений"), 1),  # 1, 21, 31 …
        ("sl", ("objava", "objavi", "{n} objave", "{n} objav"), 2),  # 1, 101 …; 2, 102 …
        ("ga", ("post amháin", "dhá phost", "{n} phost", "{n} bpost", "{n} post"), 0),  # 1; 2
        ("th", ("ข้อความ",), 1),
    ],
)
def test_a_number_may_stay_unsaid_only_where_the_form_says_it(tag, forms, number):
    assert len(facts(tag, ("One post", "{n} posts"), forms)) == number


def test_a_fuzzy_sentence_is_named():
    one = catalog("de")
    one.add("Reply", "Antworten", flags=["fuzzy"])
    assert problems(one, "de") == [Problem("Reply", "marked fuzzy")]


def test_plural_rules_of_another_language_are_named():
    german = catalog("de")
    assert problems(german, "ru") == [
        Problem("", f"Plural-Forms should be {plurals('ru').header!r}")
    ]


def test_a_catalog_has_the_sentences_of_the_program_and_no_others():
    german, template = catalog("de"), Catalog()
    german.add("Reply", "Antworten")
    german.add("Old", "Alt")
    template.add("Reply")
    template.add("New")
    template.add("Post", context="verb")
    template.add(("{n} post", "{n} posts"))
    assert problems(german, "de", template) == [
        Problem("New", "missing"),
        Problem("Post", "missing"),
        Problem("{n} post", "missing"),
        Problem("Old", "no longer used"),
    ]


def test_a_program_without_sentences_needs_none():
    german = catalog("de")
    german.add("Old", "Alt")
    assert problems(german, "de", Catalog()) == [Problem("Old", "no longer used")]


def test_a_sentence_in_another_context_is_another_sentence():
    german, template = catalog("de"), Catalog()
    german.add("Post", "Beitrag")
    template.add("Post", context="verb")
    found = problems(german, "de", template)
    assert found == [Problem("Post", "missing"), Problem("Post", "no longer used")]


@pytest.mark.parametrize("tag", [tag for tag in LANGUAGES if LANGUAGES[tag].interface])
def test_an_empty_catalog_of_any_language_has_no_problems(tag):
    assert problems(catalog(tag), tag) == []


def test_a_language_without_an_interface_has_no_catalog():
    with pytest.raises(UnknownLanguage):
        problems(Catalog(), "ca")
