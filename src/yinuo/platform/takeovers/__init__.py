"""Files of records that people bring: kept sealed until somebody confirms them, then taken over, on record."""
