"""The web process: uvicorn on a socket that the parent has bound, so that a restart refuses nobody.

python -m config.serve FILE_DESCRIPTOR
"""

from __future__ import annotations

import socket
import sys
import warnings
from typing import Literal

import uvicorn

from config.lifespan import ASGIApp

LONGEST_FRAME = 64 * 1024  # bytes of a socket's message; browsers only send us a few
GRACE = 2  # seconds that open requests and sockets get when the server stops


def main(file_descriptor: int) -> None:
    """Serve until a signal ends it."""
    warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators")  # files, which are small
    uvicorn.Server(configured("config.asgi:application", lifespan="on")).run(sockets=[socket.socket(fileno=file_descriptor)])


def configured(application: str | ASGIApp, lifespan: Literal["on", "off"]) -> uvicorn.Config:
    """How an application is served."""
    return uvicorn.Config(
        application,
        lifespan=lifespan,
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=False,  # Django alone decides which of a proxy's headers to believe
        ws_max_size=LONGEST_FRAME,
        ws_per_message_deflate=False,  # costs more than it saves: frames are small and shared by hundreds of watchers
        timeout_graceful_shutdown=GRACE,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
