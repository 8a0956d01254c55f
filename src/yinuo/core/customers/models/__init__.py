"""The customer record: who it is, sealed values and what finds them, consents, relations, imports."""

from yinuo.core.customers.models.consent import Consent
from yinuo.core.customers.models.contact import ContactCode
from yinuo.core.customers.models.customer import Customer, Segment, State, Vulnerability
from yinuo.core.customers.models.detail import Detail, DetailIndex
from yinuo.core.customers.models.imports import Import, ImportProblem
from yinuo.core.customers.models.merge import Dismissal, Merge
from yinuo.core.customers.models.relation import RelationChange
from yinuo.core.customers.models.retention import RetentionDue

__all__ = [
    "Consent",
    "ContactCode",
    "Customer",
    "Detail",
    "DetailIndex",
    "Dismissal",
    "Import",
    "ImportProblem",
    "Merge",
    "RelationChange",
    "RetentionDue",
    "Segment",
    "State",
    "Vulnerability",
]
