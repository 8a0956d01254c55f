"""Which roles read cases, and which of them act on cases."""

from yinuo.platform.identity.public import Role

READERS = (
    Role.CLERK,
    Role.COMPLAINT_SPECIALIST,
    Role.CALLBACK_OFFICER,
    Role.SUPERVISOR,
    Role.COMPLAINT_ANALYST,
    Role.EXECUTIVE,
    Role.AUDITOR,
)
FILERS = (Role.CLERK, Role.COMPLAINT_SPECIALIST, Role.CALLBACK_OFFICER, Role.SUPERVISOR)
HANDLERS = (Role.COMPLAINT_SPECIALIST, Role.SUPERVISOR)
# Whom a case may need: everybody but those who administer or audit.
HELPERS = (
    Role.CLERK,
    Role.COMPLAINT_SPECIALIST,
    Role.CALLBACK_OFFICER,
    Role.SUPERVISOR,
    Role.COMPLAINT_ANALYST,
    Role.SECURITY_OFFICER,
    Role.LOYALTY_MANAGER,
    Role.EXECUTIVE,
)
IMPORTERS = (Role.SUPERVISOR,)
