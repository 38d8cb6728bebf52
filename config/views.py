"""Pages: signing in, and the single page app."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from classroom.pages import SignIn, place_of
from config import environment, sign_in
from designer import access

GOES_ON = "goes_on"  # in a session: the page that whoever signs in was on


def login(request: HttpRequest) -> HttpResponse:
    """Sign in: by the link that was printed, on one's own machine; by name and password elsewhere."""
    if not settings.LOOPBACK:
        return SignIn.as_view()(request)  # type: ignore[return-value]
    if sign_in.use_token(request.GET.get("token", "")):
        place = request.session.pop(GOES_ON, "/")
        auth.login(request, sign_in.owner(), backend="django.contrib.auth.backends.ModelBackend")
        return HttpResponseRedirect(place)
    if request.user.is_authenticated:
        return HttpResponseRedirect("/")
    if place := place_of(request):
        request.session[GOES_ON] = place
    return _ask_to_sign_in(request, used="token" in request.GET)


@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Open the link of a shared network: from here on the session knows it, and no address holds its token."""
    network = access.open_link(request.session, token)
    if network is None:
        return render(request, "link_gone.html", status=HTTPStatus.NOT_FOUND)
    response = HttpResponseRedirect(f"/networks/{network.pk}")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@require_safe
def page(request: HttpRequest, path: str) -> HttpResponse:
    """The single page app, for those who are signed in; to no one the pages of what is shared with them."""
    if "." in path.rsplit("/", 1)[-1]:
        raise Http404  # a file that is not there, not a page
    if not request.user.is_authenticated and not access.visits(request, path):
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


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What cannot be answered as it was asked: most often a name of this machine that it does not know for its own."""
    asked = request.headers.get("Host", "") if isinstance(exception, DisallowedHost) else ""
    return render(request, "400.html", {"host": asked}, status=HTTPStatus.BAD_REQUEST)


def _ask_to_sign_in(request: HttpRequest, *, used: bool = False) -> HttpResponse:
    own = environment.DATA_DIR != environment.BASE_DIR / "var"
    command = f"DATA_DIR={environment.DATA_DIR} make link" if own else "make link"
    return render(request, "sign_in.html", {"used": used, "link_command": command}, status=HTTPStatus.UNAUTHORIZED)
