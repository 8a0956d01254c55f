"""Words: messages under seal, canned texts with their places, macros, and who is mentioned."""
