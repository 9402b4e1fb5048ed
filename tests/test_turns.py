"""Which tests run on both kinds of database."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.turns import KINDS, ON_BOTH, is_left_out, is_spared

ROOT = Path(__file__).parent.parent
FOR_A_KIND = re.compile(r"dialect\.name|\binsertion\(")
"""How code of the product finds out, or says, which kind of database it is for."""


@given(st.text(alphabet="abc-[]:_", max_size=9))
def test_a_test_of_a_feature_runs_on_one_kind(name: str) -> None:
    twins = [(f"tests/forum/spaces/test_{name}[{kind}]", kind) for kind in KINDS]
    assert sorted(is_left_out(test, ["fr", kind]) for test, kind in twins) == [False, True]


def test_features_run_on_one_kind_as_often_as_on_the_other() -> None:
    tests = [f"tests/forum/spaces/test_pages.py::test_{number}[sqlite]" for number in range(1000)]
    assert 450 < sum(is_left_out(test, ["sqlite"]) for test in tests) < 550


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_written_for_a_kind_runs_on_both(kind: str) -> None:
    for place in ON_BOTH:
        assert not is_left_out(f"{place}[{kind}]", [kind])


@pytest.mark.parametrize("parameters", [[], ["fr", 1], list(KINDS)])
def test_a_test_that_has_no_twin_is_never_left_out(parameters: list[object]) -> None:
    assert not any(is_left_out(f"tests/forum/spaces/test_{n}", parameters) for n in range(99))


@pytest.mark.parametrize(("marks", "left_out"), [(set(), 1), ({"racing"}, 0)])
def test_a_race_runs_on_both(marks: set[str], left_out: int) -> None:
    twins: list[Any] = [
        SimpleNamespace(
            nodeid=f"tests/forum/spaces/test_pages.py::test_one[{kind}]",
            callspec=SimpleNamespace(params={"databases": kind}),
            get_closest_marker=lambda name: name in marks,
        )
        for kind in KINDS
    ]
    assert sum(map(is_spared, twins)) == left_out


def test_whoever_writes_for_a_kind_tries_it_on_both() -> None:
    assert [place for place in ON_BOTH if not (ROOT / place).exists()] == []
    files = [one for one in ROOT.glob("forum/*/**/*.py") if FOR_A_KIND.search(one.read_text())]
    features = {one.relative_to(ROOT / "forum").parts[0] for one in files}
    assert {"db", "decisions", "search"} <= features
    tried = {Path(place).parts[2] for place in ON_BOTH if place.startswith("tests/forum/")}
    assert features - tried == set()
