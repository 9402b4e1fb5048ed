"""Adding and changing organisations."""

from forum.core.permissions import Permission
from forum.db.unit import Unit
from forum.delegations import queries
from forum.delegations.record import note
from forum.delegations.schemas import OrganisationChange, OrganisationDraft
from forum.delegations.tables import Organisation


async def make_organisation(unit: Unit, draft: OrganisationDraft) -> Organisation:
    """Add an organisation.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.DELEGATION_MANAGE)
    row = Organisation(**draft.model_dump(), created_at=unit.now)
    await queries.add_organisation(unit.db, row)
    note(unit, "make_organisation", f"organisation:{row.id}")
    return row


async def change_organisation(
    unit: Unit, organisation_id: int, change: OrganisationChange
) -> Organisation:
    """Change what `change` names.

    Raises:
        NotFound: there is none of this number.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    unit.actor.require(Permission.DELEGATION_MANAGE)
    row = await queries.organisation_for_update(unit.db, organisation_id)
    wanted = change.model_dump(exclude_unset=True, exclude_none=True)
    was = {
        name: getattr(row, name) for name, value in wanted.items() if getattr(row, name) != value
    }
    for name in was:
        setattr(row, name, wanted[name])
    if was:
        note(unit, "change_organisation", f"organisation:{row.id}", was=was)
    return row
