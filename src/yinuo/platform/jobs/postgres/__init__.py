"""
The embedded PostgreSQL, behind one small door.

``Location`` says where it lives (pure), ``Server`` prepares, starts, adopts and stops it,
``binaries`` says where its programs come from: another source of programs is a change in that
one file.
"""
