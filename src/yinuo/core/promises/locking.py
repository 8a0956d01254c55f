"""Take hold of one promise for writing."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.errors import PromiseNotFound
from yinuo.core.promises.models import Promise
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import require_transaction


def lock_promise(*, promise_id: UUID, actor: Actor) -> Promise:
    """
    The promise with its version, locked until the commit.

    Raises:
        PromiseNotFound: there is none within the actor's reach.
    """
    require_transaction("promise.lock")
    promise = (
        Promise.objects.select_for_update(of=("self",))
        .select_related("version", "policy")
        .filter(pk=promise_id)
        .first()
    )
    if promise is None or not actor.sees(promise.path):
        raise PromiseNotFound(_("There is no such promise, or it belongs to another unit."))
    return promise
