"""Training's endpoints."""

from ninja import Router

router = Router()
