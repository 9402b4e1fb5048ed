"""All SQL of the library: resources by what is chosen, and counts by what could be."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    String,
    func,
    literal,
    select,
    type_coerce,
    union_all,
)
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.ids import TopicId
from forum.core.paging import Page, Window, cut
from forum.discussions import queries as discussions
from forum.discussions.schemas import TopicOut
from forum.discussions.tables import Topic
from forum.library.schemas import FACETS, Chosen, FacetName, FacetOut, ValueOut
from forum.resources.tables import Resource, ResourceCompetence, ResourceLanguage
from forum.spaces.tables import Space
from i18n.collation import collation_key

CURSOR = (int,)
"""The topic's number: the newest resource has the highest."""

_COLUMNS = {
    "type": col(Resource.type),
    "licence": col(Resource.licence),
    "level": col(Resource.level),
    "subject": col(Resource.subject),
    "country": col(Resource.country),
    "space": col(Space.slug),
}


@dataclass(frozen=True, slots=True)
class Facets:
    """How many resources there are of what is chosen, and what can be chosen next."""

    total: int
    facets: Sequence[FacetOut]


async def resources_page(
    db: AsyncSession, actor: Actor, chosen: Chosen, window: Window
) -> Page[TopicOut]:
    """One page of the topics whose cards fit, of those that the actor sees; newest first."""
    number = col(Resource.topic_id)
    query = _of(select(number), actor).where(*_fits(chosen.words()))
    if window.after is not None:
        query = query.where(number < int(window.after[0]))
    elif window.before is not None:
        query = query.where(number > int(window.before[0]))
    order = number.asc() if window.before is not None else number.desc()
    found = await db.exec(query.order_by(order).limit(window.limit + 1))  # type: ignore[call-overload]
    page = cut([TopicId(one) for (one,) in found], window, lambda one: (one,))
    topics = await discussions.topics_by_id(db, actor, page.items)
    return Page([topics[one] for one in page.items], page.next, page.previous)


async def facets(db: AsyncSession, actor: Actor, chosen: Chosen) -> Facets:
    """Count what the actor sees: a few passes over the cards, whatever is chosen."""
    words = chosen.words()
    seen = _seen(actor, words)
    parts: list[Any] = [_counted(seen, name, words) for name in FACETS]
    whole = select(literal("").label("facet"), literal("").label("value"), func.count())
    parts.append(whole.select_from(seen).where(*_matches(seen, words)))
    rows = await db.exec(union_all(*parts))  # type: ignore[call-overload]
    values: defaultdict[str, list[ValueOut]] = defaultdict(list)
    for name, value, count in rows:
        values[name].append(ValueOut.model_construct(value=value, count=count))
    [total] = values.pop("")
    made = [FacetOut.model_construct(name=name, values=_sorted(values[name])) for name in FACETS]
    return Facets(total.count, made)


def _sorted(values: list[ValueOut]) -> list[ValueOut]:
    return sorted(values, key=lambda one: (-one.count, collation_key(one.value)))


def _of(query: Select[Any], actor: Actor) -> Select[Any]:
    """From the cards of the topics that the actor sees."""
    joined = query.select_from(Resource).join(Topic, col(Topic.id) == col(Resource.topic_id))
    joined = joined.join(Space, col(Space.id) == col(Topic.space_id))
    return joined.where(discussions.visible_to(actor))


def _fits(words: dict[str, str]) -> list[ColumnElement[bool]]:
    number = col(Resource.topic_id)
    found = [_COLUMNS[name] == word for name, word in words.items() if name in _COLUMNS]
    if language := words.get("language"):
        found.append(number.in_(_in_language(language)))
    if competence := words.get("competence"):
        found.append(number.in_(_teaching(competence)))
    return found


def _in_language(language: str) -> Select[Any]:
    return select(col(ResourceLanguage.topic_id)).where(col(ResourceLanguage.language) == language)


def _teaching(competence: str) -> Select[Any]:
    taught = col(ResourceCompetence.competence) == competence.casefold()
    return select(col(ResourceCompetence.topic_id)).where(taught)


def _seen(actor: Actor, words: dict[str, str]) -> CTE:
    """The cards that the actor sees, once for all facets; whether each is in the language asked."""
    columns: list[ColumnElement[Any]] = [column.label(name) for name, column in _COLUMNS.items()]
    if language := words.get("language"):
        columns.append(col(Resource.topic_id).in_(_in_language(language)).label("in_language"))
    query = _of(select(col(Resource.topic_id).label("topic_id"), *columns), actor)
    if competence := words.get("competence"):
        query = query.where(col(Resource.topic_id).in_(_teaching(competence)))
    return query.cte("seen")


def _matches(seen: CTE, words: dict[str, str], but: str = "") -> list[ColumnElement[bool]]:
    """What is chosen in the facets other than `but`."""
    found = [
        seen.c[name] == word for name, word in words.items() if name in _COLUMNS and name != but
    ]
    if "language" in words and but != "language":
        found.append(seen.c.in_language)
    return found


def _counted(seen: CTE, name: FacetName, words: dict[str, str]) -> Select[Any]:
    conditions = _matches(seen, words, but=name)
    if name == "language":
        value: ColumnElement[Any] = type_coerce(ResourceLanguage.language, String)
        conditions.append(col(ResourceLanguage.topic_id) == seen.c.topic_id)
    else:
        value = type_coerce(seen.c[name], String)  # as text: all facets come in one column
        conditions.append(value != "")  # NULL is left out too
    query = select(literal(name), value, func.count()).select_from(seen)
    return query.where(*conditions).group_by(value)
