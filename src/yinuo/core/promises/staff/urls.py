"""Addresses of the pages about promises and policies."""

from django.urls import path

from yinuo.core.promises.staff import pages, policies, reapplying

app_name = "promises"
urlpatterns = [
    path("promises/wall/", pages.wall_page, name="wall"),
    path("promises/<uuid:promise_id>/", pages.promise_page, name="promise"),
    path("policies/", policies.list_page, name="policies"),
    path("policies/new/", policies.new_page, name="new_policy"),
    path("policies/<str:code>/", policies.policy_page, name="policy"),
    path("policies/<str:code>/edit/", policies.edit_page, name="edit_policy"),
    path("policies/<str:code>/draft/", policies.draft_page, name="draft_policy"),
    path("policies/<str:code>/reapply/", reapplying.reapply_page, name="reapply_policy"),
]
