"""Our own form for past cases of other systems."""
