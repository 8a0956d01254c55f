"""Which roles read customers, which change them, and which join, import and erase them."""

from yinuo.platform.identity.public import Role

READERS = (
    Role.CLERK,
    Role.COMPLAINT_SPECIALIST,
    Role.CALLBACK_OFFICER,
    Role.SUPERVISOR,
    Role.COMPLAINT_ANALYST,
    Role.LOYALTY_MANAGER,
    Role.EXECUTIVE,
    Role.AUDITOR,
)
WRITERS = (
    Role.CLERK,
    Role.COMPLAINT_SPECIALIST,
    Role.CALLBACK_OFFICER,
    Role.SUPERVISOR,
    Role.LOYALTY_MANAGER,
)
STEWARDS = (Role.SUPERVISOR,)
