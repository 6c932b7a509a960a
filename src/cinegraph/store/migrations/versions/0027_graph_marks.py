"""Films whose pairs are to be built anew are marked, and one job builds those of many; before, each film had a job."""

import sqlalchemy as sa
from alembic import op

revision = "0027_graph_marks"
down_revision = "0026_job_searches"
branch_labels = None
depends_on = None

_OF_ALL = "task_name in ('build_collaborations', 'score_movies', 'build_graph')"
_MARKED_FOR = "task_name in ('build_collaborations', 'score_movies')"

_MARKED = f"""
insert into graph_marks (movie_id)
select distinct (args ->> 'movie_id')::bigint from procrastinate_jobs
where task_name = 'build_collaborations' and status in ('todo', 'doing', 'failed') and args ? 'movie_id';
update procrastinate_jobs set args = args - 'movie_id', scheduled_at = null
where task_name = 'build_collaborations' and status in ('todo', 'doing', 'failed');
delete from procrastinate_jobs j where task_name = 'build_collaborations' and status = 'todo' and exists (
    select 1 from procrastinate_jobs k where k.task_name = j.task_name and k.status = 'todo' and k.id < j.id);
create index ix_procrastinate_jobs_of_all on procrastinate_jobs (id) where {_OF_ALL};
create index ix_procrastinate_jobs_marked on procrastinate_jobs (task_name, id) where {_MARKED_FOR} and status in ('todo', 'doing');
delete from procrastinate_jobs where task_name = 'sweep_scores' and status = 'todo';
drop index ix_procrastinate_jobs_build_graph;
drop index ix_procrastinate_jobs_score_movies
"""
"""A job that has not ended builds what is marked, now: its own film, too; of those that wait one is enough. The sweep has another name, and comes again within ten
minutes."""

_MARKED_BEFORE = """
create index ix_procrastinate_jobs_build_graph on procrastinate_jobs (id) where task_name = 'build_graph';
create index ix_procrastinate_jobs_score_movies on procrastinate_jobs (id)
    where task_name = 'score_movies' and status = 'todo';
drop index ix_procrastinate_jobs_marked;
drop index ix_procrastinate_jobs_of_all;
delete from procrastinate_jobs where task_name = 'sweep_marks' and status = 'todo';
delete from procrastinate_jobs where task_name = 'build_collaborations' and status <> 'doing' and not args ? 'movie_id';
insert into procrastinate_jobs (queue_name, task_name, args)
select distinct 'collaborations', 'build_collaborations', jsonb_build_object('movie_id', g.movie_id)
from graph_marks g join movies m on m.id = g.movie_id
"""


def upgrade() -> None:
    op.create_table(
        "graph_marks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_graph_marks")),
    )
    op.execute(
        "create trigger touch before update on graph_marks for each row execute function touch_updated_at()"
    )
    _run(_MARKED)


def downgrade() -> None:
    _run(_MARKED_BEFORE)
    op.drop_table("graph_marks")


def _run(statements: str) -> None:
    for statement in statements.split(";"):
        op.get_bind().exec_driver_sql(statement)
