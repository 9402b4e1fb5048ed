"""Where an actor holds a permission, as a condition: "which ones" by the rule of "may I"."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, and_, false, literal, or_, true

from forum.core.actor import Actor
from forum.core.permissions import Grant, Permission


def held(
    actor: Actor, permission: Permission, space: Any, language: Any = None
) -> ColumnElement[bool]:
    """Rows that `actor.at(space).may(permission, language)` is true of.

    Args:
        actor: who asks.
        permission: for what.
        space: column of the space's id.
        language: column of the text's language; none where no text is meant.
    """
    if actor.may(permission):
        return true()
    return within(actor.places(permission), space, language)


def within(places: Iterable[Grant], space: Any, language: Any = None) -> ColumnElement[bool]:
    """Rows that lie in one of `places`; see `Actor.places`."""
    return or_(false(), *(_within(one, space, language) for one in places))


def _within(place: Grant, space: Any, language: Any) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = []
    if place.space is not None:
        conditions.append(space == place.space)
    if place.language:
        conditions.append((literal("") if language is None else language) == place.language)
    return and_(true(), *conditions)
