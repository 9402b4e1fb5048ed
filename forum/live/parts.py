"""What parts people have in a live session."""

from collections.abc import Mapping
from enum import StrEnum

from forum.core.errors import N_


class Part(StrEnum):
    """As what somebody takes part in a session; the accreditation says so."""

    CHAIR = "chair"
    VICE_CHAIR = "vice_chair"
    RAPPORTEUR = "rapporteur"
    SECRETARIAT = "secretariat"
    DELEGATE = "delegate"
    OBSERVER = "observer"
    STAKEHOLDER = "stakeholder"
    INTERPRETER = "interpreter"
    CAPTIONER = "captioner"
    TECHNICIAN = "technician"


CHAIRS = frozenset({Part.CHAIR, Part.VICE_CHAIR})
"""Who leads the meeting: a vice-chair in the chair's place (A/520/Rev.20, rules 32 and 105)."""

PART_NAMES: Mapping[Part, str] = {
    Part.CHAIR: N_("Chair"),
    Part.VICE_CHAIR: N_("Vice-chair"),
    Part.RAPPORTEUR: N_("Rapporteur"),
    Part.SECRETARIAT: N_("Secretariat"),
    Part.DELEGATE: N_("Delegate"),
    Part.OBSERVER: N_("Observer"),
    Part.STAKEHOLDER: N_("Stakeholder"),
    Part.INTERPRETER: N_("Interpreter"),
    Part.CAPTIONER: N_("Captioner"),
    Part.TECHNICIAN: N_("Technician"),
}
