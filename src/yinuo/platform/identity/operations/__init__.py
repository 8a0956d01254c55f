"""What changes the organisation and its staff, one use case in each file."""
