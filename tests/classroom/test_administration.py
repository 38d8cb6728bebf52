"""The administration under /admin/: everything for administrators, nothing for others."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from config.roles import TEACHERS
from designer.models import Network
from tests.classroom.people import join, make_class, make_person, member_of, signed_in
from tests.training.make_run import make_network, make_run

pytestmark = pytest.mark.django_db

PAGES = ["", "auth/user/", "auth/group/", "classroom/class/", "classroom/membership/", "designer/network/", "training/run/"]


@pytest.mark.parametrize("page", PAGES)
def test_an_administrator_sees_everything_and_others_nothing(page: str) -> None:
    join(make_class(), "Ada")
    make_run()
    administrator, teacher = signed_in(make_person("root", "administrator")), signed_in(make_person("other", "teacher"))
    answer = administrator.get(f"/admin/{page}")
    assert answer.status_code == 200
    assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
    assert teacher.get(f"/admin/{page}", follow=True).status_code == 404
    assert Client().get(f"/admin/{page}", follow=True).redirect_chain[-1][0].startswith("/login?next=/admin/")


def test_its_pages_hold_nothing_that_the_policy_forbids() -> None:
    page = signed_in(make_person("root", "administrator")).get("/admin/auth/user/add/").content.decode()
    assert " onclick=" not in page
    assert "<script>" not in page


def test_what_breaks_when_it_is_edited_is_only_looked_at() -> None:
    klass, run = make_class(), make_run()
    join(klass, "Ada")
    member = member_of(klass, "Ada")
    administrator = signed_in(make_person("root", "administrator"))
    for path in (f"training/run/{run.pk}", f"designer/network/{run.network_id}", f"classroom/membership/{member.pk}"):
        page = administrator.get(f"/admin/{path}/change/")
        assert page.status_code == 200
        assert b'name="_save"' not in page.content
        assert administrator.post(f"/admin/{path}/change/", {}).status_code == 403
    assert member.phrase not in administrator.get(f"/admin/classroom/membership/{member.pk}/change/").content.decode()


def test_a_class_that_is_deleted_there_takes_its_accounts_along() -> None:
    klass = make_class()
    ada, _ = join(klass, "Ada")
    administrator = signed_in(make_person("root", "administrator"))
    assert administrator.post(f"/admin/classroom/class/{klass.pk}/delete/", {"post": "yes"}).status_code == 302
    assert ada.get("/api/account").status_code == 401


@pytest.mark.parametrize("at_once", [False, True])
def test_a_membership_that_is_deleted_there_takes_the_account_that_was_made_for_it_along(at_once: bool) -> None:
    klass = make_class()
    ada, _ = join(klass, "Ada")
    member = member_of(klass, "Ada")
    network = make_network(member.user.username)
    administrator = signed_in(make_person("root", "administrator"))
    path = "/admin/classroom/membership/" if at_once else f"/admin/classroom/membership/{member.pk}/delete/"
    form = {"action": "delete_selected", "_selected_action": [member.pk]} if at_once else {}
    assert "The account of Ada, with everything that is theirs" in administrator.post(path, form).content.decode()
    assert administrator.post(path, form | {"post": "yes"}).status_code == 302
    assert ada.get("/api/account").status_code == 401
    assert not Network.objects.filter(pk=network.pk).exists()


def test_its_files_are_served() -> None:
    answer = Client().get("/static/admin/css/base.css")
    assert answer.status_code == 200
    answer.close()


def test_an_administrator_makes_a_person_a_teacher() -> None:
    ada = make_person("ada", "student")
    group, _ = Group.objects.get_or_create(name=TEACHERS)
    administrator = signed_in(make_person("root", "administrator"))
    page = administrator.get(f"/admin/auth/user/{ada.pk}/change/").content.decode()
    assert f'<option value="{group.pk}">{TEACHERS}</option>' in page
    fields = {"username": "ada", "is_active": "on", "groups": [group.pk], "date_joined_0": "2027-01-01", "date_joined_1": "10:00:00"}
    assert administrator.post(f"/admin/auth/user/{ada.pk}/change/", fields).status_code == 302
    assert signed_in(ada).get("/api/account").json()["role"] == "teacher"
