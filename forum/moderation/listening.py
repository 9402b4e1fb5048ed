"""Which channels tell a moderator of new cases."""

from collections.abc import Mapping, Sequence

from forum.core.actor import Actor
from forum.core.ids import SpaceId
from forum.core.permissions import Permission
from forum.moderation.events import QUEUE


def channels(who: Actor, slugs: Mapping[SpaceId, str]) -> Sequence[str]:
    """Those that tell of new cases which `who` decides about; `slugs`: the spaces they see."""
    if who.may(Permission.FLAG_RESOLVE):
        return [QUEUE]
    places = who.places(Permission.FLAG_RESOLVE)
    inside = {slugs.get(SpaceId(one.space)) for one in places if one.space is not None} - {None}
    tags = {one.language for one in places if one.space is None}
    keys = {f"space:{slug}" for slug in inside} | {f"language:{tag}" for tag in tags}
    return [f"{QUEUE}:{key}" for key in sorted(keys)]
