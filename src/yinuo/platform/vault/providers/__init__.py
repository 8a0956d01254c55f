"""Who holds the key that wraps all others: one small interface, one file for each kind of holder."""
