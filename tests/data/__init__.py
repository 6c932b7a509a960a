"""Facts that ship, and what a user adds to them."""
