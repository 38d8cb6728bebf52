"""Pages for people who are not signed in: joining a class, coming back to it, looking around as a guest, signing in by name and password."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from functools import partial, wraps
from http import HTTPStatus
from math import ceil

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from classroom import ending, guessing, guests, joining, phrases
from classroom.models import CODE_LENGTH, LONGEST_NICKNAME, Class, Membership
from classroom.refusing import Refused
from config import throttles
from config.throttles import Throttle
from designer import access

BACKEND = "django.contrib.auth.backends.ModelBackend"
JOINED = "joined"  # in a session: who has just joined in it, by which form, and when
LONGEST_SECRET = 100
LONGEST_PLACE = 2_000
FIELDS = {"longest_code": CODE_LENGTH + 4, "longest_nickname": LONGEST_NICKNAME}  # a code may be typed with spaces
View = Callable[..., HttpResponse]


def _guarded(view: View) -> View:
    """Answers those who guessed too often with the page that says how long to wait."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except guessing.LockedOut:
            return guessing.locked_out(request)

    return guarded


def _bounded(throttle: Throttle) -> Callable[[View], View]:
    """Answers those who send a form too often with the page that says how long to wait."""

    def decorate(view: View) -> View:
        @wraps(view)
        def bounded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
            if request.method == "POST" and not throttle.allow_request(request):
                return too_often(request, throttle.wait())
            return view(request, *args, **kwargs)

        return bounded

    return decorate


