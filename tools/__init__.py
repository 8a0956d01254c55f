"""What keeps the house in order: checks, lints, the catalogue."""
