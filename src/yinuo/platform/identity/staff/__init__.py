"""Pages for staff: getting in, one's own account, and the administration of organisation and people."""
