"""The endpoints of one's own account: who one is here, everything of one's own as a zip, and its end."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from asgiref.sync import sync_to_async
from django.contrib import auth
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from ninja import Router, Status

from classroom import ending, guessing, leaving, members
from classroom.belongings import archive_of
from classroom.models import WARNED, Membership, today
from classroom.schemas import Account, DeleteAll, Kept, MyClass, NewPassword
from config import throttles
from config.roles import role_of, teaches
from designer.answers import Refusal
from designer.core.problems import Problem
from designer.models import Network, SavedBlock
from designer.schemas import Problems
from training.models import Dataset, Run

router = Router(tags=["account"], by_alias=True)
CONFIRMATION = "delete everything"


@router.get("/account", response=Account)
def read_account(request: HttpRequest) -> Account:
    """Who I am here, my classes, and how much of mine there is."""
    user = cast(User, request.user)
    kept = Kept(
        networks=Network.objects.filter(owner=user, frozen=False).count(),
        blocks=SavedBlock.objects.filter(owner=user).count(),
        runs=Run.objects.filter(network__owner=user, network__frozen=False).count(),
        datasets=Dataset.objects.filter(owner=user).count(),
    )
    mine = [_my_class(member) for member in user.memberships.select_related("klass__teacher")]
    name = user.first_name or user.get_username()
    return Account(
        name=name,
        role=role_of(user),
        teaches=teaches(user),
        has_password=user.has_usable_password(),
        classes=mine,
        kept=kept,
        goes_too=not teaches(user),
    )


@router.get("/account/archive", throttle=throttles.FILES, response={200: bytes})
async def download_everything(request: HttpRequest) -> StreamingHttpResponse:
    """Everything of mine as one zip: networks, saved blocks, runs with their files, data sets."""
    user = cast(User, await request.auser())
    headers = {"Content-Disposition": f'attachment; filename="layerloom-{timezone.now():%Y-%m-%d}.zip"'}
    return StreamingHttpResponse(archive_of(user), content_type="application/zip", headers=headers)


@router.post("/account/password", response={204: None, 403: Problems, 422: Problems, 429: Problems}, throttle=throttles.SIGNING_IN)
def change_password(request: HttpRequest, body: NewPassword) -> Status[None]:
    """Change one's own password; every other browser that is signed in is signed out. A wrong old one counts as a guess at it."""
    user = User.objects.get(pk=cast(User, request.user).pk)
    if not user.has_usable_password():
        raise Refusal(Problem(code="no_password", message="You sign in without a password, so there is none to change."), status=HTTPStatus.FORBIDDEN)
    _need_right(request, user, body.old)
    try:
        validate_password(body.new, user)
    except ValidationError as error:
        raise Refusal(*(Problem(code="weak_password", message=message, param="new") for message in error.messages)) from None
    user.set_password(body.new)
    user.save(update_fields=["password"])
    auth.update_session_auth_hash(request, user)
    return Status(HTTPStatus.NO_CONTENT, None)


@router.post("/account/delete", response={204: None, 422: Problems})
async def delete_everything(request: HttpRequest, body: DeleteAll) -> Status[None]:
    """Delete everything of mine, files as well; the account too, unless it teaches. Not before the words were typed."""
    user = cast(User, await request.auser())
    if " ".join(body.typed.lower().split()) != CONFIRMATION:
        raise Refusal(Problem(code="not_confirmed", message=f"Nothing was deleted. Type “{CONFIRMATION}” to confirm."))
    await sync_to_async(_delete)(request, user)
    return Status(HTTPStatus.NO_CONTENT, None)


def _delete(request: HttpRequest, user: User) -> None:
    if teaches(user):
        leaving.delete_work(user)
        return
    account = User.objects.get(pk=user.pk)
    auth.logout(request)
    members.leave(account)


def _need_right(request: HttpRequest, user: User, password: str) -> None:
    name = user.get_username()
    try:
        guessing.need_patience(request, name)
    except guessing.LockedOut:
        raise Refusal(Problem(code="locked_out", message=guessing.patience(request, name)), status=HTTPStatus.TOO_MANY_REQUESTS) from None
    if not user.check_password(password):
        guessing.note_wrong(request, name)
        raise Refusal(Problem(code="wrong_password", message="This is not the password that you have now.", param="old"))
    guessing.forget(request, name)


def _my_class(member: Membership) -> MyClass:
    klass = member.klass
    teacher = klass.teacher.first_name or klass.teacher.get_username()
    return MyClass(
        id=klass.pk,
        name=klass.name,
        nickname=member.nickname,
        teacher=teacher,
        ends=klass.ends,
        ends_soon=klass.ends - today() <= WARNED,
        goes_too=ending.takes_account(member),
    )
