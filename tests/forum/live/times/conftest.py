from tests.forum.live.sessions.conftest import hall

__all__ = ["hall"]
