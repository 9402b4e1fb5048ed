"""Items of an agenda, as they come in."""

from typing import Annotated

from pydantic import BeforeValidator, Field

from forum.core.ids import ItemId
from forum.live.sessions.schemas import Description, Title, WebAddress
from forum.web.fields import Line, RowNumber, blank_is_none
from forum.web.shapes import Input

MOST_ITEMS = 100
Number = Annotated[str, Line(0, 12)]
Minutes = Annotated[int, Field(ge=0, le=24 * 60)]
Owner = Annotated[str, Line(0, 120)]


class Document(Input):
    """A document that belongs to an item."""

    title: Annotated[str, Line(1, 200)]
    url: Annotated[WebAddress, Line(1, 1000)]


Documents = Annotated[list[Document], Field(max_length=20)]


class ItemDraft(Input):
    """An item to be added at the end.

    Attributes:
        number: as the agenda has it; "": the next whole one.
        minutes: how long it is meant to take; 0: nothing is said.
        owner: who introduces it.
    """

    title: Title
    number: Number = ""
    description: Description = ""
    minutes: Minutes = 0
    owner: Owner = ""
    documents: Documents = Field(default_factory=list)


class ItemChange(Input):
    """What is to be different about an item; what is left out stays.

    Attributes:
        place: among the items of the agenda, from 0.
    """

    title: Title | None = None
    number: Number | None = None
    description: Description | None = None
    minutes: Minutes | None = None
    owner: Owner | None = None
    documents: Documents | None = None
    place: Annotated[int, Field(ge=0, lt=MOST_ITEMS)] | None = None


class ItemOpening(Input):
    """Which item is dealt with from now on; `None`: none is."""

    item_id: Annotated[RowNumber | None, BeforeValidator(blank_is_none)] = None

    @property
    def wanted(self) -> ItemId | None:
        """The item's id."""
        return None if self.item_id is None else ItemId(self.item_id)


class ItemForm(Input):
    """An item as a page takes it.

    Attributes:
        documents: one in a line: its address, a space, its title.
        place: among the items, from 1.
    """

    title: Title
    number: Number = ""
    description: Description = ""
    minutes: Annotated[Minutes, BeforeValidator(lambda value: value or 0)] = 0
    owner: Owner = ""
    documents: Annotated[str, Field(max_length=25_000)] = ""
    place: Annotated[
        Annotated[int, Field(ge=1, le=MOST_ITEMS)] | None, BeforeValidator(blank_is_none)
    ] = None
