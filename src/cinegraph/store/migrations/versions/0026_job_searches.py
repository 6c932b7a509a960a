"""Indexes for what is asked of the queue all the time: through all jobs there ever were it takes seconds."""

from alembic import op

revision = "0026_job_searches"
down_revision = "0025_search_words"
branch_labels = None
depends_on = None

_INDEXES = {
    "ix_procrastinate_jobs_worker": "(worker_id) where worker_id is not null",
    "ix_procrastinate_jobs_build_graph": "(id) where task_name = 'build_graph'",
}
"""The jobs of a worker that ends; whether the graph was built since."""


def upgrade() -> None:
    for name, on in _INDEXES.items():
        op.execute(f"create index {name} on procrastinate_jobs {on}")


def downgrade() -> None:
    for name in _INDEXES:
        op.execute(f"drop index {name}")
