"""Assignments and hand-ins as the API gives them out."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.db.models import Q

from assignments import material
from assignments.models import Assignment, Comment, HandIn, Work
from assignments.reach import Standing, of_its_people
from assignments.results import failure_of, results_of, state_of
from assignments.rules import KINDS, Rule, title_of, totals
from assignments.schemas import (
    AssignmentOut,
    AssignmentSummary,
    CommentOut,
    Counts,
    ForNetwork,
    HandInOut,
    HandInState,
    HandInSummary,
    Mark,
    MyState,
    RuleTold,
    RunFrozen,
    Shown,
)
from classroom.classmates import name_in
from classroom.models import Class, Membership
from designer.classmates import NAMELESS
from designer.core.document import parse
from designer.models import Network


def summary(assignment: Assignment, standing: Standing) -> AssignmentSummary:
    """An assignment in a list."""
    return AssignmentSummary.model_validate(_summary(assignment, standing))


def detail(assignment: Assignment, standing: Standing) -> AssignmentOut:
    """An assignment; what only the teacher is told is null for others."""
    teaches = standing.teaches
    return AssignmentOut.model_validate(
        _summary(assignment, standing)
        | {
            "klass": assignment.klass_id,
            "class_name": assignment.klass.name,
            "teaches": teaches,
            "text": assignment.text,
            "dataset": assignment.trains_on or None,
            "chosen": (assignment.dataset or None) if teaches else None,
            "hidden": assignment.hidden,
            "palette": assignment.palette,
            "shown": assignment.shown,
            "rules": told(assignment.parsed_rules),
            "tries": assignment.tries,
            "pictures": _pictures(assignment),
            "starter": parse(assignment.starter) if teaches else None,
            "solution": parse(assignment.solution) if teaches and assignment.solution is not None else None,
            "left_out": material.left_out(assignment) if teaches else [],
            "changed": assignment.changed,
        }
    )


def told(rules: tuple[Rule, ...]) -> list[RuleTold]:
    """Rules with their words."""
    return [RuleTold(rule=rule, title=title_of(rule), needs_training=KINDS[rule.kind].needs_training) for rule in rules]


def for_network(network: Network, assignment: Assignment) -> ForNetwork:
    """What the editor needs of the assignment of a network."""
    made = list(_hand_ins(assignment).filter(person=network.owner_id))
    handed_in = HandIn.objects.filter(network=network).values_list("pk", flat=True).first()
    return ForNetwork(
        assignment=assignment.pk,
        klass=assignment.klass_id,
        title=assignment.title,
        text=assignment.text,
        pictures=_pictures(assignment),
        dataset=assignment.trains_on or None,
        palette=None if assignment.palette is None else tuple(assignment.palette),
        shown=None if assignment.shown is None else Shown.model_validate(assignment.shown),
        rules=told(assignment.parsed_rules),
        deadline=assignment.deadline,
        over=assignment.is_over,
        takes_late=assignment.takes_late,
        tries_left=None if assignment.tries is None else max(0, assignment.tries - len(made)),
        hand_in=handed_in,
        hand_ins=listed(made, assignment.klass),
        has_data=bool(assignment.visible),
    )


def taken_back(network: Network, assignment: Assignment) -> ForNetwork:
    """What the editor needs of an assignment that its teacher has taken back: its title, and what was handed in."""
    made = list(_hand_ins(assignment).filter(person=network.owner_id))
    return ForNetwork(
        assignment=assignment.pk,
        klass=assignment.klass_id,
        title=assignment.title,
        text="",
        pictures=[],
        dataset=None,
        palette=None,
        shown=None,
        rules=[],
        deadline=None,
        over=assignment.is_over,
        takes_late=assignment.takes_late,
        tries_left=0,
        hand_in=HandIn.objects.filter(network=network).values_list("pk", flat=True).first(),
        hand_ins=listed(made, assignment.klass),
        has_data=bool(assignment.visible),
        taken_back=True,
    )


def listed(hand_ins: list[HandIn], klass: Class) -> list[HandInSummary]:
    """Hand-ins, newest first, each saying whether it is its person's newest."""
    members = {member.user_id: member for member in klass.members.all()}
    seen: set[int] = set()
    found = []
    for hand_in in hand_ins:
        found.append(_hand_in(hand_in, members.get(hand_in.person_id), newest=hand_in.person_id not in seen))
        seen.add(hand_in.person_id)
    return found


