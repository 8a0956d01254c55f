"""The words in which cases are told apart: kind, source, level, state, relation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What somebody wants of us; each has its own standards."""

    COMPLAINT = "COMPLAINT", _("Complaint")
    CONSULTATION = "CONSULTATION", _("Consultation")
    SUGGESTION = "SUGGESTION", _("Suggestion")
    PRAISE = "PRAISE", _("Praise")
    # Other procedures: taken down here, and handed on.
    REPORT = "REPORT", _("Report of illegality")
    PETITION = "PETITION", _("Petition")


class Source(models.TextChoices):
    """How it reached us."""

    WEB_FORM = "WEB_FORM", _("Web form")
    HOTLINE = "HOTLINE", _("Hotline")
    COUNTER = "COUNTER", _("Branch counter")
    PORTAL = "PORTAL", _("Mobile app")
    CHAT = "CHAT", _("Online chat")
    EMAIL = "EMAIL", _("E-mail")
    SOCIAL_MEDIA = "SOCIAL_MEDIA", _("Social media")
    LETTER = "LETTER", _("Letter")
    REGULATOR = "REGULATOR", _("Regulator")
    MUNICIPAL_HOTLINE = "MUNICIPAL_HOTLINE", _("12345 hotline")
    CONSUMER_HOTLINE = "CONSUMER_HOTLINE", _("12315 hotline")
    MEDIA = "MEDIA", _("Media")
    CFPB = "CFPB", _("CFPB import")


class Level(models.TextChoices):
    ORDINARY = "ORDINARY", _("Ordinary")
    COMPLEX = "COMPLEX", _("Complex")
    MAJOR = "MAJOR", _("Major")


class State(models.TextChoices):
    OPEN = "OPEN", _("Waiting for an answer")
    ANSWERED = "ANSWERED", _("Answered")
    RESOLVED = "RESOLVED", _("Resolved")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    MERGED = "MERGED", _("Merged")
    REFERRED = "REFERRED", _("Handed on")
    DECLINED = "DECLINED", _("Declined")


LIVING = (State.OPEN, State.ANSWERED)
ENDED = tuple(state for state in State if state not in LIVING)


class Relation(models.TextChoices):
    """What a case is to the one that it came from."""

    ROUND = "ROUND", _("New round")
    REVIEW = "REVIEW", _("Review by the superior unit")
    SPLIT = "SPLIT", _("Split off")
