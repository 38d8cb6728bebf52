"""The one form that errors of the API have: {"problems": [...]}."""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from designer.core.problems import Problem

PLAIN: dict[int, tuple[str, str]] = {
    400: ("bad_request", "The request could not be read."),
    401: ("not_signed_in", "Sign in first: open the address that Layerloom printed when it started."),
    403: ("forbidden", "This was refused. Reload the page and try again."),
    404: ("not_found", "There is nothing here, or it belongs to someone else."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("too_large", "The request is too large."),
    500: ("internal", "Something broke on the server. What you saved is safe; the server's log says more."),
}


def problem_body(code: str, message: str) -> bytes:
    """The body of one problem, as it goes over the wire."""
    return problems_body([Problem(code=code, message=message)])


def problems_body(problems: Iterable[Problem]) -> bytes:
    """The body of several problems."""
    return json.dumps({"problems": [problem.model_dump(mode="json", by_alias=True) for problem in problems]}).encode()


def plain_problem(status: int, message: str | None = None) -> Problem:
    """The problem that stands for a bare HTTP status."""
    code, sentence = PLAIN.get(status, ("refused", HTTPStatus(status).phrase + "."))
    return Problem(code=code, message=message or sentence)


class ProblemBodyMiddleware(MiddlewareMixin):
    """Gives every error under /api/ the one form, whoever made it: Django's 404, a refused method, a failed CSRF check."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Replace the body of an error that is not JSON."""
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        if request.path.startswith("/api/") and response.status_code >= HTTPStatus.BAD_REQUEST and not is_json:
            response.content = problems_body([plain_problem(response.status_code)])
            response.headers["Content-Type"] = "application/json"
            response.headers["Content-Length"] = str(len(response.content))  # whoever made the old body may have counted it
        return response
