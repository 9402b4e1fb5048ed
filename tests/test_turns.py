"""Which tests run on both kinds of database."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.services.turns import KINDS, ON_BOTH, is_left_out, left_out

ROOT = Path(__file__).parent.parent
FOR_A_KIND = re.compile(r"dialect\.name|\binsertion\(")
"""How code of the product finds out, or says, which kind of database it is for."""


class Named:
    """A test of a run, as far as it is looked at."""

    def __init__(self, name: str, marks: set[str]) -> None:
        kind = name.partition("[")[2].rstrip("]")
        self.nodeid, self.callspec = name, SimpleNamespace(params={"databases": kind})
        self.get_closest_marker = marks.__contains__


@given(st.text(alphabet="abcsqlitepostgres:_", max_size=20))
def test_a_test_of_a_feature_runs_on_one_kind(name: str) -> None:
    twins = {f"tests/forum/spaces/test_{name}[fr-{kind}]": kind for kind in KINDS}
    found = [is_left_out(test, ["fr", kind], twins) for test, kind in twins.items()]
    assert sorted(found) == [False, True]


def test_features_run_on_one_kind_as_often_as_on_the_other() -> None:
    names = [f"tests/forum/spaces/test_pages.py::test_{number}" for number in range(1000)]
    run = {f"{name}[{kind}]" for name in names for kind in KINDS}
    assert 450 < sum(is_left_out(f"{name}[sqlite]", ["sqlite"], run) for name in names) < 550


@pytest.mark.parametrize("place", ON_BOTH)
def test_what_is_written_for_a_kind_runs_on_both(place: str) -> None:
    twins = {f"{place}::test_one[{kind}]": kind for kind in KINDS}
    assert not any(is_left_out(test, [kind], twins) for test, kind in twins.items())


@pytest.mark.parametrize("given", [[], ["fr", 1], ["sqlite"], list(KINDS)])
def test_a_test_that_has_no_twin_is_never_left_out(given: list[object]) -> None:
    run = [f"tests/forum/spaces/test_{number}[sqlite]" for number in range(99)]
    assert not any(is_left_out(test, given, run) for test in run)


@pytest.mark.parametrize(("marks", "fewer"), [(set(), 1), ({"racing"}, 0)])
def test_a_race_runs_on_both(marks: set[str], fewer: int) -> None:
    twins: list[Any] = [
        Named(f"tests/forum/spaces/test_pages.py::test_one[{kind}]", marks) for kind in KINDS
    ]
    assert len(left_out(twins)) == fewer


def test_whoever_writes_for_a_kind_tries_it_on_both() -> None:
    assert [place for place in ON_BOTH if not (ROOT / place).exists()] == []
    files = [one for one in ROOT.glob("forum/*/**/*.py") if FOR_A_KIND.search(one.read_text())]
    features = {one.relative_to(ROOT / "forum").parts[0] for one in files}
    assert {"db", "decisions", "search"} <= features
    tried = {Path(place).parts[2] for place in ON_BOTH if place.startswith("tests/forum/")}
    assert features - tried == set()
