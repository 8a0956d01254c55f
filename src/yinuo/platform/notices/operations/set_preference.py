"""Choose how one hears of things."""

from __future__ import annotations

from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices.models import Preference
from yinuo.platform.notices.rules import Wishes


def set_preference(*, actor: Actor, wishes: Wishes) -> None:
    """Keep the actor's own wishes; they hold for notices from now on."""
    if actor.id is None:
        return
    with transaction():
        Preference.objects.update_or_create(
            staff_id=actor.id,
            defaults={
                "mail": wishes.mail,
                "quiet_from": wishes.quiet_from,
                "quiet_to": wishes.quiet_to,
                "digest_at": wishes.digest_at,
                "without": sorted(wishes.without),
            },
        )
