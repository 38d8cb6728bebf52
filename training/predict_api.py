"""Asking a trained model from other programs, with a key instead of a session. Thin: parse, call, answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from ninja import Router, Status
from ninja.errors import HttpError
from ninja.security import HttpBearer

from config import throttles
from designer.analysis_client import Answer
from designer.schemas import Problems
from training.api import RunId, infer, need_model, run_to_change
from training.models import Run
from training.prediction_models import PredictionKey, hashed
from training.schemas import KeyOut, PredictIn, PredictOut

router = Router(tags=["training"], by_alias=True)


class RunKey(HttpBearer):
    """`Authorization: Bearer <key>`; the request is then the run's that the key opens."""

    async def authenticate(self, request: HttpRequest, token: str) -> Run | None:
        """The run of the key, or None; none while the account of whose it is may not sign in."""
        return await Run.objects.filter(prediction_key__digest=hashed(token), network__owner__is_active=True).afirst()


@router.post("/runs/{run_id}/key", response={200: KeyOut, 404: Problems})
async def make_key(request: HttpRequest, run_id: RunId) -> KeyOut:
    """A new key to a run's model, told this once; the one before it is void."""
    run = await run_to_change(request, run_id)
    need_model(run)
    token = await sync_to_async(PredictionKey.renew)(run.pk)
    return KeyOut(token=token, path=f"/api/predict/{run.pk}")


@router.delete("/runs/{run_id}/key", response={204: None, 404: Problems})
async def void_key(request: HttpRequest, run_id: RunId) -> Any:
    """Void the key to a run's model."""
    run = await run_to_change(request, run_id)
    await PredictionKey.objects.filter(run=run).adelete()
    return Status(HTTPStatus.NO_CONTENT, None)


@router.post(
    "/predict/{run_id}",
    throttle=throttles.QUESTIONS,
    auth=RunKey(),
    response={200: PredictOut, 401: Problems, 404: Problems, 422: Problems, 503: Problems},
)
async def predict_with_key(request: HttpRequest, run_id: RunId, body: PredictIn) -> Answer:
    """What a model says of one sample, to whoever has its key."""
    run: Run = request.auth  # type: ignore[attr-defined]  # ninja puts there what authenticate returned
    if run.pk != run_id:
        raise HttpError(HTTPStatus.NOT_FOUND, "This key opens another model. Take the address that was told with it.")
    need_model(run)
    return await infer("training.predict", {"run_id": run.pk, "inputs": body.inputs, "looked": body.looked})
