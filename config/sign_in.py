"""Signing in on one's own machine: a link with a token that works once, as the owner, without a password."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin

OWNER = "owner"


class KnownUserMiddleware(MiddlewareMixin):
    """Looks the user up before the view runs, so that an async view can read request.user too."""

    def process_request(self, request: HttpRequest) -> None:
        """Evaluate the lazy user."""
        _ = request.user.is_authenticated


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "links"


def _file(token: str) -> Path:
    return _folder() / hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    """A token that signs one browser in. Only its hash is kept."""
    token = secrets.token_urlsafe(24)
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    _file(token).touch(mode=0o600)
    return token


def link(address: str) -> str:
    """An address that signs one browser in, once."""
    return f"{address}/login?token={new_token()}"


def forget_tokens() -> None:
    """Make every token that was not used worthless."""
    for file in _folder().glob("*"):
        file.unlink(missing_ok=True)


def use_token(token: str) -> bool:
    """Whether the token is good; it is not any more after this."""
    try:
        _file(token).unlink()  # of two who come at once, one succeeds
    except OSError:
        return False
    return True


def owner() -> User:
    """The person whose machine this is."""
    user, made = get_user_model().objects.get_or_create(username=OWNER, defaults={"is_staff": True, "is_superuser": True})
    if made:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
