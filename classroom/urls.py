"""Addresses of the classroom's own pages."""

from django.contrib import admin
from django.urls import path

from classroom import pages

urlpatterns = [
    path("join", pages.join),
    path("join/<str:code>", pages.join),
    path("joined", pages.joined),
    path("come-back", pages.come_back),
    path("look-around", pages.look_around),
    path("admin/", admin.site.urls),
]
