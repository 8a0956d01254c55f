"""A second person agrees: to money that is offered, to more time for a decision."""
