"""The limits of roles: one's own, and, for those who teach, those of the others. Thin: parse, call, answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.http import HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from config.roles import Role
from designer import access
from designer.core.problems import Frozen
from designer.schemas import Problems
from training import allowances
from training.allowance_models import Allowance

router = Router(tags=["training"], by_alias=True)
LimitedRole = Literal["teacher", "student", "guest"]
Most = Annotated[int, Field(ge=0, le=2_000_000_000)] | None


class NewLimits(Frozen):
    """What people of a role may take; null is no limit."""

    runs: Most = Field(description="Runs that train or wait at once.")
    minutes: Most = Field(description="How long a run may train.")
    parameters: Most = Field(description="Of a network that is trained.")
    upload_mb: Most = Field(description="Megabytes of a file that is sent.")
    storage_mb: Most = Field(description="Megabytes that a person keeps: data sets, files on their way, runs, imported weights.")


class RoleLimits(Schema):
    """The limits of a role; null is no limit."""

    role: Role
    runs: int | None
    minutes: int | None
    parameters: int | None
    upload_mb: int | None
    storage_mb: int | None


class LimitsOut(Schema):
    """The limits of the asker, and of the roles whose limits the asker sets."""

    own: RoleLimits
    roles: list[RoleLimits]


@router.get("/limits", response=LimitsOut)
async def read_limits(request: HttpRequest) -> LimitsOut:
    """What one may take of this server, and what those may whose limits one sets."""
    return await sync_to_async(_limits)(access.person(request))  # the API asks for a session before any endpoint runs


@router.put("/limits/{role}", response={200: RoleLimits, 403: Problems})
async def change_limits(request: HttpRequest, role: LimitedRole, body: NewLimits) -> RoleLimits:
    """Set what people of a role may take from now on; what they have under way goes on."""
    user = access.person(request)
    if role not in await sync_to_async(allowances.may_change)(user):
        raise HttpError(
            HTTPStatus.FORBIDDEN, "Teachers set the limits of students and guests, administrators those of teachers, too. Ask one of them."
        )
    row, _ = await Allowance.objects.aupdate_or_create(pk=role, defaults=body.model_dump())
    return _out(row)


def _limits(user: User) -> LimitsOut:
    return LimitsOut(own=_out(allowances.of(user)), roles=[_out(allowances.of_role(role)) for role in allowances.may_change(user)])


def _out(row: Allowance) -> RoleLimits:
    return RoleLimits(**{name: getattr(row, name) for name in RoleLimits.model_fields})
