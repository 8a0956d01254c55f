"""Replace keys while everybody goes on working: one file for each kind of key."""
