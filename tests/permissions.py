"""Who may do what: a row for every route of the API, every page and every socket. `tests/config/test_permissions.py` tries each role on each.

The network that is asked for belongs to a student, and is shared with their class.
A former teacher is whose the class is, and who may teach no more. Write a row beside every new route; where no rule fits, write one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

ROLES = ("owner", "class-mate", "teacher", "teacher of another class", "stranger", "guest", "administrator", "former teacher", "no one")
Rule: TypeAlias = Mapping[str, str]
"""By role, what is answered: "in" for whoever is let in, whatever they then find, else how they are turned away."""
AWAY = {"not_signed_in": 401, "not_yours": 403, "forbidden": 403, "not_found": 404}


def rule(*, let_in: Iterable[str], away: str, no_one: str = "not_signed_in", **others: str) -> Rule:
    """These are let in, no one is asked to sign in, the others are turned away."""
    named = {role.replace("_", "-"): answer for role, answer in others.items()}
    return dict.fromkeys(ROLES, away) | dict.fromkeys(let_in, "in") | {"no one": no_one} | named


CLASS = ("owner", "class-mate", "teacher")
TEACHERS = ("teacher", "teacher of another class", "administrator")
SIGNED_IN = rule(let_in=ROLES[:-1], away="")
"""Everyone who is signed in, about what is their own or nobody's."""
READ = rule(let_in=CLASS, away="not_found")
"""Those who may see the network: here its owner, the class-mates and their teacher; and no one else, an administrator neither."""
CHANGE = rule(let_in=("owner",), away="not_found", class_mate="not_yours", teacher="not_yours")
"""Its owner; those who may see it are told that it is someone else's."""
OWN = rule(let_in=("owner",), away="not_found")
"""What is one person's alone: their data, files on their way, blocks."""
TEACH = rule(let_in=TEACHERS, away="forbidden")
"""Those who teach a class, whichever."""
THEIR_CLASS = rule(let_in=("teacher", "administrator"), away="not_found")
"""Who teaches this class, and administrators."""
MEMBERS = rule(let_in=("owner", "class-mate", "teacher", "administrator"), away="not_found")
"""Everybody in the class of an assignment, and administrators."""
GIVE = rule(let_in=("teacher", "administrator"), away="not_found", owner="forbidden", class_mate="forbidden")
"""Who gives the assignment; the members of the class are told that they do not."""
HANDED_IN = rule(let_in=("owner", "teacher", "administrator"), away="not_found")
"""Who handed in, and who teaches the class."""
TAKE = rule(let_in=(*CLASS, "administrator"), away="not_found")
"""Those for whom a class's lesson is: its members and its teacher, and administrators."""
THEIR_WALL = rule(let_in=("teacher",), away="not_found", owner="forbidden", class_mate="forbidden", administrator="forbidden")
"""The teacher of this class alone; who is in it, and an administrator, are told so."""
KEY = rule(let_in=(), away="not_signed_in")
"""Nobody by being signed in: it takes the key."""

