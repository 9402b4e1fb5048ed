from i18n.classifiers import NOTHING, Detection
from i18n.languages import LANGUAGES
from i18n.markers import FAMILIES, closest, words

SURE_BOKMAL = Detection("nb", 0.9, reliable=True)
DOUBTED_BOKMAL = Detection("nb", 0.9, reliable=False)


def test_a_language_is_in_one_family_at_most():
    tags = [tag for family in FAMILIES for tag in family]
    assert len(tags) == len(set(tags))
    assert set(tags) <= set(LANGUAGES)


def test_no_language_of_a_family_has_only_words_of_another():
    for family in FAMILIES:
        for tag, markers in family.items():
            assert all(markers - other for sibling, other in family.items() if sibling != tag)


def test_words_lose_case_punctuation_and_the_curly_apostrophe():
    assert words("Ne’e, ema HOTU! (Día 3) अधिकार।") == ["ne'e", "ema", "hotu", "día", "अधिकार"]


def test_more_markers_of_a_sibling_overrule_the_guess():
    found = closest("Kva skal eg gjere? Eg veit ikkje korleis.", SURE_BOKMAL, None)
    assert found == Detection("nn", 0.9, reliable=True)


def test_one_marker_against_the_guess_is_not_enough_to_be_reliable():
    assert closest("Takk, eg ventar.", SURE_BOKMAL, None) == Detection("nn", 0.9, reliable=False)


def test_markers_for_the_guess_leave_it_as_reliable_as_it_was():
    assert closest("Det gikk etter hvert bra.", SURE_BOKMAL, None) == SURE_BOKMAL
    assert closest("Det gikk etter hvert bra.", DOUBTED_BOKMAL, None) == DOUBTED_BOKMAL


def test_without_a_decision_the_authors_language_counts():
    assert closest("Velkommen", SURE_BOKMAL, "nb") == SURE_BOKMAL
    assert closest("Velkommen", SURE_BOKMAL, "da") == Detection("da", 0.9, reliable=False)


def test_without_a_decision_and_without_the_authors_language_the_guess_is_doubted():
    assert closest("Velkommen", SURE_BOKMAL, None) == DOUBTED_BOKMAL
    assert closest("Velkommen", SURE_BOKMAL, "th") == DOUBTED_BOKMAL


def test_the_authors_language_does_not_win_against_the_text():
    assert closest("jeg og nei", SURE_BOKMAL, "nn").language == "nb"


def test_many_markers_name_a_language_that_no_detector_knows():
    sentence = "Ema hotu iha direitu atu moris, tuir lei ne'e, hanesan sira seluk."
    assert closest(sentence, NOTHING, None).language == "tet"
    assert closest(sentence, NOTHING, None).reliable
    assert closest("Ema hotu iha direitu.", NOTHING, None) == Detection("tet", 0.75, reliable=False)


def test_a_reliable_guess_outside_of_the_families_stays():
    english = Detection("en", 0.9, reliable=True)
    assert closest("ema hotu iha direitu", english, None) == english


def test_nothing_stays_nothing_without_markers():
    assert closest("qwerty", NOTHING, "fr") == NOTHING
    assert closest("", NOTHING, None) == NOTHING
