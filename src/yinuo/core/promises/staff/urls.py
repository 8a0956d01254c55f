"""Addresses of the pages about promises and policies."""

from django.urls import path

from yinuo.core.promises.staff import pages, policies

app_name = "promises"
urlpatterns = [
    path("promises/wall/", pages.wall_page, name="wall"),
    path("promises/<uuid:promise_id>/", pages.promise_page, name="promise"),
    path("policies/", policies.list_page, name="policies"),
    path("policies/<str:code>/", policies.policy_page, name="policy"),
    path("policies/<str:code>/edit/", policies.edit_page, name="edit_policy"),
    path("policies/<str:code>/draft/", policies.draft_page, name="draft_policy"),
]
