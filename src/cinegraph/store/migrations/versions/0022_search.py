"""Films and people found by words that may be misspelt, and an index for the order of every list that is paged."""

import sqlalchemy as sa
from alembic import op

revision = "0022_search"
down_revision = "0021_access"
branch_labels = None
depends_on = None

_FOLD = r"""
create function search_fold(told text) returns text
language sql immutable strict parallel safe as $$
    select coalesce(nullif(trim(regexp_replace(plain, '[[:space:][:punct:]…«»„“”–—¿¡·・、。「」『』]+', ' ', 'g')), ''),
        regexp_replace(plain, '\s+', '', 'g'))
    from (select left(regexp_replace(
        translate(replace(replace(replace(replace(replace(lower(normalize(told, NFKD)), 'ß', 'ss'), 'æ', 'ae'),
            'œ', 'oe'), 'þ', 'th'), '&', ' and '), 'øłđðı', 'olddi'),
        '[\u0300-\u036F''’‘ʼ`´]', '', 'g'), 400) as plain) p
$$
"""
"""What a title is searched by: small letters without accents, one space between words. Hangul is taken apart into its
letters, so that half a syllable finds the whole, and one wrong letter is one wrong letter. It may find too much."""

_LEXEMES = r"""
create function search_lexemes(folded text) returns tsvector
language sql immutable strict parallel safe as $$
    select array_to_tsvector(array(
        select left(w, 120) from unnest(string_to_array(folded, ' ')) w where w <> ''
        union
        select substr(w, i, 24) from unnest(string_to_array(folded, ' ')) w, generate_series(2, least(length(w), 40)) i
        where w ~ '[\u3040-\u30FF\u3400-\u9FFF]'
        union
        select replace(folded, ' ', '') where length(folded) <= 32 and strpos(folded, ' ') > 0))
$$
"""
"""The words of a folded title; of scripts without spaces also every end of a word, so that each part is the beginning
of one; and a short title as if it were one word ("Spider-Man" is found as "spiderman")."""

_GRAMS = """
create function word_grams(word text) returns text[]
language sql immutable strict parallel safe as $$
    select coalesce(array_agg(distinct substr(padded, i, 3)), '{}')
    from (select '^' || word || '$' as padded) p, generate_series(1, length(word)) i
$$
"""
"""The groups of three letters of a word, its ends marked."""

_TITLES = """
create function titles_of(title text, original_title text, details jsonb) returns table (title text, folded text)
language sql immutable parallel safe as $$
    select distinct on (folded) told, folded
    from (
        select told, search_fold(told) as folded, place from (
            select title as told, 1 as place union all select original_title, 2
            union all select other #>> '{}', 3 from jsonb_path_query(details, '$.*.alternative_titles[*]') other
        ) every where told is not null
    ) each
    where folded <> '' order by folded, place
$$
"""
"""Every title that a film is known to have, each way of writing once."""

_LEARN = """
create function learn_words(about text, words text[]) returns void
language sql as $$
    insert into search_vocabulary (kind, word)
    select about, told.word from (select distinct left(w, 64) as word from unnest(words) w) told
    where length(told.word) > 2 and told.word !~ '[\\u3040-\\u30FF\\u3400-\\u9FFF]'
        and not exists (select 1 from search_vocabulary v where v.kind = about and v.word = told.word)
    order by 2
$$
"""
"""Words that were never met before. Two who meet one at the same time both note it: nobody waits for the other, and a
word twice does no harm."""

_KEEP_TITLES = """
create function keep_title_keys() returns trigger
language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        delete from movie_title_keys where movie_id = old.id;
        return null;
    end if;
    if tg_op = 'UPDATE' and (new.title, new.original_title) is not distinct from (old.title, old.original_title)
        and jsonb_path_query_array(new.details, '$.*.alternative_titles[*]')
            is not distinct from jsonb_path_query_array(old.details, '$.*.alternative_titles[*]') then
        return null;
    end if;
    delete from movie_title_keys k where k.movie_id = new.id and k.folded not in (
        select t.folded from titles_of(new.title, new.original_title, new.details) t);
    insert into movie_title_keys (movie_id, folded, title)
    select new.id, t.folded, t.title from titles_of(new.title, new.original_title, new.details) t
    on conflict (movie_id, folded) do update set title = excluded.title
        where movie_title_keys.title is distinct from excluded.title;
    perform learn_words('film', string_to_array(k.folded, ' ')) from movie_title_keys k where k.movie_id = new.id;
    return null;
end
$$
"""

