"""What stands in addresses of sessions."""

from typing import Any

from starlette.requests import Request

from forum.core.ids import SessionId
from forum.web.inputs import row_id


def session_id_of(request: Request[Any]) -> SessionId:
    """The session that an address is about.

    Raises:
        NotFound: no session can have its number.
    """
    return SessionId(row_id(request.path_params["session_id"]))
