"""Take over past complaints from files of other systems."""
