"""Tasks of other units: who may do them, taking hold of one, and what is told of it."""
