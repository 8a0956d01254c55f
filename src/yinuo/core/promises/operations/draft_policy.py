"""Draft the next version of a policy, or a new policy; nothing changes for anybody until it is published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from yinuo.core.promises.errors import CannotReadTerms, PolicyNotFound
from yinuo.core.promises.keeping import check_calendars
from yinuo.core.promises.models import Policy, PolicyVersion
from yinuo.core.promises.policy_views import VersionView, version_view
from yinuo.core.promises.roles import DRAFT_SCOPE, POLICY_EDITORS
from yinuo.core.promises.terms import read_terms
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, ActorKind
from yinuo.platform.jobs.public import transaction

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")


class CannotDraftPolicy(DomainError):
    """The actor may not edit policies, or the policy has no proper name."""

    code = "policy.cannot_draft"


def draft_policy_version(
    *,
    policy: str,
    terms: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    duty: str = "",
    name_zh: str = "",
    name_en: str = "",
    basis: str = "",
) -> VersionView:
    """
    Keep ``terms`` as the draft of ``policy``; a policy has one draft, which a new one replaces.

    Args:
        policy: the code of the policy; an unknown one becomes a new policy and needs its names.
        terms: as ``read_terms`` reads them.
        duty: what a new policy is about; its own code unless it competes with others.

    Raises:
        CannotDraftPolicy: the actor may not, or a new policy has no proper code or names.
        CannotReadTerms: names the field that is wrong.
    """
    require_editor(actor)
    read = read_terms(terms)
    check_calendars(read, at=now)
    with transaction():
        known = Policy.objects.select_for_update().filter(pk=policy).first()
        found = known or _new_policy(policy, duty, name_zh, name_en, basis)
        found.versions.filter(state=PolicyVersion.State.DRAFT).update(state=PolicyVersion.State.DISCARDED)
        last = found.versions.aggregate(last=Max("number"))["last"] or 0
        version = PolicyVersion(
            policy=found,
            number=last + 1,
            state=PolicyVersion.State.DRAFT,
            drafted_by=actor.id,
            drafted_at=now,
        )
        version.terms = read
        version.save(force_insert=True)
        append(
            stream=f"policy:{found.pk}",
            action="policy.drafted",
            actor=actor.reference,
            at=now,
            facts={"version": version.number, "digest": version.digest},
        )
        return version_view(version, now=now)


def discard_policy_draft(*, version_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Drop a draft.

    Raises:
        CannotDraftPolicy: the actor may not.
        PolicyNotFound: there is no such draft.
    """
    require_editor(actor)
    with transaction():
        version = PolicyVersion.objects.select_for_update().filter(pk=version_id).first()
        if version is None or version.state != PolicyVersion.State.DRAFT:
            raise PolicyNotFound(_("There is no such draft."))
        version.state = PolicyVersion.State.DISCARDED
        version.save(update_fields=["state"])
        append(
            stream=f"policy:{version.policy_id}",
            action="policy.draft_discarded",
            actor=actor.reference,
            at=now,
            facts={"version": version.number},
        )


def require_editor(actor: Actor) -> None:
    """
    Let those go on who may edit policies.

    Raises:
        CannotDraftPolicy: the actor is none of them.
    """
    may = actor.kind is ActorKind.SYSTEM or actor.has(*POLICY_EDITORS) or DRAFT_SCOPE in actor.scopes
    if not may:
        raise CannotDraftPolicy(_("Only supervisors, executives and system administrators edit policies."))


def _new_policy(code: str, duty: str, name_zh: str, name_en: str, basis: str) -> Policy:
    if not _CODE.fullmatch(code) or len(code) > 60:
        raise CannotReadTerms("code", _("write a code of small letters and dots, of at most 60 characters."))
    if not name_zh.strip() or not name_en.strip():
        raise CannotReadTerms("name_zh", _("a new policy needs a Chinese and an English name."))
    return Policy.objects.create(
        code=code,
        duty=duty.strip() or code,
        name_zh=name_zh.strip(),
        name_en=name_en.strip(),
        basis=basis.strip(),
    )
