"""The evidence log: heads of streams, entries that wait for their number, entries that have it."""

from __future__ import annotations

from django.db import models


class Stream(models.Model):
    """The head of one subject's chain: how many entries it has and the hash of the last."""

    name = models.CharField(max_length=80, primary_key=True)
    version = models.PositiveIntegerField(default=0)
    head = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.name}#{self.version}"


class EntryFields(models.Model):
    """What an entry holds; ``body`` is the canonical truth, the other columns are for finding it."""

    id = models.UUIDField(primary_key=True, editable=False)
    stream = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    body = models.BinaryField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.stream}#{self.version} {self.action}"


class PendingEntry(EntryFields):
    """
    An entry committed with its business write, not yet numbered.

    ``position`` counts up as rows are put in. Who puts one in holds the lock on its subject, so that along one subject
    positions rise as versions do, whatever the clocks of the hosts say; ids do not, for they begin with a time.
    """

    position = models.BigAutoField(primary_key=True)
    id = models.UUIDField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "version"], name="pending_chain")]


class Entry(EntryFields):
    """A numbered entry; numbers have no holes."""

    number = models.BigIntegerField(unique=True)
    leaf = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["stream", "version"], name="entry_chain")]
        indexes = [
            models.Index(fields=["actor", "-at"], name="entry_by_actor"),
            models.Index(fields=["action", "-at"], name="entry_by_action"),
        ]


class Testimony(models.Model):
    """A witness has seen the checkpoint of this size; ``token`` is what it gave in return, if anything."""

    witness = models.CharField(max_length=200)
    size = models.BigIntegerField()
    at = models.DateTimeField()
    token = models.BinaryField(default=b"", blank=True)

    class Meta:
        ordering = ["-size"]
        constraints = [models.UniqueConstraint(fields=["witness", "size"], name="one_testimony")]

    def __str__(self) -> str:
        return f"{self.witness} {self.size}"


class WitnessFailure(models.Model):
    """A witness that has not accepted since a moment; gone as soon as it does."""

    witness = models.CharField(max_length=200, primary_key=True)
    since = models.DateTimeField()
    tried_at = models.DateTimeField()
    code = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.witness} {self.code}"


class VerificationRun(models.Model):
    """One verification of the whole log, begun from a page."""

    id = models.UUIDField(primary_key=True, editable=False)
    started_at = models.DateTimeField()
    total = models.BigIntegerField()
    done = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)
    findings = models.JSONField(default=list)
    found = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"


class Tile(models.Model):
    """Up to 256 neighbouring hashes of the tree: at ``level`` n they stand for 256 ** n leaves each."""

    WIDTH = 256

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="one_tile_for_each_place")]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class Checkpoint(models.Model):
    """
    What the log was when it had ``size`` entries, signed; ``frontier`` is what the tree goes on from.

    ``link`` is the hash over the link before and this note: the next note names it, so none between can go unnoticed.
    """

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    frontier = models.BinaryField()
    note = models.TextField()
    link = models.BinaryField(max_length=32)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["-size"]

    def __str__(self) -> str:
        return f"{self.size}"
