"""Addresses: the API, signing in and out, the classroom's pages, and the single page app for everything else."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path

from config import views
from config.api import api

urlpatterns = [
    path("api/", api.urls),
    path("login", views.login),
    path("logout", LogoutView.as_view()),
    path("shared/<str:token>", views.open_link),
    path("", include("classroom.urls")),
    re_path(r"^(?!api/|static/|ws/)(?P<path>.*)$", views.page),
]

handler400 = views.bad_request