ROUTES: dict[str, Rule] = {
    "get /me": SIGNED_IN,
    "get /catalog": SIGNED_IN,
    "get /templates": SIGNED_IN,
    "get /networks": SIGNED_IN,
    "post /networks": SIGNED_IN,
    "get /networks/{network_id}": READ,
    "put /networks/{network_id}": CHANGE,
    "delete /networks/{network_id}": CHANGE,
    "post /networks/{network_id}/duplicate": CHANGE,
    "post /networks/{network_id}/fork": READ,
    "get /networks/{network_id}/analysis": READ,
    "get /networks/{network_id}/code": READ,
    "get /networks/{network_id}/code/{written_as}": READ,
    "get /networks/{network_id}/dataset": READ,
    "get /networks/{network_id}/schedule": READ,
    "get /networks/{network_id}/runs": READ,
    "post /networks/{network_id}/runs": CHANGE,
    "get /networks/{network_id}/sharing": CHANGE,
    "put /networks/{network_id}/sharing": CHANGE,
    "post /networks/{network_id}/sharing/link": CHANGE,
    "get /networks/{network_id}/sweeps": READ,
    "post /networks/{network_id}/sweeps": CHANGE,
    "get /shared": SIGNED_IN,
    "post /analyse": SIGNED_IN,
    "post /code": SIGNED_IN,
    "post /code/script": SIGNED_IN,
    "post /code/notebook": SIGNED_IN,
    "post /code/module": SIGNED_IN,
    "post /code/bundle": SIGNED_IN,
    "post /schedule": SIGNED_IN,
    "post /verify": SIGNED_IN,
    "post /preprocessing": OWN,
    "post /read-code": SIGNED_IN,
    "post /read": SIGNED_IN,
    "post /read-weights": SIGNED_IN,
    "get /blocks": SIGNED_IN,
    "post /blocks": SIGNED_IN,
    "delete /blocks/{block_id}": OWN,
    "get /runs": SIGNED_IN,
    "get /runs/{run_id}": READ,
    "delete /runs/{run_id}": CHANGE,
    "patch /runs/{run_id}/annotation": CHANGE,
    "get /runs/{run_id}/archive": READ,
    "get /runs/{run_id}/best": READ,
    "post /runs/{run_id}/continue": CHANGE,
    "get /runs/{run_id}/dataset": READ,
    "get /runs/{run_id}/events": READ,
    "get /runs/{run_id}/exports": READ,
    "post /runs/{run_id}/exports": CHANGE,
    "get /runs/{run_id}/exports/{format}": READ,
    "get /runs/{run_id}/eyes/afterwards": READ,
    "get /runs/{run_id}/eyes/boundary/{epoch}": READ,
    "get /runs/{run_id}/eyes/chosen": READ,
    "get /runs/{run_id}/eyes/judged/{epoch}": READ,
    "get /runs/{run_id}/eyes/layers/{epoch}": READ,
    "get /runs/{run_id}/eyes/neurons/{node}": READ,
    "get /runs/{run_id}/eyes/plane": READ,
    "get /runs/{run_id}/eyes/samples/{part}/{index}": READ,
    "get /runs/{run_id}/eyes/weights": READ,
    "get /runs/{run_id}/history.csv": READ,
    "post /runs/{run_id}/key": CHANGE,
    "delete /runs/{run_id}/key": CHANGE,
    "get /runs/{run_id}/log": READ,
    "get /runs/{run_id}/model": READ,
    "post /runs/{run_id}/pause": CHANGE,
    "post /runs/{run_id}/predict": READ,
    "post /runs/{run_id}/rate": CHANGE,
    "post /runs/{run_id}/resume": CHANGE,
    "get /runs/{run_id}/samples": READ,
    "get /runs/{run_id}/script": READ,
    "post /runs/{run_id}/step": CHANGE,
    "post /runs/{run_id}/stop": CHANGE,
    "post /predict/{run_id}": KEY,
    "get /sweeps/{sweep_id}": READ,
    "delete /sweeps/{sweep_id}": CHANGE,
    "post /sweeps/{sweep_id}/pause": CHANGE,
    "post /sweeps/{sweep_id}/resume": CHANGE,
    "post /sweeps/{sweep_id}/stop": CHANGE,
    "get /sweeps/{sweep_id}/table.csv": READ,
    "get /datasets": SIGNED_IN,
    "post /datasets": OWN,
    "get /datasets/{name}": OWN,
    "patch /datasets/{name}": OWN,
    "delete /datasets/{name}": OWN,
    "get /datasets/{name}/samples": OWN,
    "get /datasets/{name}/files/{file}": OWN,
    "post /uploads": SIGNED_IN,
    "get /uploads/{upload_id}": OWN,
    "patch /uploads/{upload_id}": OWN,
    "delete /uploads/{upload_id}": OWN,
    "post /uploads/{upload_id}/inspection": OWN,
    "post /keras-datasets": SIGNED_IN,
    "get /workers": SIGNED_IN,
    "get /limits": SIGNED_IN,
    "put /limits/{role}": TEACH,
    "get /classes": TEACH,
    "post /classes": TEACH,
    "get /classes/{class_id}": THEIR_CLASS,
    "patch /classes/{class_id}": THEIR_CLASS,
    "delete /classes/{class_id}": THEIR_CLASS,
    "get /classes/{class_id}/join.svg": THEIR_CLASS,
    "patch /classes/{class_id}/members/{member_id}": THEIR_CLASS,
    "delete /classes/{class_id}/members/{member_id}": THEIR_CLASS,
    "post /classes/{class_id}/members/{member_id}/phrase": THEIR_CLASS,
    "get /classes/{class_id}/assignments": MEMBERS,
    "post /classes/{class_id}/assignments": GIVE,
    "post /classes/{class_id}/assignments/file": GIVE,
    "post /classes/{class_id}/assignments/library/{name}": GIVE,
    "get /assignments/{assignment_id}": MEMBERS,
    "put /assignments/{assignment_id}": GIVE,
    "delete /assignments/{assignment_id}": GIVE,
    "get /assignments/{assignment_id}/file": GIVE,
    "get /assignments/{assignment_id}/hand-ins": MEMBERS,
    "post /assignments/{assignment_id}/hand-ins": MEMBERS,
    "get /assignments/{assignment_id}/marks.csv": GIVE,
    "post /assignments/{assignment_id}/pictures": GIVE,
    "get /assignments/{assignment_id}/pictures/{name}": MEMBERS,
    "delete /assignments/{assignment_id}/pictures/{name}": GIVE,
    "post /assignments/{assignment_id}/rules": MEMBERS,
    "post /assignments/{assignment_id}/start": MEMBERS,
    "get /hand-ins/{hand_in_id}": HANDED_IN,
    "post /hand-ins/{hand_in_id}/check": HANDED_IN,
    "post /hand-ins/{hand_in_id}/comments": HANDED_IN,
    "delete /hand-ins/{hand_in_id}/comments/{comment_id}": {**HANDED_IN, "owner": "not_yours"},
    "put /hand-ins/{hand_in_id}/marks": {**HANDED_IN, "owner": "forbidden"},
    "get /library": TEACH,
    "get /lessons": SIGNED_IN,
    "get /lessons/{lesson_name}/file": TAKE,
    "post /lessons/{lesson_name}/start": TAKE,
    "get /networks/{network_id}/lesson": CHANGE,
    "put /networks/{network_id}/lesson": CHANGE,
    "post /networks/{network_id}/lesson": CHANGE,
    "delete /networks/{network_id}/lesson": CHANGE,
    "get /classes/{class_id}/lessons": THEIR_CLASS,
    "post /classes/{class_id}/lessons": THEIR_CLASS,
    "delete /classes/{class_id}/lessons/{lesson_id}": THEIR_CLASS,
    "get /networks/{network_id}/assignment": READ,
    "get /classes/{class_id}/wall": THEIR_WALL,
    "patch /classes/{class_id}/wall": THEIR_WALL,
    "get /account": SIGNED_IN,
    "get /account/archive": SIGNED_IN,
    "post /account/password": rule(let_in=(), away="no_password"),
    "post /account/delete": SIGNED_IN,
}

