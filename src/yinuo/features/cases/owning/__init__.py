"""How a case gets its owner: rules as data, the choice that they make, and the clock of a case without owner."""
