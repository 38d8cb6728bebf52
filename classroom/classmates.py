"""Who shares a class with whom, and what a person is called there: what sharing asks of the classroom (designer.classmates)."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from classroom.models import Class, Membership, today
from config.roles import TEACHES, teaches
from designer.classmates import NAMELESS, Classes

THE_TEACHER = "the teacher"


def same_class(person: int, owner: int) -> bool:
    """Whether both are in one class that goes on, as members who are not kept out or as its teacher."""
    classes = Class.objects.filter(ends__gte=today())
    return classes.filter(_is_in(person), pk__in=classes.filter(_is_in(owner)).values("pk")).exists()


def may_read(person: int, network: str, owner: int) -> bool:
    """Whether a person teaches the owner of a network, or sits in a class to which it is shown just now."""
    going = Class.objects.filter(ends__gte=today())
    return going.filter((taught_by(person) & Q(members__user=owner)) | (_is_in(person) & Q(shown=network))).exists()


def has_class(person: int) -> bool:
    """Whether a person is in a class that goes on, as a member who is not kept out or as its teacher."""
    return classes_of(person).exists()


def classes_of(person: int) -> QuerySet[Class]:
    """The classes that go on and in which a person is, as a member who is not kept out or as its teacher."""
    return Class.objects.filter(_is_in(person), ends__gte=today())


def shown_name(asker: int | None, person: int) -> str:
    """What a person is called in a class that the asker is in as well: a member's nickname, a teacher's name as an administrator gave it, if any.

    A nickname is for the class that it was chosen in: who shares several is told the newest, who shares none is told nothing.
    """
    if asker is None:
        return ""
    common = classes_of(asker)
    member = Membership.objects.filter(user=person, klass__in=common).order_by("-joined").first()
    if member is not None:
        return member.nickname
    teacher = User.objects.filter(pk=person, classes__in=common).first()
    return "" if teacher is None else teacher_name(teacher) or THE_TEACHER


def teacher_name(teacher: User) -> str:
    """A teacher's name as an administrator gave it, "" where none was given: never that of the account."""
    return teacher.get_full_name()


def name_in(klass: Class, person: User) -> str:
    """What a class calls a person: a member by the nickname chosen there, who teaches by name, or as the teacher."""
    nickname = klass.members.filter(user=person).values_list("nickname", flat=True).first()
    if nickname is not None:
        return nickname
    return teacher_name(person) or THE_TEACHER if person.pk == klass.teacher_id or teaches(person) else NAMELESS


def taught_by(person: int) -> Q:
    """Of classes, those that a person teaches: none of somebody from whom the role was taken."""
    return Q(teacher__in=User.objects.filter(TEACHES, pk=person))


def _is_in(person: int) -> Q:
    return taught_by(person) | Q(pk__in=Membership.objects.filter(user=person, locked=False).values("klass"))


CLASSES = Classes(has_class, same_class, shown_name, may_read)
