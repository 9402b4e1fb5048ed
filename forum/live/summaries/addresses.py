"""What stands in addresses of summary records."""

from typing import Any

from starlette.requests import Request

from forum.core.ids import CorrectionId, ParagraphId
from forum.web.inputs import row_id


def paragraph_id_of(request: Request[Any]) -> ParagraphId:
    """The paragraph that an address is about."""
    return ParagraphId(row_id(request.path_params["paragraph_id"]))


def correction_id_of(request: Request[Any]) -> CorrectionId:
    """The correction that an address is about."""
    return CorrectionId(row_id(request.path_params["correction_id"]))