_KEEP_NAMES = """
create function keep_name_words() returns trigger
language plpgsql as $$
begin
    perform learn_words('person', tsvector_to_array(name_words(new.name)));
    return null;
end
$$
"""

_FUNCTIONS = (_FOLD, _LEXEMES, _GRAMS, _TITLES, _LEARN, _KEEP_TITLES, _KEEP_NAMES)

_FILL = (
    """
    insert into movie_title_keys (movie_id, folded, title)
    select m.id, t.folded, t.title from movies m
    cross join lateral titles_of(m.title, m.original_title, m.details) t
    """,
    """
    insert into search_vocabulary (kind, word)
    select distinct 'film', left(w, 64) from movie_title_keys, unnest(string_to_array(folded, ' ')) w
    where length(w) > 2 and w !~ '[\\u3040-\\u30FF\\u3400-\\u9FFF]'
    """,
    """
    insert into search_vocabulary (kind, word)
    select distinct 'person', left(w, 64) from people, unnest(tsvector_to_array(name_words(name))) w
    where length(w) > 2 and w !~ '[\\u3040-\\u30FF\\u3400-\\u9FFF]'
    """,
)

_TRIGGERS = (
    """
    create trigger title_keys after insert or delete or update of title, original_title, details on movies
    for each row execute function keep_title_keys()
    """,
    """
    create trigger name_words after insert or update of name on people
    for each row execute function keep_name_words()
    """,
)


def _times() -> list[sa.Column[object]]:
    return [
        sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
        for name in ("inserted_at", "updated_at")
    ]


def _run(statement: str) -> None:
    op.get_bind().exec_driver_sql(statement)


def upgrade() -> None:
    op.create_table(
        "movie_title_keys",
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("folded", sa.Text(collation="C"), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        *_times(),
        sa.PrimaryKeyConstraint("movie_id", "folded", name=op.f("pk_movie_title_keys")),
    )
    op.create_table(
        "search_vocabulary",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(collation="C"), nullable=False),
        *_times(),
        sa.CheckConstraint("kind IN ('film', 'person')", name=op.f("ck_search_vocabulary_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_vocabulary")),
    )
    for table in ("movie_title_keys", "search_vocabulary"):
        _run(
            f"create trigger touch before update on {table} for each row execute function touch_updated_at()"
        )
    for statement in (*_FUNCTIONS, *_FILL, *_TRIGGERS):
        _run(statement)
    op.create_index(op.f("ix_movie_title_keys_folded"), "movie_title_keys", ["folded"])
    op.create_index(
        "ix_movie_title_keys_lexemes",
        "movie_title_keys",
        [sa.text("search_lexemes(folded)")],
        postgresql_using="gin",
    )
    op.create_index(op.f("ix_search_vocabulary_kind_word"), "search_vocabulary", ["kind", "word"])
    op.create_index(
        "ix_search_vocabulary_grams",
        "search_vocabulary",
        [sa.text("word_grams(word)")],
        postgresql_using="gin",
    )
    op.create_index(
        "ix_festival_nominations_page",
        "festival_nominations",
        ["ceremony_id", "position", "id"],
        postgresql_include=["is_winner", "state"],
    )
    op.create_index("ix_movies_year_id", "movies", [sa.text("coalesce(year, 0)"), "id"])
    op.create_index("ix_movies_import_type_id", "movies", ["import_type", "id"])
    op.create_index("ix_reviews_state_id", "reviews", ["state", "id"])


def downgrade() -> None:
    op.drop_index("ix_reviews_state_id", "reviews")
    op.drop_index("ix_movies_import_type_id", "movies")
    op.drop_index("ix_movies_year_id", "movies")
    op.drop_index("ix_festival_nominations_page", "festival_nominations")
    _run("drop trigger name_words on people")
    _run("drop trigger title_keys on movies")
    op.drop_table("search_vocabulary")
    op.drop_table("movie_title_keys")
    for function in (
        "keep_name_words()",
        "keep_title_keys()",
        "learn_words(text, text[])",
        "titles_of(text, text, jsonb)",
        "word_grams(text)",
        "search_lexemes(text)",
        "search_fold(text)",
    ):
        _run(f"drop function {function}")
