import pytest

from forum.glossaries.rules import TermLoops, check_loops, key_of


def test_case_spaces_and_forms_of_letters_do_not_make_another_term() -> None:
    assert key_of("  Working  GROUP ") == "working group"
    assert key_of("Cafe\u0301") == key_of("CAFÉ")


def test_terms_that_become_each_other_are_refused() -> None:
    with pytest.raises(TermLoops) as raised:
        check_loops({"meeting": "Summit"}, {"summit": "Meeting"})
    assert raised.value.data == {"term": "summit"}
    check_loops({"meeting": "summit"}, {"summit": "", "session": "session"})
    check_loops({"meeting": "summit", "summit": "meeting"}, {"course": "Kurs"})
