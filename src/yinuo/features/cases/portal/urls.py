"""Addresses of the customers' pages."""

from django.urls import path

from yinuo.features.cases.portal import filing, following, process, receipt

app_name = "portal"
urlpatterns = [
    path("complain/", filing.form_page, name="form"),
    path("process/", process.process_page, name="process"),
    path("c/<str:token>/", following.follow_page, name="follow"),
    path("c/<str:token>/add/", following.add_page, name="add"),
    path("c/<str:token>/rate/", following.rate_page, name="rate"),
    path("c/<str:token>/withdraw/", following.withdraw_page, name="withdraw"),
    path("c/<str:token>/files/<uuid:file_id>/", following.file_page, name="file"),
    path("c/<str:token>/receipt/", receipt.receipt_page, name="receipt"),
    path("c/<str:token>/receipt.json", receipt.receipt_file, name="receipt-file"),
]
