"""Addresses of the evidence: the verifier for everybody, pages for auditors."""

from django.urls import path

from yinuo.platform.auditors.portal import verifier

app_name = "audit"
urlpatterns = [
    path("verify.py", verifier.verifier, name="verifier"),
]
