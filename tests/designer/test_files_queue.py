"""The queue for files: one piece of work a child, bounded in time and memory, and a sentence when either runs out."""

from __future__ import annotations

import asyncio
import json
import os
import resource
import signal
import subprocess
import sys
import time
from typing import Any

import pytest
from redis import Redis

from config import worker_commands
from config.celery import app
from config.demand import wish_key
from designer import analysis_client, answers
from designer.analysis_client import Answer, ask
from tests.designer.test_asking import CHAIN, long_to_analyse
from tests.running import ROOT

FILES = "files"
OUT_OF_MEMORY = "from config.processes import bound_memory; bound_memory(400_000_000); bytearray(500_000_000)"


def code_of(answer: Answer) -> str:
    return str(json.loads(answer.content)["problems"][0]["code"])


def busy_child() -> int:
    """The process that works, once one does."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        tasks = [task for tasks in (app.control.inspect(timeout=1).active() or {}).values() for task in tasks]
        if pids := [task["worker_pid"] for task in tasks if task["worker_pid"] and task["delivery_info"]["routing_key"] == FILES]:
            return int(pids[0])
    raise AssertionError("no child took the question")


def analysing(document: dict[str, Any], seconds: float | None = None) -> asyncio.Task[Answer]:
    return asyncio.create_task(ask("designer.analyse", {"document": document}, queue=FILES, seconds=seconds))


@pytest.mark.usefixtures("files_worker")
class TestWithAWorker:
    async def test_work_that_takes_longer_than_asked_for_is_killed_and_the_next_is_done(self) -> None:
        answer = await analysing(long_to_analyse(), seconds=2)
        assert (answer.status_code, code_of(answer)) == (422, "too_slow")
        assert "longer than 2 s" in answer.content.decode()
        assert (await analysing(CHAIN)).status_code == 200

    async def test_a_child_that_is_killed_answers_at_once_that_memory_ran_out(self) -> None:
        asked = analysing(long_to_analyse())
        pid = await asyncio.to_thread(busy_child)
        assert resource.prlimit(pid, resource.RLIMIT_DATA)[0] == worker_commands.FILES_MEMORY
        os.kill(pid, signal.SIGKILL)
        answer = await asyncio.wait_for(asked, 60)
        assert (answer.status_code, code_of(answer)) == (422, "out_of_memory")

    async def test_the_next_child_is_there_at_once(self) -> None:
        began = time.monotonic()
        for _ in range(8):
            assert (await analysing({"nodes": 3})).status_code == 422
        assert time.monotonic() - began < 30  # the pool's own look for children that have ended comes every 5 s


async def test_a_worker_that_is_busy_for_long_is_told_as_such(monkeypatch: pytest.MonkeyPatch, redis: Redis) -> None:
    monkeypatch.setattr(analysis_client, "WAITING_SECONDS", 0.1)
    monkeypatch.setitem(analysis_client.MANNERS, "nobody", analysis_client.FILES)
    answer = await ask("designer.analyse", {"document": CHAIN}, queue="nobody")
    assert (answer.status_code, code_of(answer)) == (503, "no_worker")
    assert "busy" in answer.content.decode()
    assert redis.llen(wish_key("nobody")) == 1


def test_memory_beyond_the_bound_is_refused_to_the_process() -> None:
    ended = subprocess.run([sys.executable, "-c", OUT_OF_MEMORY], capture_output=True, text=True, check=False, cwd=ROOT)
    assert "MemoryError" in ended.stderr


def test_memory_that_ran_out_is_a_sentence() -> None:
    def greedy() -> str:
        raise MemoryError

    status, _, body = answers._answer(greedy, {}).partition("\n")
    assert (status, json.loads(body)["problems"][0]["code"]) == ("422", "out_of_memory")
