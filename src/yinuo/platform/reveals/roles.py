"""Who reviews what others saw, and who may look at all."""

from yinuo.platform.identity.public import Role

REVIEWERS = (Role.SECURITY_OFFICER, Role.SUPERVISOR)
# Those who talk with customers, and those who supervise them. Who analyses, audits or administers works with masks.
LOOKERS = (
    Role.CLERK,
    Role.COMPLAINT_SPECIALIST,
    Role.CALLBACK_OFFICER,
    Role.SUPERVISOR,
    Role.LOYALTY_MANAGER,
)
