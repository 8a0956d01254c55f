"""Charts drawn on the server: they print, need no script, link to their records and can be read as tables."""
