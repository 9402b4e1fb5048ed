"""Roles and permissions, as they come in and go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from forum.accounts.schemas import MemberOut
from forum.core.errors import N_
from forum.core.permissions import Permission, Role
from forum.discussions.schemas import OptionalLanguage
from forum.roles.rules import LONGEST_WORD, is_builtin, is_word
from forum.text.address import LONGEST_SLUG
from forum.web.fields import Line
from forum.web.lists import ListQuery
from forum.web.shapes import Input, Output


def _word(value: str) -> str:
    if not is_word(value) or is_builtin(value):
        raise ValueError(N_("Use lower-case letters, digits and single dashes."))
    return value


def _several(value: object) -> object:
    return [value] if isinstance(value, str) and value else value or []


Name = Annotated[str, Line(1, 60)]
Word = Annotated[str, AfterValidator(_word)]
Permissions = Annotated[
    list[Permission], BeforeValidator(_several), Field(min_length=1, max_length=len(Permission))
]


class RoleDraft(Input):
    """A role to be made: what it is called, and what it permits."""

    word: Word
    name: Name
    permissions: Permissions


class RoleChange(Input):
    """What is to be different about a role; what is left out stays."""

    name: Name | None = None
    permissions: Permissions | None = None


class RoleForm(Input):
    """What a page says about a role that there is."""

    name: Name
    permissions: Permissions


class RoleOut(Output):
    """A role; those of the program itself have no name but their word, and cannot be changed."""

    word: str
    name: str
    builtin: bool
    permissions: Sequence[Permission]


class GrantDraft(Input):
    """A role for a member: on the whole site, in a space, for a language, or for both."""

    who: Annotated[str, Line(1, 60)]
    """A handle, with or without `@`."""
    role: Annotated[str, Line(1, LONGEST_WORD)]
    space: Annotated[str, Line(0, LONGEST_SLUG)] = ""
    language: OptionalLanguage = None


class GrantOut(Output):
    """A role that a member has, and where it counts: "" and null mean everywhere."""

    id: int
    member: MemberOut
    role: str
    space: str
    language: str | None
    granted_at: datetime


class GrantsQuery(ListQuery):
    """Whose roles, or which role's."""

    who: Annotated[str, Line(0, 60)] = ""
    role: Annotated[str, Line(0, LONGEST_WORD)] = ""


class AboutQuery(Input):
    """What permissions are asked about."""

    about: Annotated[str, Line(0, 80), Field(examples=["post:12", "topic:3", "space:general"])] = ""


class ByOut(Output):
    """A role that permits something, and the place that it was given for."""

    role: str
    space: int | None
    language: str | None


class PermissionOut(Output):
    """Whether a member may do something, and why.

    `by` are the roles that permit it there, `elsewhere` those that permit it in other places only;
    `least` is the first of the site's roles that carries it.
    """

    permission: Permission
    allowed: bool
    by: Sequence[ByOut]
    elsewhere: Sequence[ByOut]
    least: Role
    can_be_local: bool


class ExplanationOut(Output):
    """What a member may do about something, and why."""

    member: MemberOut
    can_act: bool
    """Whether the account can be used at all."""
    about: str
    space: int | None
    language: str | None
    permissions: Sequence[PermissionOut]
