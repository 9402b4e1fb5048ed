"""`forum serve` without a worker: it acknowledges, and leaves what follows to others."""

import uvicorn

from forum.app import Parts, create_app
from forum.settings import Settings

if __name__ == "__main__":
    settings = Settings()
    app = create_app(settings, Parts(worker=False))
    uvicorn.run(app, host=settings.host, port=settings.port, log_level="warning")
