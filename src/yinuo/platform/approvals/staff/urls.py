"""Addresses of the four-eyes pages."""

from django.urls import path

from yinuo.platform.approvals.staff import pages

app_name = "approvals"
urlpatterns = [
    path("approvals/", pages.waiting_page, name="waiting"),
    path("approvals/mine/", pages.mine_page, name="mine"),
    path("approvals/decided/", pages.decided_page, name="decided"),
    path("approvals/<uuid:approval_id>/", pages.request_page, name="request"),
    path("approvals/<uuid:approval_id>/decide/", pages.decide_page, name="decide"),
    path("approvals/<uuid:approval_id>/withdraw/", pages.withdraw, name="withdraw"),
]
