"""The demo story: a bank with its staff, its customers and their cases, told by calling operations."""