EVERYONE = dict.fromkeys(ROLES, "200")
FORM_ALONE = dict.fromkeys(ROLES, "405")
SIGN_IN = "to /login"
PAGES: dict[str, Rule] = {
    "login": dict.fromkeys(ROLES, "to /") | {"no one": "200", "guest": "200"},
    "logout": FORM_ALONE,
    "shared/<str:token>": dict.fromkeys(ROLES, "404"),
    "join": EVERYONE,
    "join/<str:code>": EVERYONE,
    "joined": dict.fromkeys(ROLES, "to /"),
    "come-back": EVERYONE,
    "look-around": FORM_ALONE,
    r"^(?!api/|static/|ws/)(?P<path>.*)$": EVERYONE | {"no one": SIGN_IN},
}
"""By the pattern of their address, what a GET is answered: a status, or where it leads."""
ADMINISTRATION = dict.fromkeys(ROLES, "404") | {"administrator": "in", "no one": SIGN_IN}
"""Every page under admin/."""

READER = rule(let_in=CLASS, away="4404", no_one="4401")
SOCKETS: dict[str, Rule] = {
    "ws/classes/<str:id>": READER,
    "ws/networks/<str:id>": READER,
    "ws/runs/<str:id>": READER,
    "ws/sweeps/<str:id>": READER,
}
"""By the pattern of their address, "in", or the code with which they close at once."""

NO_ROW = (
    "{what} has no row in tests/permissions.py. Write one that says what each role is answered: READ where it takes a network that may be seen, "
    "CHANGE where it takes one's own, SIGNED_IN, OWN, TEACH or THEIR_CLASS; or a rule of its own."
)
