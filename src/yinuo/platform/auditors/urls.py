"""Addresses of the evidence: the verifier for everybody, pages for auditors."""

from django.urls import path

from yinuo.platform.auditors.portal import verifier
from yinuo.platform.auditors.staff import pages

app_name = "audit"
urlpatterns = [
    path("verify.py", verifier.verifier, name="verifier"),
    path("evidence/", pages.entries, name="entries"),
    path("evidence/integrity/", pages.integrity, name="integrity"),
    path("evidence/integrity/verify/", pages.verify_all, name="verify-all"),
    path("evidence/<int:number>/", pages.entry, name="entry"),
    path("evidence/<int:number>/verify/", pages.verify_subject, name="verify-subject"),
]