def hand_ins_of(assignment: Assignment, person: int | None = None) -> list[HandIn]:
    """The hand-ins of an assignment that count, newest first; those of one person where that is said."""
    return list(_hand_ins(assignment).filter(of_its_people(assignment.klass) if person is None else Q(person=person)))


def hand_in_detail(hand_in: HandIn, standing: Standing) -> HandInOut:
    """A hand-in with everything."""
    newest = HandIn.objects.filter(assignment=hand_in.assignment_id, person=hand_in.person_id).values_list("pk", flat=True).first()
    member = hand_in.assignment.klass.members.filter(user=hand_in.person_id).first()
    return HandInOut(
        **_hand_in(hand_in, member, newest=newest == hand_in.pk).model_dump(),
        assignment=hand_in.assignment_id,
        title=hand_in.assignment.title,
        klass=hand_in.assignment.klass_id,
        network=hand_in.network_id,
        came_from=hand_in.came_from_id,
        document=parse(hand_in.network.document),
        note=hand_in.note,
        run=None if hand_in.run is None else RunFrozen.model_validate(hand_in.run),
        check_run=hand_in.check_run_id,
        failure=failure_of(hand_in),
        marks=[Mark(rule=int(rule), **mark) for rule, mark in sorted(hand_in.marks.items(), key=lambda item: int(item[0]))],
        remark=hand_in.remark,
        revision=hand_in.revision,
        comments=[comment_out(comment, standing.user) for comment in hand_in.comments.select_related("author")],
        teaches=standing.teaches,
    )


def comment_out(comment: Comment, user: User) -> CommentOut:
    """A comment, under the name by which the class of the hand-in knows who made it."""
    name = name_in(comment.hand_in.assignment.klass, comment.author)
    return CommentOut(id=comment.pk, node=comment.node or None, text=comment.text, author=name, mine=comment.author_id == user.pk, made=comment.made)


def _summary(assignment: Assignment, standing: Standing) -> dict[str, object]:
    fields = ("id", "title", "published", "deadline", "takes_late")
    return {name: getattr(assignment, name) for name in fields} | {
        "over": assignment.is_over,
        "of": sum(rule.points for rule in assignment.parsed_rules),
        "mine": _mine(assignment, standing.user),
        "counts": _counts(assignment) if standing.teaches else None,
    }


def _mine(assignment: Assignment, user: User) -> MyState:
    network = Work.objects.filter(assignment=assignment, person=user).values_list("network_id", flat=True).first()
    made = list(_hand_ins(assignment).filter(person=user))
    newest = listed(made, assignment.klass)[0] if made else None
    return MyState(
        network=network,
        hand_ins=len(made),
        newest=newest.id if newest else None,
        state=newest.state if newest else None,
        points=newest.points if newest else None,
        late=newest.late if newest else False,
    )


def _counts(assignment: Assignment) -> Counts:
    members = set(assignment.klass.members.values_list("user_id", flat=True))
    made = [hand_in for hand_in in hand_ins_of(assignment) if hand_in.person_id in members]
    newest = [hand_in for hand_in in listed(made, assignment.klass) if hand_in.newest]
    return Counts(
        members=len(members),
        started=Work.objects.filter(assignment=assignment, person__in=members).count(),
        handed_in=len(newest),
        checking=sum(hand_in.state == "checking" for hand_in in newest),
    )


def _hand_ins(assignment: Assignment):  # type: ignore[no-untyped-def]
    return HandIn.objects.filter(assignment=assignment).select_related("check_run", "person")


def _hand_in(hand_in: HandIn, member: Membership | None, *, newest: bool) -> HandInSummary:
    results = results_of(hand_in)
    points, of = totals(results)
    return HandInSummary(
        id=hand_in.pk,
        number=hand_in.number,
        person=member.nickname if member else NAMELESS,
        member=member.pk if member else None,
        made=hand_in.made,
        late=hand_in.late,
        state=cast(HandInState, state_of(hand_in)),
        points=None if any(result.passed is None for result in results) else points,
        of=of,
        newest=newest,
        results=results,
    )


def _pictures(assignment: Assignment) -> list[str]:
    return list(assignment.pictures.values_list("name", flat=True))
