"""What members say about themselves."""

from forum.accounts import queries, rules
from forum.accounts.events import MemberChanged, MemberShownAnew
from forum.accounts.schemas import ProfileChange
from forum.accounts.tables import Member
from forum.core.errors import EditedMeanwhile
from forum.db.unit import Unit

ZONE_CHANGED = "accounts.zone_changed"
"""Kind of the job that another time zone leaves (`member_id`) for what keeps the member's hours."""

_COLUMNS = {"country": "partner", "reads": "languages"}
_SHOWN = {"name", "organisation", "country", "skills"}
"""What stands beside a member's posts and translations."""


async def change_profile(
    unit: Unit, change: ProfileChange, *, version: int | None = None
) -> Member:
    """Change the actor's own settings; fields that are left out stay.

    Args:
        unit: of the member.
        change: what is to be different.
        version: of the settings that the change was made from; `None` for whatever is newest.

    Raises:
        SignInRequired, ScopeTooNarrow: the actor may not.
        EditedMeanwhile: there is a newer version.
    """
    member_id = rules.check_own(unit.actor)
    member = await queries.member_for_update(unit.db, member_id)
    if version not in {None, member.version}:
        raise EditedMeanwhile
    changed = _apply(member, change)
    member.version += bool(changed)
    if "zone" in changed:
        unit.later(ZONE_CHANGED, member_id=member_id)
    if changed & _SHOWN:
        unit.emit(MemberShownAnew(member_id))
    elif changed:
        unit.emit(MemberChanged(member_id))
    return member


def _apply(member: Member, change: ProfileChange) -> set[str]:
    """Change the row; gives the names of the fields that are different now."""
    changed = set()
    for field, value in change.model_dump(exclude_none=True).items():
        column = _COLUMNS.get(field, field)
        if getattr(member, column) != value:
            setattr(member, column, value)
            changed.add(field)
    known = {tag: skill for tag, skill in member.skills.items() if tag in member.languages}
    if known != member.skills:
        member.skills = known
        changed.add("skills")
    return changed
