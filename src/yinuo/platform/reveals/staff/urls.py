"""Addresses of the reveals pages."""

from django.urls import path

from yinuo.platform.reveals.staff import lists, more, one, watch

app_name = "reveals"
urlpatterns = [
    path("reveals/", lists.review_page, name="review"),
    path("reveals/reviewed/", lists.reviewed_page, name="reviewed"),
    path("reveals/mine/", lists.mine_page, name="mine"),
    path("reveals/more/", more.more_page, name="more"),
    path("reveals/watch/", watch.watch_page, name="watch"),
    path("reveals/watch/<uuid:alarm_id>/close/", watch.close, name="close"),
    path("reveals/<str:kind>/<uuid:object_id>/", one.reveal_page, name="one"),
    path("reveals/<str:kind>/<uuid:object_id>/closed/", one.closed, name="closed"),
]
