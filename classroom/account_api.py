"""The endpoints of one's own account: who one is here, everything of one's own as a zip, and its end."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from asgiref.sync import sync_to_async
from django.contrib import auth
from django.contrib.auth.models import User
from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router, Status

from classroom import leaving
from classroom.belongings import archive_of
from classroom.models import WARNED, Membership, today
from classroom.schemas import Account, DeleteAll, Kept, MyClass
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
    return Account(name=name, role=role_of(user), teaches=teaches(user), classes=mine, kept=kept, goes_too=not teaches(user))


@router.get("/account/archive", response={200: bytes})
async def download_everything(request: HttpRequest) -> StreamingHttpResponse:
    """Everything of mine as one zip: networks, saved blocks, runs with their files, data sets."""
    user = cast(User, await request.auser())
    headers = {"Content-Disposition": f'attachment; filename="layerloom-{today():%Y-%m-%d}.zip"'}
    return StreamingHttpResponse(archive_of(user), content_type="application/zip", headers=headers)


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
    leaving.leave_for_good(account)


def _my_class(member: Membership) -> MyClass:
    klass = member.klass
    teacher = klass.teacher.first_name or klass.teacher.get_username()
    return MyClass(id=klass.pk, name=klass.name, nickname=member.nickname, teacher=teacher, ends=klass.ends, ends_soon=klass.ends - today() <= WARNED)
