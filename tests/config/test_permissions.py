"""Every route, page and socket, tried by every role. What each is to be answered stands in tests/permissions.py."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django.fixtures import Settings

from assignments.models import Assignment, HandIn, Picture
from config import asgi
from config.api import api
from config.roles import give_role
from designer import analysis_client
from designer.core.lessons import shelf
from designer.models import Network, SavedBlock
from tests.classroom.people import make_class, make_person
from tests.permissions import ADMINISTRATION, AWAY, CHANGE, NO_ROW, PAGES, READ, ROLES, ROUTES, SOCKETS, Rule
from tests.training.make_run import make_document, make_network, make_run
from tests.training.make_sweep import make_search
from tests.training.socket_client import SocketClient
from training.core import datasets
from training.core.own_data import store
from training.core.own_data.recipe import Recipe
from training.core.withholding import HIDDEN
from training.dataset_models import Dataset, Upload, make_name
from training.models import Sweep

PLACES = {
    "written_as": "module",
    "format": "onnx",
    "epoch": "1",
    "part": "held_out",
    "index": "0",
    "role": "guest",
    "file": "sesame.csv",
    "node": "dense",
}
NAMES = {"/pictures/": "sesame.png", "/library/": "digits"}
QUERIES = {
    "get /runs/{run_id}/eyes/plane": "?across=0&up=1",
    "get /networks/{network_id}/schedule": "?steps=4",
    "patch /uploads/{upload_id}": "?offset=0",
}
OF_A_NETWORK = [route for route, row in ROUTES.items() if row is READ or row is CHANGE]
LIMITS = {"runs": 1, "minutes": 1, "parameters": 1, "upload_mb": 1, "storage_mb": 1}


class World:
    """A class with everything in it, and people in and around it. What nobody else may be told is called Sesame, who nobody is to be shown Linus.

    What is its teacher's alone is called Abracadabra: hidden samples, a solution, an assignment that is not published.
    """

    def __init__(self) -> None:
        teacher, other = make_person("teacher", "teacher"), make_person("other", "teacher")
        self.klass = make_class(teacher, name="Class Sesame")
        elsewhere = make_class(other, name="8a")
        owner, stranger = self._student("quendolin", "Quendolin"), self._person("zebulon")
        self.people: dict[str, User | None] = {
            "owner": owner,
            "class-mate": self._student("grizel", "Grizel"),
            "teacher": teacher,
            "teacher of another class": other,
            "stranger": stranger,
            "guest": make_person("guest-1", "guest"),
            "administrator": make_person("root", "administrator"),
            "former teacher": make_person("former", "student"),
            "no one": None,
        }
        self.linus = self.klass.members.create(user=self._person("linus-account"), nickname="Linus", key="linus")
        elsewhere.members.create(user=stranger, nickname="Zebulon", key="zebulon")
        self.network = make_network("quendolin", make_search().model_copy(update={"name": "Network Sesame"}))
        self.share("class")
        self.run = make_run(network=self.network, state="finished", has_model=True)
        given = {"document": self.network.document, "planned": 4}
        self.sweep = Sweep.objects.create(network=self.network, number=1, name="Sweep Sesame", **given)
        self.block = SavedBlock.objects.create(owner=owner, name="Block Sesame", blocks={})
        self.upload = Upload.objects.create(owner=owner, name="upload-sesame.csv", size=9)
        self.dataset = Dataset.objects.create(owner=owner, title="Data Sesame", kind="table", bytes=1)
        data = {"dataset": "iris", "visible": make_name(), "solution": make_document().model_copy(update={"name": "Abracadabra"}).to_json()}
        self.assignment = Assignment.objects.create(klass=self.klass, title="Assignment Sesame", published=True, **data)
        self.draft = Assignment.objects.create(klass=self.klass, title="Abracadabra", text="Abracadabra")
        self.picture = Picture.objects.create(assignment=self.assignment, name="sesame.png", content_type="image/png", bytes=9)
        frozen = Network.objects.create(owner=owner, name="Handed in by Sesame", document=self.network.document, frozen=True)
        self.check = make_run(network=frozen, state="finished", has_model=True)
        kept = {"person": owner, "number": 1, "network": frozen, "check_run": self.check, "facts": {}}
        self.hand_in = HandIn.objects.create(assignment=self.assignment, **kept)
        self.comment = self.hand_in.comments.create(author=teacher, text="Sesame?")
        self.lesson = self.klass.lessons.create(file="sesame.md", text=shelf.source("neuron") or "")
        self.secrets = ("sesame", "abracadabra", "linus", "quendolin", self.klass.code.lower(), str(django_settings.DATA_DIR).lower())

    def _person(self, name: str) -> User:
        person = User.objects.create(username=name)
        person.set_unusable_password()
        person.save()
        give_role(person, "student")
        return person

    def _student(self, name: str, nickname: str) -> User:
        person = self._person(name)
        self.klass.members.create(user=person, nickname=nickname, key=nickname.lower())
        return person

    def share(self, setting: str) -> None:
        """Share the network like this."""
        self.network.shared = setting
        self.network.save(update_fields=["shared"])

    def browser(self, role: str) -> Client:
        """That person's browser."""
        teacher = self.people["former teacher" if role == "former teacher" else "teacher"]
        assert teacher is not None
        self.klass.teacher = teacher
        self.klass.save()
        client, person = Client(), self.people[role]
        if person is not None:
            client.force_login(person)
        return client

    def lay_files(self) -> None:
        """Put the files in their places, which are not taken back with what a request changed."""
        spec = datasets.find("iris")
        assert spec is not None
        visible, hidden = store.folder_of(self.assignment.visible), self.assignment.folder / HIDDEN / self.assignment.visible
        folders = (self.run.folder, self.check.folder, self.upload.path.parent, self.dataset.folder, self.picture.path.parent, visible, hidden)
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        self.run.model_file.write_bytes(b"a model")
        self.check.model_file.write_bytes(b"a model")
        self.upload.path.touch()
        self.picture.path.write_bytes(b"a picture")
        store.write_arrays(hidden, HIDDEN, {"text": np.array(["Abracadabra"], object)})
        store.describe(visible, spec.model_copy(update={"name": self.assignment.visible, "title": "Visible Sesame", "own": True}))
        (self.dataset.folder / "recipe.json").write_text(Recipe(kind="table").model_dump_json())
        store.describe(self.dataset.folder, spec.model_copy(update={"name": self.dataset.pk, "title": "Data Sesame", "own": True}))

    def call(self, client: Client, route: str, **others: str) -> Any:
        """Ask a route, of other things than those of before where that is said; whatever it changes is taken back."""
        self.lay_files()
        method, path = route.split()
        places = PLACES | {
            "network_id": self.network.pk,
            "run_id": self.run.pk,
            "sweep_id": self.sweep.pk,
            "block_id": self.block.pk,
            "upload_id": self.upload.pk,
            "class_id": self.klass.pk,
            "member_id": self.linus.pk,
            "assignment_id": self.assignment.pk,
            "hand_in_id": self.hand_in.pk,
            "comment_id": self.comment.pk,
            "lesson_id": self.lesson.pk,
            "lesson_name": f"class-{self.lesson.pk}",
        }
        places["name"] = next((name for part, name in NAMES.items() if part in route), self.dataset.pk)
        address = "/api" + path.format(**places | others) + QUERIES.get(route, "")
        body = {} if method == "get" else {"data": json.dumps(self._body(route)), "content_type": "application/json"}
        with transaction.atomic():
            answer: Any = getattr(client, method)(address, **body)
            transaction.set_rollback(True)
        return answer

    def _body(self, route: str) -> Any:
        document = self.network.document
        bodies: dict[str, Any] = {
            "put /networks/{network_id}": {"revision": 1, "document": document},
            "put /networks/{network_id}/sharing": {"shared": "public"},
            "post /networks/{network_id}/runs": {"document": document},
            "post /networks/{network_id}/sweeps": {"document": document},
            "post /preprocessing": {"document": document, "dataset": self.dataset.pk, "choices": [{"field": "features", "normalise": True}]},
            "post /runs/{run_id}/exports": {"format": "onnx"},
            "post /runs/{run_id}/predict": {"inputs": {}},
            "post /runs/{run_id}/rate": {"learning_rate": 0.1},
            "post /runs/{run_id}/continue": {"epochs": 1},
            "post /datasets": {"upload": self.upload.pk, "title": "New", "recipe": {"kind": "table"}},
            "patch /datasets/{name}": {"title": "New"},
            "put /limits/{role}": LIMITS,
            "post /classes": {"name": "New", "ends": str(self.klass.ends)},
            "post /classes/{class_id}/assignments": {"title": "New"},
            "put /assignments/{assignment_id}": {"title": "New"},
            "post /assignments/{assignment_id}/hand-ins": {"network": self.network.pk},
            "post /assignments/{assignment_id}/rules": {"document": document},
            "post /hand-ins/{hand_in_id}/comments": {"text": "Why?"},
            "post /classes/{class_id}/lessons": {"file": "new.md", "text": self.lesson.text},
            "post /account/password": {"old": "old", "new": "a new one of length"},
        }
        return bodies.get(route, {})


