"""What is passed on of what the programs print, and programs that run only while they are wanted."""

from __future__ import annotations

import asyncio
import os
import sys

import pytest

from config import supervisor as supervising
from config.supervisor import MOST_DEATHS, KeepsDying, Program, Supervisor, is_news


@pytest.mark.parametrize("line", ["", "  ", "worker: Cold shutdown (MainProcess)", "12:signal-handler (1) Received SIGTERM scheduling shutdown..."])
def test_what_every_stop_prints_is_not_news(line: str) -> None:
    assert not is_news(line)


@pytest.mark.parametrize("line", ["Traceback (most recent call last):", "ERROR celery.worker.request: Hard time limit (5.0s) exceeded"])
def test_trouble_is_news(line: str) -> None:
    assert is_news(line)


async def test_a_program_that_no_one_asks_for_any_more_is_ended_and_starts_again_when_one_does() -> None:
    said: list[str] = []
    asked, printed = asyncio.Queue[bool](), asyncio.Condition()

    def say(text: str) -> None:
        said.append(text)
        asyncio.get_running_loop().create_task(tell())

    async def tell() -> None:
        async with printed:
            printed.notify_all()

    async def started(times: int) -> int:
        async with printed:
            await asyncio.wait_for(printed.wait_for(lambda: len(said) == times), 60)
        return int(said[-1].rpartition(" ")[2])

    async def is_wanted(seconds: float) -> bool:
        return await asked.get()

    supervisor = Supervisor(say)
    supervisor.start_on_demand(Program("shell", ["sh", "-c", "echo $$; exec sleep 60"], os.environ), is_wanted, 1.0)
    await asked.put(True)
    watch = os.pidfd_open(await started(1))
    for wish in (True, False, True):  # still needed, no longer, and again
        await asked.put(wish)
    await started(2)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(watch, ended.set)
    await asyncio.wait_for(ended.wait(), 60)
    asyncio.get_running_loop().remove_reader(watch)
    os.close(watch)
    await supervisor.stop()


@pytest.mark.parametrize("last_words", ["kill -9 $$", "exit 3"])
async def test_who_is_killed_is_always_started_again_and_who_fails_is_not(last_words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "FIRST_PAUSE", 0.001)
    deaths, often = 0, asyncio.Event()

    def say(text: str) -> None:
        nonlocal deaths
        deaths += "starting it again" in text
        if deaths > 2 * MOST_DEATHS:
            often.set()

    supervisor = Supervisor(say)
    await supervisor.start(Program("shell", ["sh", "-c", last_words], os.environ))
    if last_words.startswith("kill"):
        await asyncio.wait_for(often.wait(), 60)
        await supervisor.stop()
    else:
        with pytest.raises(KeepsDying, match="6 times in a row"):
            await asyncio.wait_for(supervisor.wait(), 60)
    assert often.is_set() == last_words.startswith("kill")


@pytest.mark.skipif(sys.platform != "linux", reason="priorities are read from /proc")
async def test_a_program_that_gives_way_does_so_to_the_sessions_of_the_others() -> None:
    lines: asyncio.Queue[str] = asyncio.Queue()
    supervisor = Supervisor(lines.put_nowait)
    command = ["sh", "-c", "nice; cat /proc/self/autogroup 2>/dev/null || echo alone nice 7; exec sleep 60"]
    await supervisor.start(Program("shell", command, os.environ, nice=7))
    told = [await asyncio.wait_for(lines.get(), 60) for _ in range(2)]
    await supervisor.stop()
    assert [line.split()[-1] for line in told] == ["7", "7"]
