"""How sure are we, and whom do we ask next."""
