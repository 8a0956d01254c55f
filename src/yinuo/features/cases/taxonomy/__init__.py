"""Classifications by edition: reading them, taking over one from a file."""
