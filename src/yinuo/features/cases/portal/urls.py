"""Addresses of the customers' pages."""

from django.urls import path

from yinuo.features.cases.portal import receipt, views

app_name = "portal"
urlpatterns = [
    path("complain/", views.form_page, name="form"),
    path("c/<str:token>/", views.follow_page, name="follow"),
    path("c/<str:token>/add/", views.add_page, name="add"),
    path("c/<str:token>/receipt/", receipt.receipt_page, name="receipt"),
    path("c/<str:token>/receipt.json", receipt.receipt_file, name="receipt-file"),
]
