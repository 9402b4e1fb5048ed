"""What the registry says, against the tables."""

from collections.abc import Iterator

from forum.accounts.tables import Member
from forum.holdings import HOLDINGS
from forum.schema import metadata

NAMES_NOBODY = {
    "job": "work under way holds ids of rows; it goes when it is done",
    "log_entry": "announcements hold ids; the log forgets them",
}
"""Tables that hold members' ids in their text, and why they stand in no registry."""


def named() -> Iterator[tuple[str, str]]:
    """Every column that refers to a member."""
    for table in metadata().sorted_tables:
        for column in table.columns:
            if any(key.references(Member.__table__) for key in column.foreign_keys):  # type: ignore[attr-defined]
                yield table.name, column.name


def test_every_column_that_names_a_member_is_in_the_registry() -> None:
    told = {(one.table.__tablename__, name) for one in HOLDINGS for name in one.columns}
    assert set(named()) - told == set()


def test_every_holding_is_either_told_in_copies_or_says_why_not() -> None:
    assert [one.table for one in HOLDINGS if bool(one.name) == bool(one.why)] == []


def test_lists_of_copies_have_names_of_their_own() -> None:
    names = [one.name for one in HOLDINGS if one.name]
    assert len(names) == len(set(names))


def test_every_column_that_is_named_is_there() -> None:
    for one in HOLDINGS:
        columns = set(one.table.model_fields)
        assert {*one.columns, *one.without, *one.wiped} <= columns, one.table
        assert one.columns or one.rows is not None


def test_no_copy_tells_a_secret() -> None:
    secrets = {"hash", "previous_hash", "password_hash", "browser", "key"}
    for one in HOLDINGS:
        if one.name:
            assert secrets & set(one.table.model_fields) <= one.without, one.table