def too_often(request: HttpRequest, wait: float) -> HttpResponse:
    """The page that says how long to wait."""
    context = {"sentence": throttles.sentence(wait)}
    answer = render(request, "too_often.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    answer.headers["Retry-After"] = str(ceil(wait))
    return answer


def place_of(request: HttpRequest) -> str:
    """The page that somebody was on before they were asked who they are, and are to come to; "" for none, and for one of another server."""
    place = (request.POST.get("next") or request.GET.get("next", ""))[:LONGEST_PLACE]
    return place if url_has_allowed_host_and_scheme(place, {request.get_host()}, require_https=request.is_secure()) else ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_bounded(throttles.JOINING)
@_guarded
def join(request: HttpRequest, code: str = "") -> HttpResponse:
    """Join a class by its code, under a nickname."""
    typed = {"code": (request.POST.get("code") or code), "nickname": request.POST.get("nickname", "")}
    klass: Class | None = None
    try:
        klass = joining.find_class(request, typed["code"]) if typed["code"] else None
        if request.method == "POST" and klass is not None:
            return _joined(request, klass, typed["nickname"])
        if klass is not None:
            joining.need_open(klass)
    except Refused as refused:
        return _join_page(request, klass, typed, str(refused))
    return _join_page(request, klass, typed, "Type the code of your class." if request.method == "POST" else "")


def _joined(request: HttpRequest, klass: Class, nickname: str) -> HttpResponse:
    """Join, sign in, and lead to the pass-phrase."""
    once = request.POST.get("once", "")[:LONGEST_SECRET] or secrets.token_urlsafe()
    try:
        member = joining.join(klass, nickname, partial(_who_joins, request), once)
    except IntegrityError:  # two chose the same nickname in the same instant
        raise Refused(f"Someone in this class is called “{nickname}” already. Choose another nickname.") from None
    guessing.forget(request, guessing.CODES)
    if member.user == request.user:
        auth.update_session_auth_hash(request, member.user)  # every other browser of theirs is signed out
    else:
        sign_in(request, member.user)
    request.session[JOINED] = {"member": member.pk, "once": once, "at": time.time(), "next": place_of(request)}
    return HttpResponseRedirect("/joined")


def _who_joins(request: HttpRequest) -> User | None:
    """Whose account a class is added to; None for somebody who has none here yet.

    Somebody whom a nickname brought here may have left the machine to the next: it is theirs only where the form says so. Raises Refused.
    """
    user, meant = request.user, request.POST.get("as", "")
    if meant and meant != str(user.pk):
        raise Refused("Somebody else is signed in here by now, or no one. Look again who joins.")
    if not isinstance(user, User) or guests.is_guest(user) or (joining.is_nicknamed(user) and not meant):
        return None
    return user


@never_cache
@require_safe
def joined(request: HttpRequest) -> HttpResponse:
    """The pass-phrase of whoever has just joined; for some minutes, so that a page that is loaded again has not lost it."""
    kept = request.session.get(JOINED, {"member": 0, "at": 0.0})
    is_new = time.time() - kept["at"] < joining.AGAIN.total_seconds()
    member = Membership.objects.select_related("klass", "user").filter(pk=kept["member"], user_id=request.user.pk or 0).first()
    if member is None or not is_new:
        return HttpResponseRedirect("/")
    standing = {"others": member.user.memberships.count() - 1, "goes_too": ending.takes_account(member)}
    context = {"member": member, "class": member.klass, "phrase": phrases.phrase_of(kept["once"]), "next": kept["next"], **standing}
    return render(request, "classroom/joined.html", context)


def _join_page(request: HttpRequest, klass: Class | None, typed: dict[str, str], wrong: str = "") -> HttpResponse:
    once = secrets.token_urlsafe()
    context = {"class": klass, "typed": typed, "wrong": wrong, "once": once, "next": place_of(request), **FIELDS, **_signed_in(request, klass)}
    return render(request, "classroom/join.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK)


def _signed_in(request: HttpRequest, klass: Class | None) -> dict[str, object]:
    """What the page to join by says of who is signed in."""
    user = request.user
    if not isinstance(user, User) or not joining.is_student(user):
        return {}
    is_in = klass is not None and klass.members.filter(user=user).exists()
    return {"account": user.first_name or user.get_username(), "is_nicknamed": joining.is_nicknamed(user), "is_in": is_in}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@_bounded(throttles.SIGNING_IN)
@_guarded
def come_back(request: HttpRequest) -> HttpResponse:
    """Come back to a class on another machine, by nickname and pass-phrase."""
    typed = {name: request.POST.get(name) or request.GET.get(name, "") for name in ("code", "nickname")}
    wrong = ""
    if request.method == "POST":
        try:
            member = joining.come_back(request, typed["code"], typed["nickname"], request.POST.get("phrase", ""))
        except Refused as refused:
            wrong = str(refused)
        else:
            sign_in(request, member.user)
            return HttpResponseRedirect(place_of(request) or "/")
    context = {"typed": typed, "wrong": wrong, "next": place_of(request), **FIELDS}
    return render(request, "classroom/come_back.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK)


@require_POST
@_bounded(throttles.LOOKING_AROUND)
def look_around(request: HttpRequest) -> HttpResponse:
    """Look around without an account."""
    if settings.LOOPBACK or not settings.GUESTS:
        raise Http404
    if not request.user.is_authenticated:
        try:
            auth.login(request, guests.make_guest(), backend=BACKEND)
        except Refused as refused:
            return render(request, "registration/login.html", {"refused": str(refused), "guests": False}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return HttpResponseRedirect(place_of(request) or "/")


class SignIn(LoginView):
    """Sign in by name and password; a guest takes along what they made."""

    def dispatch(self, request: HttpRequest, *args: str, **kwargs: str) -> HttpResponseBase:
        """Send those on who are signed in with an account."""
        if request.user.is_authenticated and not guests.is_guest(request.user):
            return HttpResponseRedirect(self.get_success_url())
        if request.method == "POST" and not throttles.SIGNING_IN.allow_request(request):
            return too_often(request, throttles.SIGNING_IN.wait())
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponseRedirect:
        """Sign in."""
        sign_in(self.request, form.get_user())
        return HttpResponseRedirect(self.get_success_url())

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """What the page says besides the form."""
        return super().get_context_data(**kwargs) | {"guests": settings.GUESTS and not self.request.user.is_authenticated}


def sign_in(request: HttpRequest, account: User) -> None:
    """Sign a person in; what they made as a guest before goes along, and so do the links that they opened."""
    before = request.user
    if isinstance(before, User) and before.pk != account.pk and guests.is_guest(before):
        guest, links = User.objects.get(pk=before.pk), request.session.get(access.LINKS, {})
        auth.login(request, account, backend=BACKEND)  # which empties the session of another person
        request.session[access.LINKS] = links
        guests.move(guest, account)
    else:
        auth.login(request, account, backend=BACKEND)
