"""Tables that people bring: CSV and Excel, read as text, row by row."""
