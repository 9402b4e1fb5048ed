"""The application as a server finds it: `uvicorn forum.asgi:app`."""

from forum.app import create_app
from forum.settings import Settings

app = create_app(Settings())
