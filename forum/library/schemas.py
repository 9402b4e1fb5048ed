"""What can be asked of the library, and what it answers."""

from typing import Annotated, Literal

from pydantic import BeforeValidator

from forum.discussions.schemas import OptionalLanguage, TopicOut
from forum.resources.rules import Level, Licence, ResourceType, Subject
from forum.web.fields import Line
from forum.web.lists import ListOut
from forum.web.shapes import Output

FacetName = Literal["type", "language", "licence", "level", "subject", "country", "space"]
FACETS: tuple[FacetName, ...] = (
    "type",
    "language",
    "licence",
    "level",
    "subject",
    "country",
    "space",
)
"""In the order they are shown."""


def _none_if_empty(value: object) -> object:
    return None if value == "" else value


class Chosen(Output):
    """Which resources are wanted; what is empty does not matter."""

    type: Annotated[ResourceType | None, BeforeValidator(_none_if_empty)] = None
    language: OptionalLanguage = None
    licence: Annotated[Licence | None, BeforeValidator(_none_if_empty)] = None
    level: Annotated[Level | None, BeforeValidator(_none_if_empty)] = None
    subject: Annotated[Subject | None, BeforeValidator(_none_if_empty)] = None
    country: Annotated[str, Line(0, 2)] = ""
    space: Annotated[str, Line(0, 60)] = ""
    competence: Annotated[str, Line(0, 60)] = ""

    def words(self) -> dict[str, str]:
        """What is chosen, by name; nothing of what is not."""
        return {
            name: str(value) for name in (*FACETS, "competence") if (value := getattr(self, name))
        }


class ValueOut(Output):
    """One value of a facet, and how many resources have it."""

    value: str
    count: int


class FacetOut(Output):
    """What can be chosen next: each count is of what that choice would list.

    A facet is counted with all that is chosen in the others, and not with what is chosen in itself,
    so that the choice can be changed.
    """

    name: FacetName
    values: list[ValueOut]


class LibraryOut(ListOut[TopicOut]):
    """One page of the library, the newest resource first, with what to choose from."""

    count: int
    facets: list[FacetOut]
