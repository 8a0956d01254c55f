"""
Backup and restore of a whole house.

A backup is a folder: the database without customers' wrapped keys, the attachments, and a manifest that names
every file by its hash and the evidence log by its root. The wrapped keys go into a file of their own, kept
for days and not for years: without them an old backup is as unreadable as the erased customer in it.
"""
