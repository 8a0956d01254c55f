"""Addresses of the calendar pages."""

from django.urls import path

from yinuo.core.calendars.staff import pages

app_name = "calendars"
urlpatterns = [
    path("calendars/", pages.list_page, name="list"),
    path("calendars/new/", pages.new_page, name="new"),
    path("calendars/<str:code>/", pages.calendar_page, name="calendar"),
    path("calendars/<str:code>/edit/", pages.edit_page, name="edit"),
    path("calendars/<str:code>/draft/", pages.draft_page, name="draft"),
    path("calendars/<str:code>/discard/", pages.discard, name="discard"),
    path("calendars/<str:code>/import/", pages.import_page, name="import"),
]
