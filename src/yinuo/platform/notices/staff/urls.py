"""Addresses of the notices."""

from django.urls import path

from yinuo.platform.notices.staff import pages, preferences

app_name = "notices"
urlpatterns = [
    path("notices/", pages.list_page, name="list"),
    path("notices/read/", pages.read, name="read"),
    path("notices/<uuid:notice_id>/read/", pages.read_one, name="read_one"),
    path("notices/unread/", pages.unread, name="unread"),
    path("notices/settings/", preferences.preferences_page, name="preferences"),
    path("notices/bell/", pages.bell, name="bell"),
]
