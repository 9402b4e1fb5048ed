"""What comes in and goes out: the three kinds of schemas.

What checks a shape is built when it is first needed (`defer_build`): most processes need few of
them, and all together take memory and a part of the start.
"""

from pydantic import BaseModel, ConfigDict


class Input(BaseModel):
    """What somebody sends; a name that it does not know is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class QueryString(BaseModel):
    """The part of an address after `?`; names that others add are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True, defer_build=True)


class Output(BaseModel):
    """What is shown or answered."""

    model_config = ConfigDict(frozen=True, defer_build=True)
