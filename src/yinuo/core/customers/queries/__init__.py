"""Reads about customers: always masked here, and within the reader's part of the institution."""

from yinuo.core.customers.queries.cards import CustomerCard, cards, family, name_masks
from yinuo.core.customers.queries.consents import ConsentView, consent_history, consents_of, has_consent
from yinuo.core.customers.queries.duplicates import (
    DuplicatePair,
    MergePreview,
    duplicates,
    duplicates_of,
    merge_preview,
)
from yinuo.core.customers.queries.lists import (
    CustomerPage,
    CustomerRow,
    Filters,
    Position,
    customer_list,
    rows_of,
    tiers,
)
from yinuo.core.customers.queries.portrait import (
    DetailView,
    MergeView,
    Portrait,
    RelationView,
    portrait,
)
from yinuo.core.customers.queries.search import CannotSearch, Found, search_customers

__all__ = [
    "CannotSearch",
    "ConsentView",
    "CustomerCard",
    "CustomerPage",
    "CustomerRow",
    "DetailView",
    "DuplicatePair",
    "Filters",
    "Found",
    "MergePreview",
    "MergeView",
    "Portrait",
    "Position",
    "RelationView",
    "cards",
    "consent_history",
    "consents_of",
    "customer_list",
    "duplicates",
    "duplicates_of",
    "family",
    "has_consent",
    "merge_preview",
    "name_masks",
    "portrait",
    "rows_of",
    "search_customers",
    "tiers",
]
