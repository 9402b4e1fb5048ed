"""Types that columns share."""

from enum import StrEnum

from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.types import TypeDecorator

from forum.accounts.rules import Skill
from forum.accounts.tables import Member
from forum.db.base import Choice, Id, UtcDateTime


class Colour(StrEnum):
    RED = "red"


class Shape(StrEnum):
    ROUND = "round"


class OfItsOwn(TypeDecorator[int]):
    """Says nothing of what it can be told apart by."""

    impl = Integer
    cache_ok = False


def test_columns_share_types_that_are_equal_and_no_others() -> None:
    table = Table(
        "thing",
        MetaData(),
        Column("id", Id, primary_key=True),
        Column("owner", Id()),
        Column("made_at", UtcDateTime),
        Column("colour", Choice(Colour)),
        Column("former_colour", Choice(Colour)),
        Column("shape", Choice(Shape)),
    )
    types = {column.name: column.type for column in table.columns}
    assert types["id"] is types["owner"]
    assert types["colour"] is types["former_colour"]
    assert len({id(one) for one in types.values()}) == 4
    assert types["shape"].words is Shape  # type: ignore[attr-defined]


def test_columns_keep_types_that_cannot_be_told_apart() -> None:
    table = Table("thing", MetaData(), Column("one", OfItsOwn()), Column("two", OfItsOwn()))
    assert table.c.one.type is not table.c.two.type


def test_no_two_rows_begin_with_the_same_list() -> None:
    one, other = (Member(handle="maria", email="", email_key="", name="") for _ in range(2))
    one.languages.append("fr")
    one.skills["fr"] = Skill.GOOD
    assert (other.languages, other.skills) == ([], {})
