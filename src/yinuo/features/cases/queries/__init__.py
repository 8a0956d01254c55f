"""Reads, always within the part of the institution of who asks, always masked and redacted."""
