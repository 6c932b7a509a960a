"""Alembic's migrations: forward and back."""
