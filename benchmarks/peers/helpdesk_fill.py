"""
Run by the peer's own Python: make its tables, an agent with a token and a session, and as many tickets as we have
cases.

Prints what the clients need, as JSON in one line.
"""

import json
import sys
from datetime import timedelta

import django

BATCH = 5_000


def main(rows: int) -> None:
    """``rows`` tickets of the last two years; one of twenty is open, due a day after it came."""
    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command
    from django.utils import timezone
    from helpdesk.models import Queue, Ticket
    from helpdesk.query import query_to_base64
    from rest_framework.authtoken.models import Token

    call_command("migrate", verbosity=0)
    agent = get_user_model().objects.create_superuser("agent", "agent@example.com", None)
    queue = Queue.objects.create(title="complaints", slug="complaints", allow_public_submission=True)
    now = timezone.now()
    for begin in range(0, rows, BATCH):
        made = []
        for serial in range(begin, min(begin + BATCH, rows)):
            at = now - timedelta(hours=serial % 17_520)
            is_open = serial % 20 == 0
            made.append(
                Ticket(
                    queue=queue,
                    title=f"complaint {serial}",
                    description="年费减免没有兑现",
                    created=at,
                    submitter_email=f"c{serial}@example.com",
                    status=Ticket.OPEN_STATUS if is_open else Ticket.CLOSED_STATUS,
                    assigned_to=agent if serial % 40 < 2 else None,
                    due_date=at + timedelta(days=1),
                )
            )
        Ticket.objects.bulk_create(made)
    session = SessionStore()
    session[SESSION_KEY] = str(agent.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    session.save()
    mine = {"filtering": {"status__in": [1, 2], "assigned_to__id__in": [agent.pk]}, "sorting": "due_date"}
    due = {"filtering": {"status__in": [1, 2]}, "sorting": "due_date"}
    found = {
        "token": Token.objects.create(user=agent).key,
        "session": session.session_key,
        "queue": queue.pk,
        "tickets": list(Ticket.objects.filter(status=1).values_list("pk", flat=True)[:500]),
        "mine": query_to_base64(mine),
        "due": query_to_base64(due),
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]))
