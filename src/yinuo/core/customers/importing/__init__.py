"""Take customers over from files: look through first, then take over, restartable."""
