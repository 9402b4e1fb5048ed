"""The texts that addresses name."""

from typing import Any

from starlette.requests import Request

from forum.web.inputs import row_id

POST = "/posts/{post_id:int}/translations/{language}"
TITLE = "/topics/{topic_id:int}/translations/{language}"
TEXT = "/texts/{subject}/translations/{language}"


def post_of(request: Request[Any]) -> str:
    """The name of the post that an address is about."""
    return f"post:{row_id(request.path_params['post_id'])}"


def title_of(request: Request[Any]) -> str:
    """The name of the title of the topic that an address is about."""
    return f"topic:{row_id(request.path_params['topic_id'])}"


def text_of(request: Request[Any]) -> str:
    """The name that an address gives, from wherever."""
    return str(request.path_params["subject"])
