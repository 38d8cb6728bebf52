"""`manage.py export_openapi`: writes the API's description, from which the front end's types are made."""

from __future__ import annotations

import json
from typing import Any

from django.core.management import BaseCommand

from config.api import api
from config.environment import BASE_DIR


class Command(BaseCommand):
    """Writes docs/openapi.json."""

    help = "Write the API's description to docs/openapi.json."

    def handle(self, *args: Any, **options: Any) -> None:
        path = BASE_DIR / "docs" / "openapi.json"
        schema = api.get_openapi_schema(path_prefix="/api/")
        for scheme in schema["components"]["securitySchemes"].values():
            scheme["name"] = "layerloom-PORT"  # whatever port the exporting process would listen on
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(schema, indent=1) + "\n")
