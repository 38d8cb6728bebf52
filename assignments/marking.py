"""What a teacher says of hand-ins: other points, words on a node, a table of marks."""

from __future__ import annotations

import csv
import io
from functools import partial
from http import HTTPStatus

from django.db import transaction
from ninja.errors import HttpError

from assignments.models import Assignment, Comment, HandIn
from assignments.outputs import hand_ins_of
from assignments.reach import Standing
from assignments.results import results_of, state_of
from assignments.rules import title_of, totals
from assignments.schemas import Marks, NewComment
from classroom.news import announce_room
from designer.answers import Refusal
from designer.core.document import parse
from designer.core.problems import Problem

MOST_COMMENTS = 200
BYTE_ORDER_MARK = "\ufeff"  # by which programs that open tables know UTF-8
FORMULAS = ("=", "+", "-", "@", "\t", "\r")  # what makes a cell a formula where a table is opened


MARKED_MEANWHILE = (
    "This hand-in was marked in another window, or checked again, since you opened it here. Copy what you typed, load the page again, and put it in."
)


@transaction.atomic
def mark(hand_in: HandIn, body: Marks) -> None:
    """Keep what the teacher says instead of the checks. Raises Refusal."""
    hand_in.refresh_from_db(from_queryset=HandIn.objects.select_for_update())
    if body.based_on is not None and body.based_on != hand_in.revision:
        raise Refusal(Problem(code="changed_meanwhile", message=MARKED_MEANWHILE), status=HTTPStatus.CONFLICT)
    count = len(hand_in.rules)
    for given in body.rules:
        if given.rule >= count:
            raise Refusal(Problem(code="no_such_rule", message=f"This was checked by {count:,} rules; received one for rule {given.rule + 1:,}."))
    hand_in.marks = {str(given.rule): {"points": given.points, "said": given.said} for given in body.rules}
    hand_in.remark = body.remark
    hand_in.revision += 1
    hand_in.save(update_fields=["marks", "remark", "revision"])
    transaction.on_commit(partial(announce_room, hand_in.assignment.klass_id))


def comment(hand_in: HandIn, standing: Standing, body: NewComment) -> Comment:
    """Say something of a hand-in."""
    text = body.text.strip()
    if not text:
        raise Refusal(Problem(code="no_text", message="There is nothing in this comment. Write something, or leave it."))
    if body.node is not None and parse(hand_in.network.document).node(body.node) is None:
        raise Refusal(Problem(code="no_such_node", message=f"There is no node {body.node!r} in what was handed in."))
    if hand_in.comments.count() >= MOST_COMMENTS:
        raise Refusal(Problem(code="too_many", message=f"A hand-in holds at most {MOST_COMMENTS} comments. Take some back."))
    return Comment.objects.create(hand_in=hand_in, author=standing.user, node=body.node or "", text=text)


def take_back(hand_in: HandIn, standing: Standing, comment_id: int) -> None:
    """Delete a comment. Raises HttpError and Refusal."""
    found = hand_in.comments.filter(pk=comment_id).first()
    if found is None:
        raise HttpError(HTTPStatus.NOT_FOUND, "There is no such comment.")
    if not standing.teaches and found.author_id != standing.user.pk:
        raise Refusal(Problem(code="not_yours", message="Someone else wrote this, so it stays."), status=HTTPStatus.FORBIDDEN)
    found.delete()


def marks_csv(assignment: Assignment, *, semicolons: bool = False) -> str:
    """Everybody in the class, with the points of their newest hand-in; those who handed in nothing have an empty row.

    With semicolons numbers have decimal commas, as programs expect it that are set to German or French.
    """
    rules = assignment.parsed_rules
    titles = [*map(title_of, rules)]
    newest: dict[int, HandIn] = {}
    for hand_in in hand_ins_of(assignment):
        newest.setdefault(hand_in.person_id, hand_in)
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n", delimiter=";" if semicolons else ",")
    table.writerow(["name", "hand-in", "handed in (UTC)", "late", "state", *map(_cell, titles), "points", "of", "remark"])
    for member in assignment.klass.members.all():
        row = _row(newest.get(member.user_id), titles, sum(rule.points for rule in rules))
        table.writerow([_cell(member.nickname), *(_number(cell, comma=semicolons) if isinstance(cell, float) else cell for cell in row)])
    return BYTE_ORDER_MARK + text.getvalue()


def _row(hand_in: HandIn | None, titles: list[str], of: float) -> list[str | float]:
    """What is known of a person; the points for a rule of now that the hand-in was not held to are left empty."""
    if hand_in is None:
        return ["", "", "", "", *[""] * len(titles), "", float(of), ""]
    results = results_of(hand_in)
    points, most = totals(results)
    known = {result.title: float(result.points) for result in results if result.passed is not None}
    each = [known.get(title, "") for title in titles]
    is_whole = all(result.passed is not None for result in results)
    told = [str(hand_in.number), f"{hand_in.made:%Y-%m-%d %H:%M}", "yes" if hand_in.late else "no", state_of(hand_in)]
    return [*told, *each, float(points) if is_whole else "", float(most), _cell(hand_in.remark)]


def _number(value: float, *, comma: bool) -> str:
    text = f"{value:g}"
    return text.replace(".", ",") if comma else text


def _cell(text: str) -> str:
    """Text that no program takes for a formula."""
    return f"'{text}" if text.startswith(FORMULAS) else text
