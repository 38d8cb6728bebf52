"""The endpoints of one's own account: who one is here, everything of one's own as a zip, and its end."""

from __future__ import annotations

from http import HTTPStatus

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
from classroom.classmates import teacher_name
from classroom.models import WARNED, Class, Membership, today
from classroom.schemas import Account, DeleteAll, Kept, MyClass, NewPassword
from config import throttles
from config.roles import role_of, teaches
from designer import access, downloads
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
    user = access.person(request)
    kept = Kept(
        networks=Network.objects.filter(owner=user, frozen=False).count(),
        blocks=SavedBlock.objects.filter(owner=user).count(),
        runs=Run.objects.filter(network__owner=user, network__frozen=False).count(),
        datasets=Dataset.objects.filter(owner=user).count(),
        classes=Class.objects.filter(teacher=user).count(),
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
    """Everything of mine as one zip: networks, blocks, runs with their files, data sets, hand-ins; the classes that I teach, too."""
    user = access.person(request)
    headers = downloads.named(f"layerloom-{timezone.now():%Y-%m-%d}.zip")
    return StreamingHttpResponse(archive_of(user), content_type=downloads.ZIP, headers=headers)


@router.post("/account/password", response={204: None, 403: Problems, 422: Problems, 429: Problems}, throttle=throttles.SIGNING_IN)
def change_password(request: HttpRequest, body: NewPassword) -> Status[None]:
    """Change one's own password; every other browser that is signed in is signed out. A wrong old one counts as a guess at it."""
    user = User.objects.get(pk=access.person(request).pk)
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
    """Delete everything of mine, files as well, once the words were typed; the account too, unless it teaches: then its classes, if asked to."""
    user = access.person(request)
    if " ".join(body.typed.lower().split()) != CONFIRMATION:
        raise Refusal(Problem(code="not_confirmed", message=f"Nothing was deleted. Type “{CONFIRMATION}” to confirm."))
    await sync_to_async(_delete)(request, user, body.classes)
    return Status(HTTPStatus.NO_CONTENT, None)


def _delete(request: HttpRequest, user: User, with_classes: bool) -> None:
    if teaches(user):
        for klass in Class.objects.filter(teacher=user) if with_classes else ():
            ending.delete_class(klass)
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
    return MyClass(
        id=klass.pk,
        name=klass.name,
        nickname=member.nickname,
        teacher=teacher_name(klass.teacher),
        locked=member.locked,
        ends=klass.ends,
        ends_soon=klass.ends - today() <= WARNED,
        goes_too=ending.takes_account(member),
    )
