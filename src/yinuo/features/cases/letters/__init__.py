"""The decision in writing: composed, issued, delivered."""
