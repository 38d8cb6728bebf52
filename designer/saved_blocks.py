"""A person's own palette: blocks kept for every network. Thin: parse, call, answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import Field, model_validator

from config import throttles
from designer import access
from designer.core.blocks import PREFIX, block_name
from designer.core.document import Block, BlockName, Document
from designer.core.problems import Frozen
from designer.models import SavedBlock

MOST = 200

router = Router(tags=["blocks"], by_alias=True)
BlockId = Annotated[str, Path(max_length=16)]


class NewSavedBlock(Frozen):
    """A block to keep: its name, and a document whose blocks hold it and those that stand in it."""

    name: BlockName
    document: Document

    @model_validator(mode="after")
    def _is_there(self) -> NewSavedBlock:
        if self.name not in self.document.blocks:
            raise ValueError(f"The document has no block called {self.name}.")
        return self


class SavedBlockOut(Schema):
    """A block that is kept, with the blocks that stand in it."""

    id: str
    name: str
    blocks: dict[str, Block] = Field(description="The block itself, and those that it uses.")


@router.get("/blocks", response=list[SavedBlockOut])
async def saved_blocks(request: HttpRequest) -> list[SavedBlockOut]:
    """The blocks of whoever asks, by name."""
    user = access.person(request)
    return [_out(saved) async for saved in SavedBlock.objects.filter(owner_id=user.pk)]


@router.post("/blocks", throttle=throttles.MAKING, response={201: SavedBlockOut})
async def save_block(request: HttpRequest, body: NewSavedBlock) -> Status[SavedBlockOut]:
    """Keep a block; one of the same name is replaced."""
    user = access.person(request)
    kept = SavedBlock.objects.filter(owner_id=user.pk)
    if await kept.acount() >= MOST and not await kept.filter(name=body.name).aexists():
        raise HttpError(HTTPStatus.CONFLICT, f"A palette holds at most {MOST} blocks of one's own. Delete one first.")
    blocks = {name: body.document.blocks[name].model_dump(mode="json", by_alias=True) for name in _needed(body.document.blocks, body.name)}
    saved, _ = await SavedBlock.objects.aupdate_or_create(owner_id=user.pk, name=body.name, defaults={"blocks": blocks})
    return Status(HTTPStatus.CREATED, _out(saved))


@router.delete("/blocks/{block_id}", response={204: None})
async def delete_block(request: HttpRequest, block_id: BlockId) -> Status[None]:
    """Keep a block no longer."""
    user = access.person(request)
    gone, _ = await SavedBlock.objects.filter(pk=block_id, owner_id=user.pk).adelete()
    if not gone:
        raise HttpError(HTTPStatus.NOT_FOUND, "There is no such block, or it is not yours.")
    return Status(HTTPStatus.NO_CONTENT, None)


def _needed(blocks: Mapping[str, Block], name: str) -> list[str]:
    """A block and those that stand in it, directly or within others."""
    found = [name]
    for one in found:
        found.extend(other for other in _used(blocks[one]) if other in blocks and other not in found)
    return found


def _used(block: Block) -> Iterator[str]:
    return iter(dict.fromkeys(block_name(node.layer) for node in block.nodes if node.layer.startswith(PREFIX)))


def _out(saved: SavedBlock) -> SavedBlockOut:
    blocks = {name: Block.model_validate(block) for name, block in saved.blocks.items()}
    return SavedBlockOut(id=saved.pk, name=saved.name, blocks=blocks)
