"""Pages: signing in, and the single page app."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from classroom.pages import SignIn
from config import environment, sign_in


def login(request: HttpRequest) -> HttpResponse:
    """Sign in: by the link that was printed, on one's own machine; by name and password elsewhere."""
    if not settings.LOOPBACK:
        return SignIn.as_view()(request)  # type: ignore[return-value]
    if sign_in.use_token(request.GET.get("token", "")):
        auth.login(request, sign_in.owner(), backend="django.contrib.auth.backends.ModelBackend")
        return HttpResponseRedirect("/")
    if request.user.is_authenticated:
        return HttpResponseRedirect("/")
    return _ask_to_sign_in(request, used="token" in request.GET)


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """The single page app, for those who are signed in."""
    if "." in path.rsplit("/", 1)[-1]:
        raise Http404  # a file that is not there, not a page
    if not request.user.is_authenticated:
        if settings.LOOPBACK:
            return _ask_to_sign_in(request)
        return redirect_to_login(request.get_full_path())
    index = settings.BASE_DIR / "static" / "app" / "index.html"
    if not index.exists():
        return render(request, "not_built.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    get_token(request)  # sets the cookie that the page's own requests answer with
    nonce = format_html('<meta name="csp-nonce" content="{}">', request.csp_nonce)  # type: ignore[attr-defined]
    response = HttpResponse(index.read_text().replace("</head>", f"{nonce}</head>", 1))
    response.headers["Cache-Control"] = "no-store"  # the nonce must never be used twice
    return response


def _ask_to_sign_in(request: HttpRequest, *, used: bool = False) -> HttpResponse:
    own = environment.DATA_DIR != environment.BASE_DIR / "var"
    command = f"DATA_DIR={environment.DATA_DIR} make link" if own else "make link"
    return render(request, "sign_in.html", {"used": used, "link_command": command}, status=HTTPStatus.UNAUTHORIZED)
