"""How much one visitor's network may send to the customers' pages."""

from __future__ import annotations

from django.utils.translation import ngettext

from yinuo.platform.rest.public import Rate, Standing

# A branch's visitors share one address: enough for them, too little to flood the specialists.
FILINGS = Rate(name="filings", requests=30, seconds=3600)
ADDITIONS = Rate(name="additions", requests=60, seconds=3600)
CODES = Rate(name="codes", requests=20, seconds=3600)
ENTRIES = Rate(name="entries", requests=60, seconds=3600)


def too_many(standing: Standing) -> str:
    """Why nothing was sent this time, and when to try again; the text stays in the form."""
    minutes = -(-standing.retry_after // 60)
    return ngettext(
        "Too many messages came from your network. Your text is kept: send it again in %(minutes)s minute.",
        "Too many messages came from your network. Your text is kept: send it again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
