"""The organisation, its staff, and the programs that act for it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from yinuo.platform.identity.roles import EXCLUSIVE, Role
from yinuo.platform.jobs.public import TsTzRange

NAME_LENGTH = 64
PATH_LENGTH = 255


class Node(models.Model):
    """One unit of the organisation; ``path`` names all units above it, so that a subtree is a prefix."""

    class Kind(models.TextChoices):
        HEAD_OFFICE = "HEAD_OFFICE", _("Head office")
        BRANCH = "BRANCH", _("Branch")
        OUTLET = "OUTLET", _("Outlet")
        TEAM = "TEAM", _("Team")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    kind = models.CharField(max_length=16, choices=Kind)
    code = models.CharField(max_length=32, unique=True)
    name = models.CharField(max_length=120)
    path = models.CharField(max_length=PATH_LENGTH, unique=True)

    class Meta:
        ordering = ["path"]
        indexes = [models.Index(fields=["path"], name="node_subtree", opclasses=["varchar_pattern_ops"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind"], condition=models.Q(kind="HEAD_OFFICE"), name="one_head_office"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="HEAD_OFFICE", parent=None)
                | (~models.Q(kind="HEAD_OFFICE") & models.Q(parent__isnull=False)),
                name="only_head_office_stands_alone",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class StaffManager(BaseUserManager["Staff"]):
    """Finds staff by the number they sign in with."""

    def get_by_natural_key(self, username: str | None) -> Staff:
        return self.get(username__iexact=username)


class Staff(AbstractBaseUser):
    """
    A member of staff.

    ``one_time_until`` is set while the password is one that somebody else gave out: it opens nothing but the
    page that replaces it, and nothing at all after that moment. ``password_set_at`` counts where passwords end
    after a number of days. ``persona`` says why a visitor of the demo story would be this person; it is blank for
    real people.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    username = models.CharField(_("staff number"), max_length=32, unique=True)
    name = models.CharField(_("name"), max_length=NAME_LENGTH)
    name_sort = models.CharField(max_length=160, editable=False)
    name_initials = models.CharField(max_length=64, editable=False)
    email = models.EmailField(_("e-mail"), blank=True)
    node = models.ForeignKey(Node, models.PROTECT, related_name="staff")
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=16, blank=True)
    theme = models.CharField(max_length=16, blank=True)
    one_time_until = models.DateTimeField(null=True)
    password_set_at = models.DateTimeField(db_default=Now())
    persona = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    skills: models.ManyToManyField[Skill, Any] = models.ManyToManyField(
        "Skill", related_name="staff", blank=True
    )

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name", "email"]
    objects = StaffManager()

    class Meta:
        ordering = ["name_sort", "id"]
        indexes = [
            models.Index(fields=["name_sort", "id"], name="staff_by_name"),
            models.Index(fields=["name_sort"], name="staff_name_prefix", opclasses=["varchar_pattern_ops"]),
        ]
        constraints = [models.UniqueConstraint(Lower("username"), name="staff_number_in_any_case")]

    def __str__(self) -> str:
        return self.name


class PastPassword(models.Model):
    """The hash of a password that somebody had before, where such passwords are not used again."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="past_passwords")
    password = models.CharField(max_length=128)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["-replaced_at", "-id"]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.replaced_at}"


class StaffRole(models.Model):
    """A role that somebody holds."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="held_roles")
    role = models.CharField(max_length=32, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "role"], name="one_row_for_each_role"),
            # The database itself keeps the three administrations apart, whoever writes at the same time.
            models.UniqueConstraint(
                fields=["staff"],
                condition=models.Q(role__in=sorted(EXCLUSIVE)),
                name="one_administration_for_each_person",
            ),
        ]
        indexes = [models.Index(fields=["role"], name="staff_by_role")]

    def __str__(self) -> str:
        return self.role


class Skill(models.Model):
    """What somebody knows: a product, a language, a channel."""

    code = models.CharField(max_length=32, primary_key=True)
    name = models.CharField(max_length=64)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class RosterEdition(models.Model):
    """The name of the roster as it is now, in one row; a trigger gives a new one with every change."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.UUIDField(default=uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_roster")]

    def __str__(self) -> str:
        return str(self.name)


class Absence(models.Model):
    """A half-open period in which a substitute stands in; periods of one person never overlap."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(Staff, models.PROTECT, related_name="substitutions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="absence_ends_later"
            ),
            models.CheckConstraint(
                condition=~models.Q(staff=models.F("substitute")), name="absence_substitute_is_other"
            ),
            ExclusionConstraint(
                name="absences_do_not_overlap",
                expressions=[
                    (TsTzRange("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                    ("staff", RangeOperators.EQUAL),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%F}/{self.ends_at:%F}"


class ApiToken(models.Model):
    """A program's permission to call the REST interface; only the hash of the token is kept."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=64)
    digest = models.BinaryField(max_length=32, unique=True)
    scopes = ArrayField(models.CharField(max_length=32))
    node = models.ForeignKey(Node, models.PROTECT, related_name="tokens")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name


class SharedValue(models.Model):
    """A value of the shared cache: counters of attempts, codes that were used; written by ``shared_cache``."""

    key = models.CharField(max_length=255, primary_key=True)
    value = models.JSONField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="shared_value_end")]

    def __str__(self) -> str:
        return self.key
