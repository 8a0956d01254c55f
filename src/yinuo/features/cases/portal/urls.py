"""Addresses of the customers' pages."""

from django.urls import path

from yinuo.features.cases.portal import views

app_name = "portal"
urlpatterns = [
    path("complain/", views.form_page, name="form"),
    path("c/<str:token>/", views.follow_page, name="follow"),
    path("c/<str:token>/add/", views.add_page, name="add"),
]
