"""Those outside the database's reach who keep what the log was: a file elsewhere, syslog, a mailbox, a time stamp."""
