"""Who worked with whom, the shortest way from one person to another, and people found by the words of their names."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016_graph"
down_revision = "0015_keys"
branch_labels = None
depends_on = None

_KINDS = "'actor_actor', 'actor_director', 'director_director', 'director_crew', 'crew_crew'"

_NAME_WORDS = r"""
create function name_words(name text) returns tsvector
language sql immutable strict parallel safe as $$
    select array_to_tsvector(array_remove(regexp_split_to_array(regexp_replace(
        translate(replace(replace(replace(replace(lower(normalize(name, NFKD)), 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
            'þ', 'th'), 'øłđðı', 'olddi'),
        '[\u0300-\u036F''’‘ʼ`´]', '', 'g'), '[[:space:][:punct:]]+'), ''))
$$
"""
"""The words of a name, in small letters and without accents. It may find too much: Python's `fold` decides."""

_MET = """
create function collaborators_met(people bigint[]) returns table (person bigint, met bigint)
language sql stable as $$
    select c.person_a, c.person_b from collaborations c where c.person_a = any(people)
    union all
    select c.person_b, c.person_a from collaborations c where c.person_b = any(people)
$$
"""
"""Each of these people with everyone whom they worked with: from the two indexes alone."""

_MET_IN = """
create function collaborators_met_in(
    people bigint[], only_features boolean, top_billed int, since_year int, until_year int
) returns table (person bigint, met bigint)
language sql stable as $$
    select p.person, p.met
    from (
        select c.person_a as person, c.person_b as met, c.person_a, c.person_b
        from collaborations c where c.person_a = any(people)
        union all
        select c.person_b, c.person_a, c.person_a, c.person_b from collaborations c where c.person_b = any(people)
    ) p
    where exists (
        select 1 from collaboration_details d
        where d.person_a = p.person_a and d.person_b = p.person_b
            and collaboration_counts(d, only_features, top_billed, since_year, until_year))
$$
"""
"""The same, in films that count only."""

_COUNTS = """
create function collaboration_counts(
    d collaboration_details, only_features boolean, top_billed int, since_year int, until_year int
) returns boolean
language sql immutable as $$
    select (not only_features or d.feature)
        and (top_billed is null or (
            d.kind in ('actor_actor', 'actor_director', 'director_director') and coalesce(d.billing, 0) <= top_billed))
        and (since_year is null or d.year >= since_year) and (until_year is null or d.year <= until_year)
$$
"""
"""Whether a film and a way of working together count: features only, actors so high in the billing and directors
only, years."""

_PATH = """
create function collaboration_path(
    person_from bigint, person_to bigint, deepest int, wanted int,
    only_features boolean, top_billed int, since_year int, until_year int
) returns table (place int, person bigint, met bigint)
language plpgsql stable as $$
#variable_conflict use_column
declare
    plain boolean := not only_features and top_billed is null and since_year is null and until_year is null;
    near bigint[] := array[person_from];  -- who is reached from the one end, level by level,
    near_ends int[] := '{0, 1}';          -- and where the levels end
    far bigint[] := array[person_to];
    far_ends int[] := '{0, 1}';
    n int;
    f int;
    onward boolean;
    layer bigint[];
    behind bigint[];
    goal bigint[];
    part bigint[];
    reached bigint[];
    fresh bigint[];
    shared bigint[] := '{}';
    ones bigint[];
    others bigint[];
    first int;
    size int;
begin
    loop
        n := cardinality(near_ends) - 2;
        f := cardinality(far_ends) - 2;
        if n + f + 1 > deepest then
            return;
        end if;
        layer := near[near_ends[n + 1] + 1 : near_ends[n + 2]];
        goal := far[far_ends[f + 1] + 1 : far_ends[f + 2]];
        onward := cardinality(layer) <= cardinality(goal);
        if onward then
            behind := near[near_ends[n] + 1 : near_ends[n + 1]];
        else
            part := layer;
            layer := goal;
            goal := part;
            behind := far[far_ends[f] + 1 : far_ends[f + 1]];
        end if;
        fresh := '{}';
        first := 1;
        size := 64;
        while first <= cardinality(layer) loop  -- a part of the level at a time: the first meeting ends it
            part := layer[first : first + size - 1];
            if plain then
                reached := array(select distinct m.met from collaborators_met(part) m);
            else
                reached := array(select distinct m.met
                    from collaborators_met_in(part, only_features, top_billed, since_year, until_year) m);
            end if;
            shared := array(select r.id from unnest(reached) r(id) join unnest(goal) g(id) using (id)
                order by r.id limit wanted);
            exit when shared <> '{}';
            fresh := fresh || reached;
            first := first + size;
            size := least(size * 2, 2048);
        end loop;
        exit when shared <> '{}';
        fresh := array(select id from unnest(fresh) id except select id from unnest(layer) id
            except select id from unnest(behind) id);
        if fresh = '{}' then
            return;
        end if;
        if onward then
            near := near || fresh;
            near_ends := near_ends || cardinality(near);
        else
            far := far || fresh;
            far_ends := far_ends || cardinality(far);
        end if;
    end loop;

    size := case when onward then n + 1 else n end;  -- how far from the one end those are who were met
    for side in 1 .. 2 loop
        layer := shared;
        for k in reverse (case when side = 1 then size else n + f + 1 - size end) - 1 .. 0 loop
            goal := case when side = 1 then near[near_ends[k + 1] + 1 : near_ends[k + 2]]
                else far[far_ends[k + 1] + 1 : far_ends[k + 2]] end;
            if plain then
                select array_agg(p.person), array_agg(p.met) into ones, others from (
                    select m.person, m.met from collaborators_met(layer) m join unnest(goal) g(id) on g.id = m.met
                    order by m.met, m.person limit wanted * 8) p;
            else
                select array_agg(p.person), array_agg(p.met) into ones, others from (
                    select m.person, m.met
                    from collaborators_met_in(layer, only_features, top_billed, since_year, until_year) m
                    join unnest(goal) g(id) on g.id = m.met order by m.met, m.person limit wanted * 8) p;
            end if;
            if side = 1 then
                return query select k, p.met, p.person from unnest(ones, others) p(person, met);
            else
                return query select n + f - k, p.person, p.met from unnest(ones, others) p(person, met);
            end if;
            layer := array(select distinct id from unnest(others) id);
        end loop;
    end loop;
end
$$
"""
"""The shortest ways between two people, by going level by level from both ends: each row is a step that some of them
have (`person` is `place` steps from the one end, `met` a step further). No row: there is none within `deepest` steps.

Of very many only some are told: those through `wanted` of the people who were met in the middle."""


def _times() -> list[sa.Column[object]]:
    return [
        sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
        for name in ("inserted_at", "updated_at")
    ]


def upgrade() -> None:
    op.create_table(
        "collaborations",
        sa.Column("person_a", sa.BigInteger(), nullable=False),
        sa.Column("person_b", sa.BigInteger(), nullable=False),
        sa.Column("films", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("first_year", sa.Integer(), nullable=True),
        sa.Column("latest_year", sa.Integer(), nullable=True),
        sa.Column("peak_year", sa.Integer(), nullable=True),
        sa.Column("mean_rating", sa.Numeric(4, 2), nullable=True),
        sa.Column("genres", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        *_times(),
        sa.CheckConstraint("person_a < person_b", name=op.f("ck_collaborations_ordered")),
        sa.ForeignKeyConstraint(["person_a"], ["people.id"], name=op.f("fk_collaborations_person_a_people")),
        sa.ForeignKeyConstraint(["person_b"], ["people.id"], name=op.f("fk_collaborations_person_b_people")),
        sa.PrimaryKeyConstraint("person_a", "person_b", name=op.f("pk_collaborations")),
    )
    op.create_index("ix_collaborations_person_b", "collaborations", ["person_b", "person_a"])
    op.create_table(
        "collaboration_details",
        sa.Column("person_a", sa.BigInteger(), nullable=False),
        sa.Column("person_b", sa.BigInteger(), nullable=False),
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("billing", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("feature", sa.Boolean(), nullable=False),
        *_times(),
        sa.CheckConstraint(f"kind IN ({_KINDS})", name=op.f("ck_collaboration_details_kind")),
        sa.ForeignKeyConstraint(
            ["movie_id"], ["movies.id"], name=op.f("fk_collaboration_details_movie_id_movies")
        ),
        sa.ForeignKeyConstraint(
            ["person_a", "person_b"],
            ["collaborations.person_a", "collaborations.person_b"],
            name=op.f("fk_collaboration_details_person_a_collaborations"),
        ),
        sa.PrimaryKeyConstraint(
            "person_a", "person_b", "movie_id", "kind", name=op.f("pk_collaboration_details")
        ),
    )
    op.create_index(op.f("ix_collaboration_details_movie_id"), "collaboration_details", ["movie_id"])
    for table in ("collaborations", "collaboration_details"):
        op.execute(
            f"create trigger touch before update on {table} for each row execute function touch_updated_at()"
        )
    for function in (_NAME_WORDS, _COUNTS, _MET, _MET_IN, _PATH):
        op.execute(sa.text(function.replace(":", "\\:")))
    op.create_index("ix_people_name_words", "people", [sa.text("name_words(name)")], postgresql_using="gin")


def downgrade() -> None:
    op.drop_index("ix_people_name_words", "people")
    for function in (
        "collaboration_path(bigint, bigint, int, int, boolean, int, int, int)",
        "collaborators_met_in(bigint[], boolean, int, int, int)",
        "collaborators_met(bigint[])",
        "collaboration_counts(collaboration_details, boolean, int, int, int)",
        "name_words(text)",
    ):
        op.execute(f"drop function {function}")
    op.drop_table("collaboration_details")
    op.drop_table("collaborations")
