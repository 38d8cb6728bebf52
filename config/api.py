"""The one API: every app's router, the strict reading of bodies, and every error as problems."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.parser import Parser
from ninja.security import SessionAuth

from config import throttles
from config.problem_bodies import plain_problem, problems_body
from config.version import VERSION
from designer.answers import Refusal
from designer.core.disk import is_full
from designer.core.document import MAX_BYTES, MalformedDocument, fault_problems, parse_json
from designer.core.problems import Problem

log = logging.getLogger(__name__)

STATUS_OF_CODE = {"bad_json": 400, "too_large": 413}
NO_ROOM = (
    "The server's disk is full, so this could not be kept. Ask whoever runs Layerloom to make room, then do it again: what is here already stays."
)


class StrictParser(Parser):
    """Reads JSON that any reader of JSON can read back: no NaN, no Infinity, no half characters."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as plain data; raises MalformedDocument."""
        data = parse_json(request.body)
        if b"\\u" in request.body:
            try:
                json.dumps(data, ensure_ascii=False).encode()
            except UnicodeEncodeError as error:
                raise MalformedDocument([Problem(code="bad_json", message="This is not JSON: a text holds half a character.")]) from error
        return data


api = NinjaAPI(title="Layerloom", version=VERSION, auth=SessionAuth(), parser=StrictParser(), docs_url=None, openapi_url=None, urls_namespace="api")
api.add_router("/", "designer.api.router")
api.add_router("/", "designer.saved_blocks.router")
api.add_router("/", "designer.sharing_api.router")
api.add_router("/", "designer.lessons_api.router")
api.add_router("/", "training.api.router")
api.add_router("/", "training.data_api.router")
api.add_router("/", "training.annotations.router")
api.add_router("/", "training.predict_api.router")
api.add_router("/", "training.eyes_api.router")
api.add_router("/", "training.control_api.router")
api.add_router("/", "training.workers_api.router")
api.add_router("/", "training.sweep_api.router")
api.add_router("/", "training.allowances_api.router")
api.add_router("/", "classroom.api.router")
api.add_router("/", "classroom.wall_api.router")
api.add_router("/", "classroom.account_api.router")
api.add_router("/", "assignments.api.router")
api.add_router("/", "classroom.lessons_api.router")


def _answer(status: int, *problems: Problem) -> HttpResponse:
    return HttpResponse(problems_body(problems), status=status, content_type="application/json")


@api.exception_handler(MalformedDocument)
def _malformed(request: HttpRequest, error: MalformedDocument) -> HttpResponse:
    return _answer(STATUS_OF_CODE.get(error.problems[0].code, 422), *error.problems)


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    return _answer(error.status, *error.problems)


@api.exception_handler(RequestDataTooBig)
def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return _answer(413, Problem(code="too_large", message=f"A request holds at most {MAX_BYTES:,} bytes."))


@api.exception_handler(OSError)
@api.exception_handler(OperationalError)
def _no_room(request: HttpRequest, error: Exception) -> HttpResponse:
    if not is_full(error):
        raise error
    log.error("%s %s: the disk is full: %s", request.method, request.path, error)
    return _answer(507, Problem(code="disk_full", message=NO_ROOM))


@api.exception_handler(Throttled)
def _too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
    return _answer(429, Problem(code="too_often", message=throttles.sentence(error.wait or 0)))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    if isinstance(error.__cause__, MalformedDocument):  # ninja wraps what the parser raises
        return _malformed(request, error.__cause__)
    ninjas_own = error.message in {"Unauthorized", "Forbidden", "CSRF check Failed", "Cannot parse request body"}
    return _answer(error.status_code, plain_problem(error.status_code, None if ninjas_own else error.message))


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return _answer(404, plain_problem(404))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return _answer(422, *fault_problems([fault | {"loc": _place(fault["loc"])} for fault in error.errors], _body(request)))


def _place(loc: Sequence[int | str]) -> Sequence[int | str]:
    """Where in the request a fault lies; that a body's parameter has a name in Python says nothing to the caller."""
    return loc[2:] if loc[0] == "body" else loc[1:]


def _body(request: HttpRequest) -> Any:
    try:
        return json.loads(request.body)
    except ValueError:
        return None