@pytest.fixture
def world(db: None, redis: Any) -> World:
    return World()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Workers that answer everything at once: what they were asked."""
    questions: list[str] = []

    async def send(task: str, *_: object) -> None:
        questions.append(task)

    async def answer(*_: object) -> str:
        return '422\n{"problems": [{"code": "asked", "message": "A worker was asked."}]}'

    monkeypatch.setattr(analysis_client, "_pop", answer)
    monkeypatch.setattr(analysis_client, "_send", send)
    monkeypatch.setattr(analysis_client, "ask_for", send)
    return questions


def routes() -> list[str]:
    """Every route of the API."""
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    return [f"{method} {path}" for path, methods in paths.items() for method in methods]


def patterns(resolver: URLResolver | None = None, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every page, with the pattern of its address."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            if address != "api/":
                yield from patterns(entry, address)
        else:
            yield address, entry


def outcome(answer: Any) -> str:
    """How somebody was turned away, or "in", whatever they found then."""
    if answer.status_code not in (401, 403, 404):
        return "in"
    [problem] = answer.json()["problems"]
    is_missing = problem["code"] == "not_found" and not problem["message"].startswith("There is no ")
    return "in" if is_missing else str(problem["code"])


def row_of(table: dict[str, Rule], name: str, what: str) -> Rule:
    assert name in table, NO_ROW.format(what=what)
    return table[name]


@pytest.mark.parametrize("name", [*routes(), *(name for name, _ in patterns() if not name.startswith("admin/"))])
def test_whoever_adds_a_route_says_who_may_use_it(name: str) -> None:
    assert name in ROUTES or name in PAGES, NO_ROW.format(what=name)


def test_there_is_no_row_for_what_is_gone() -> None:
    sockets = {str(route.pattern) for route in asgi.sockets.routes if str(route.pattern)}
    assert {*ROUTES} <= {*routes()}
    assert {*PAGES} <= {name for name, _ in patterns()}
    assert {*SOCKETS} == sockets, [NO_ROW.format(what=name) for name in sockets - {*SOCKETS}]


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_answered_on_every_route_as_its_row_says(world: World, asked: list[str], role: str) -> None:
    client = world.browser(role)
    answers = {route: world.call(client, route) for route in ROUTES}
    assert {route: outcome(answer) for route, answer in answers.items()} == {route: row[role] for route, row in ROUTES.items()}
    refusals = {route: answer for route, answer in answers.items() if ROUTES[route][role] in AWAY}
    assert [route for route, answer in refusals.items() if answer.status_code != AWAY[ROUTES[route][role]]] == []
    assert [route for route, answer in refusals.items() if tells(answer, world.secrets)] == []


def tells(answer: Any, names: tuple[str, ...]) -> list[str]:
    """Which of these names stand in an answer."""
    body = "" if answer.streaming else answer.content.decode("utf-8", "replace").lower()
    return [name for name in names if name in body]


@pytest.mark.parametrize("role", ["owner", "class-mate"])
def test_no_route_tells_a_student_of_hidden_samples_of_solutions_or_of_what_is_not_published(world: World, asked: list[str], role: str) -> None:
    client, visible = world.browser(role), world.assignment.visible
    wishes: tuple[dict[str, str], ...] = (
        {},
        {"network_id": world.hand_in.network_id, "run_id": world.check.pk, "name": visible, "file": f"{HIDDEN}-0-text.npy"},
        {"assignment_id": world.draft.pk, "name": HIDDEN, "file": f"{HIDDEN}.json"},
        {"name": f"..%2Fassignments%2F{world.assignment.pk}%2F{HIDDEN}%2F{visible}", "file": f"..%2F{HIDDEN}-0-text.npy"},
    )
    asks = [(route, wish) for route in ROUTES for wish in wishes if not wish or any(f"{{{name}}}" in route for name in wish)]
    assert [(route, wish) for route, wish in asks if b"abracadabra" in inside(world.call(client, route, **wish)).lower()] == []
    assert world.call(client, "get /datasets/{name}", name=visible).status_code == 200
    assert b"Abracadabra" in inside(world.call(world.browser("teacher"), "get /assignments/{assignment_id}"))


async def _joined(answer: Any) -> bytes:
    return b"".join([part async for part in answer])


def inside(answer: Any) -> bytes:
    """All that an answer holds; of an archive, what is in it."""
    data = async_to_sync(_joined)(answer) if answer.streaming and answer.is_async else answer.getvalue()
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


@pytest.mark.parametrize("role", ["stranger", "no one"])
def test_what_is_public_is_read_by_everyone_on_every_route_and_changed_by_nobody_else(world: World, asked: list[str], role: str) -> None:
    world.share("public")
    client = world.browser(role)
    found = {route: outcome(world.call(client, route)) for route in OF_A_NETWORK}
    changing = "not_signed_in" if role == "no one" else "not_yours"
    forks = {"post /networks/{network_id}/fork": "not_signed_in"} if role == "no one" else {}
    assert found == {route: "in" if ROUTES[route] == READ else changing for route in found} | forks


@pytest.mark.parametrize(
    ("role", "reads", "changes"), [("class-mate", *["not_found"] * 2), ("administrator", *["not_found"] * 2), ("teacher", "in", "not_yours")]
)
def test_what_is_private_is_read_by_its_owner_and_the_teacher_of_their_class_alone(
    world: World, asked: list[str], role: str, reads: str, changes: str
) -> None:
    world.share("private")
    client = world.browser(role)
    found = {route: outcome(world.call(client, route)) for route in OF_A_NETWORK}
    assert found == {route: reads if ROUTES[route] == READ else changes for route in found}


@pytest.mark.parametrize("role", ["class-mate", "stranger", "guest", "teacher of another class", "no one"])
def test_nobody_lists_the_people_of_a_class_that_they_do_not_teach(world: World, asked: list[str], role: str) -> None:
    client = world.browser(role)
    answers = {route: world.call(client, route) for route in ROUTES if route.startswith("get ")}
    told = {route: names for route, answer in answers.items() if (names := tells(answer, ("linus", "zebulon" if role != "stranger" else "grizel")))}
    assert told == {}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_answered_on_every_page_as_its_row_says_and_under_strict_policies(
    world: World, settings: Settings, tmp_path: Any, role: str
) -> None:
    settings.LOOPBACK = False
    index = tmp_path / "static" / "app" / "index.html"
    index.parent.mkdir(parents=True)
    index.write_text("<html><head></head></html>")
    settings.BASE_DIR = tmp_path
    client = world.browser(role)
    found, wanted = {}, {}
    for name, pattern in patterns():
        answer = client.get(f"/{_address(name, pattern, world)}")
        assert_strict(answer, name)
        is_admin = name.startswith("admin/")
        while is_admin and role != "administrator" and answer.headers.get("Location", "").startswith("/admin/"):
            answer = client.get(answer.headers["Location"])
        found[name] = _where(answer, is_admin and role == "administrator")
        wanted[name] = (ADMINISTRATION if is_admin else row_of(PAGES, name, f"the page {name}"))[role]
        if role not in ("teacher", "administrator"):
            assert tells(answer, ("linus",)) == []
    assert found == wanted


def _address(name: str, pattern: URLPattern, world: World) -> str:
    """An address that a pattern takes."""
    if name.startswith("^"):
        return f"networks/{world.network.pk}"
    name = re.sub(r"\^\(\?P<app_label>[a-z|]+\)/\$", "auth/", name)
    values = {"str:token": "wrong", "str:code": world.klass.code, "path:object_id": "1", "id": "1", "path:content_type_id": "1"}
    for given, value in values.items():
        name = name.replace(f"<{given}>", value)
    assert "<" not in name, f"Say in _address what stands for the parameter of {name}."
    return name


def _where(answer: Any, of_administration: bool) -> str:
    """What a page was answered with: its status, or where it leads; of an administration that is there, "in"."""
    place = answer.headers.get("Location", "").partition("?")[0]
    if place in ("/", "/login"):
        return f"to {place}"
    return "in" if of_administration else str(answer.status_code)


def assert_strict(answer: Any, name: str) -> None:
    """An answer's headers allow nothing that a page could be abused by, and its own markup needs none of it."""
    policy = answer.headers["Content-Security-Policy"]
    directives = {words[0]: words[1:] for words in (part.split() for part in policy.split(";"))}
    assert not {"unsafe-inline", "unsafe-eval", "*", "http:", "https:"} & {word.strip("'") for words in directives.values() for word in words}, name
    assert directives["default-src"] == ["'self'"]
    assert directives["script-src"] == ["'self'"]
    assert [directives[part] for part in ("object-src", "base-uri", "frame-ancestors")] == [["'none'"]] * 3
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    body = "" if answer.streaming else answer.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>|<[^>]+\son[a-z]+=|javascript:", body), f"{name} has a script in its markup"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("redis")
async def test_each_role_is_answered_on_every_socket_as_its_row_says() -> None:
    world = await sync_to_async(World)()
    found = {}
    for name in SOCKETS:
        kind = name.split("/")[1]
        place = {"networks": world.network, "runs": world.run, "sweeps": world.sweep, "classes": world.klass}[kind].pk
        for role in ROLES:
            socket = SocketClient(asgi.application, await sync_to_async(world.browser)(role), f"/{name.replace('<str:id>', place)}")
            await socket.open()
            message = await socket.receive()
            found[name, role] = str(message["code"]) if message["type"] == "websocket.close" else "in"
            await socket.close()
    assert found == {(name, role): answer for name, row in SOCKETS.items() for role, answer in row.items()}


def test_what_a_worker_answers_is_throttled(world: World, asked: list[str]) -> None:
    throttled = {
        f"{method.lower()} {path if path.startswith('/') else f'/{path}'}"
        for _, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        if operation.throttle_objects
        for method in operation.methods
    }
    client = world.browser("owner")
    asking = set()
    for route in ROUTES:
        before = len(asked)
        world.call(client, route)
        if len(asked) > before:
            asking.add(route)
    assert len(asking) > 10
    assert asking <= throttled, "Give these routes a throttle of config/throttles.py: they have a worker compute."
