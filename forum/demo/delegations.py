"""Who acts for whom in the demonstration. No organisation in particular is meant."""

from forum.core.ids import OrganisationId
from forum.delegations.rules import Capacity, DelegationKind, OrganisationKind
from forum.delegations.schemas import DelegationDraft, MandateDraft, OrganisationDraft

ORGANISATION = OrganisationDraft(
    name="Open University of the Islands",
    kind=OrganisationKind.UNIVERSITY,
    partner="GB",
    homepage="https://islands.example.org/",
)
GROUP = DelegationDraft(
    slug="small-languages",
    kind=DelegationKind.GROUP,
    name="Friends of small languages",
    members=["ie", "la", "mt", "nz", "vn"],
)


def stakeholder(organisation_id: OrganisationId) -> DelegationDraft:
    """The delegation of the demonstration's organisation."""
    kind = DelegationKind.STAKEHOLDER
    return DelegationDraft(slug="islands", kind=kind, partner="GB", organisation_id=organisation_id)


def _mandate(
    handle: str, capacity: Capacity = Capacity.HEAD, *, focal: bool = False
) -> MandateDraft:
    return MandateDraft(who=handle, capacity=capacity, is_focal_point=focal)


MANDATES = (
    ("vn", _mandate("linh", Capacity.ALTERNATE, focal=True)),
    ("fr", _mandate("camille", focal=True)),
    ("kr", _mandate("jiwoo")),
    ("id", _mandate("dewi")),
    ("th", _mandate("somchai", Capacity.ALTERNATE)),
    ("jp", _mandate("sakura", Capacity.ADVISER)),
    ("at", _mandate("jonas", Capacity.OBSERVER)),
    ("islands", _mandate("alex", focal=True)),
    ("small-languages", _mandate("aoife")),
)
"""Address of a delegation, and who acts for it."""
