"""Addresses of the customers' pages."""

from django.urls import path

from yinuo.features.cases.portal import filing, following, process, receipt, reviewing, visiting

app_name = "portal"
urlpatterns = [
    path("complain/", filing.form_page, name="form"),
    path("process/", process.process_page, name="process"),
    path("my/", visiting.matters_page, name="matters"),
    path("my/code/<uuid:code_id>/", visiting.code_page, name="code"),
    path("my/enter/", visiting.enter_page, name="enter"),
    path("my/open/", visiting.open_page, name="open"),
    path("my/leave/", visiting.leave_page, name="leave"),
    path("c/<str:token>/", following.follow_page, name="follow"),
    path("c/<str:token>/add/", following.add_page, name="add"),
    path("c/<str:token>/rate/", following.rate_page, name="rate"),
    path("c/<str:token>/review/", reviewing.review_page, name="review"),
    path("c/<str:token>/withdraw/", following.withdraw_page, name="withdraw"),
    path("c/<str:token>/files/<uuid:file_id>/", following.file_page, name="file"),
    path("c/<str:token>/receipt/", receipt.receipt_page, name="receipt"),
    path("c/<str:token>/receipt.json", receipt.receipt_file, name="receipt-file"),
]
