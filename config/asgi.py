"""The ASGI application: pages and the API by Django, sockets by Channels, background work by the lifespan."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
pages = get_asgi_application()  # sets Django up: what follows may import models

from channels.auth import AuthMiddlewareStack  # noqa: E402
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.urls import re_path  # noqa: E402

from assignments.material import LARGEST_FILE  # noqa: E402
from classroom.routing import websocket_urlpatterns as class_sockets  # noqa: E402
from config.body_limit import BodyLimit  # noqa: E402
from config.lifespan import Lifespan  # noqa: E402
from config.origin import SameOrigin, no_such_socket  # noqa: E402
from designer.core.document import MAX_BYTES  # noqa: E402
from training.routing import websocket_urlpatterns  # noqa: E402
from training.uploads import PIECE  # noqa: E402

ROUND_THE_FILE = MAX_BYTES + 100_000  # bytes of a form's own words, and of the document that goes with weights
TAKES_FILES = dict.fromkeys(("/api/read", "/api/read-weights"), settings.LARGEST_UPLOAD + ROUND_THE_FILE)
TAKES_FILES |= {"/api/uploads/*": PIECE, "/api/classes/*/assignments/file": LARGEST_FILE + ROUND_THE_FILE}
sockets = URLRouter([*websocket_urlpatterns, *class_sockets, re_path(r"", no_such_socket)])  # type: ignore[arg-type]
application = Lifespan(
    ProtocolTypeRouter(
        {
            "http": BodyLimit(pages, MAX_BYTES, TAKES_FILES),
            "websocket": SameOrigin(AllowedHostsOriginValidator(AuthMiddlewareStack(sockets))),
        }
    )
)
