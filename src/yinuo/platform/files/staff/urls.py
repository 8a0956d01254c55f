"""Addresses of the files room."""

from __future__ import annotations

from django.urls import path

from yinuo.platform.files.staff import pages

app_name = "files"
urlpatterns = [path("files/<uuid:file_id>/", pages.file_page, name="file")]
