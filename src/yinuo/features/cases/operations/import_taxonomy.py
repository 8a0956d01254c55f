"""Take over a classification from a file, valid from a day: official codes, or an institution's own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.db import transaction as django_transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yinuo.features.cases.models import Case, OwnerRules, TaxonomyEdition
from yinuo.features.cases.taxonomy.editions import current, forget
from yinuo.features.cases.taxonomy.reading import BadRow, Read, read_taxonomy
from yinuo.features.cases.taxonomy.tree import tree_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction

COLUMN_OF = {"A": "business_channel", "B": "category", "C": "cause"}


class CannotImportTaxonomy(DomainError):
    """A row is bad, nothing is in the file, or another edition begins at that moment."""

    code = "case.cannot_import_taxonomy"


@dataclass(frozen=True, kw_only=True)
class TaxonomyFound:
    """
    What a file would change.

    Attributes:
        dropped: codes that are no longer offered, by dimension; cases that have them keep them.
        cases: how many cases have one of those that nothing replaces.
        rules: names of rules for owners in force that ask for such a code, and would never hold again.
    """

    total: int
    bad: tuple[BadRow, ...]
    skipped: int
    added: int
    renamed: int
    dropped: int
    cases: int
    rules: tuple[str, ...]


def look_through_taxonomy(*, content: bytes) -> TaxonomyFound:
    """
    The dry run: what is bad in a file, and what it would change; nothing is written.

    Raises:
        CannotReadFile: it is no table with the heads that are needed.
    """
    read = read_taxonomy(content)
    new, now = tree_of(read.rows), current()
    held = {row.dimension for row in read.rows}
    before = {code for code, entry in now.items() if entry.dimension in held}
    replaced = {code for row in read.rows for code in row.replaces}
    lost = before - set(new) - replaced
    return TaxonomyFound(
        total=len(read.rows) + len(read.bad),
        bad=read.bad,
        skipped=read.skipped,
        added=len(set(new) - before),
        renamed=sum(new[code].zh != now[code].zh for code in before & set(new)),
        dropped=len(before - set(new)),
        cases=sum(
            Case.objects.filter(**{f"{column}__in": lost}).count() for column in COLUMN_OF.values() if lost
        ),
        rules=_rules_asking_for(lost),
    )


def import_taxonomy(*, content: bytes, valid_from: datetime, actor: Actor, now: datetime) -> int | None:
    """
    Put the dimensions of a file in force from ``valid_from``; all of it, or nothing where a row is bad.

    Cases keep the codes that they were given; those of them that were replaced are found under the new ones.

    Returns:
        The number of the edition; None where the same one is there already.

    Raises:
        CannotReadFile: it is no table with the heads that are needed.
        CannotImportTaxonomy: see the class.
    """
    read = read_taxonomy(content)
    _refuse(read)
    entries = [row.as_json() for row in read.rows]
    digest = sha256(json.dumps(entries, ensure_ascii=False, sort_keys=True).encode()).digest()
    with transaction():
        newest = TaxonomyEdition.objects.select_for_update().order_by("-valid_from").first()
        if TaxonomyEdition.objects.filter(valid_from=valid_from).exclude(digest=digest).exists():
            raise CannotImportTaxonomy(_("Another edition begins at that moment; choose another day."))
        if newest is not None and bytes(newest.digest) == digest:
            return None
        if newest is not None and newest.valid_from > valid_from:
            raise CannotImportTaxonomy(
                _("An edition that begins later is there already; choose a day after it.")
            )
        number = (TaxonomyEdition.objects.aggregate(most=Max("number"))["most"] or 0) + 1
        TaxonomyEdition.objects.create(
            number=number, valid_from=valid_from, entries=entries, digest=digest, imported_at=now
        )
        append(
            stream="taxonomy",
            action="taxonomy.imported",
            actor=actor.reference,
            at=now,
            facts={
                "number": number,
                "valid_from": valid_from.isoformat(),
                "rows": len(entries),
                "digest": digest.hex(),
            },
        )
        django_transaction.on_commit(forget)
        return number


def _refuse(read: Read) -> None:
    if read.bad:
        raise CannotImportTaxonomy(_("Some rows are bad; correct them and import the whole file again."))
    if not read.rows:
        raise CannotImportTaxonomy(_("There is no row to take over in this file."))


def _rules_asking_for(codes: set[str]) -> tuple[str, ...]:
    rules = OwnerRules.objects.filter(state=OwnerRules.State.IN_FORCE).values_list("rules", flat=True).first()
    return tuple(
        str(rule.get("name", ""))
        for rule in rules or ()
        if codes & set(rule.get("conditions", {}).get("category", ()))
    )
