"""The only place with SQL: the schema, and one file of functions for each kind of row."""
