"""What films and people are searched by is kept for all rows of an insert at once, not row by row."""

from alembic import op

revision = "0025_search_words"
down_revision = "0024_screens"
branch_labels = None
depends_on = None

_LEARN = r"""
create or replace function learn_words(about text, words text[]) returns void
language sql as $$
    insert into search_vocabulary (kind, word)
    select about, told.word from (select distinct left(w, 64) as word from unnest(words) w) told
    left join lateral (
        select true as met from search_vocabulary v where v.kind = about and v.word = told.word limit 1) known on true
    where known.met is null and length(told.word) > 2 and told.word !~ '[\u3040-\u30FF\u3400-\u9FFF]'
    order by 2
$$
"""
"""The same as before; each word is looked up once, however many there are, and the vocabulary is never read whole."""

_LEARN_BEFORE = r"""
create or replace function learn_words(about text, words text[]) returns void
language sql as $$
    insert into search_vocabulary (kind, word)
    select about, told.word from (select distinct left(w, 64) as word from unnest(words) w) told
    where length(told.word) > 2 and told.word !~ '[\u3040-\u30FF\u3400-\u9FFF]'
        and not exists (select 1 from search_vocabulary v where v.kind = about and v.word = told.word)
    order by 2
$$
"""

_NEW_TITLES = """
create function new_title_keys() returns trigger
language plpgsql as $$
declare
    words text[];
begin
    with kept as (
        insert into movie_title_keys (movie_id, folded, title)
        select m.id, t.folded, t.title from inserted m
        cross join lateral titles_of(m.title, m.original_title, m.details) t
        returning folded)
    select array_agg(distinct w) from kept, unnest(string_to_array(folded, ' ')) w into words;
    perform learn_words('film', words);
    return null;
end
$$
"""

_NEW_NAMES = """
create function new_name_words() returns trigger
language plpgsql as $$
begin
    perform learn_words('person', array_agg(distinct w))
    from inserted p, unnest(tsvector_to_array(name_words(p.name))) w;
    return null;
end
$$
"""

_TRIGGERS = """
drop trigger title_keys on movies;
drop trigger name_words on people;
create trigger title_keys after delete or update of title, original_title, details on movies
    for each row execute function keep_title_keys();
create trigger name_words after update of name on people
    for each row execute function keep_name_words();
create trigger new_title_keys after insert on movies referencing new table as inserted
    for each statement execute function new_title_keys();
create trigger new_name_words after insert on people referencing new table as inserted
    for each statement execute function new_name_words()
"""

_TRIGGERS_BEFORE = """
drop trigger new_name_words on people;
drop trigger new_title_keys on movies;
drop trigger title_keys on movies;
drop trigger name_words on people;
create trigger title_keys after insert or delete or update of title, original_title, details on movies
    for each row execute function keep_title_keys();
create trigger name_words after insert or update of name on people
    for each row execute function keep_name_words();
drop function new_name_words();
drop function new_title_keys()
"""


def _run(*statements: str) -> None:
    for statement in statements:
        op.get_bind().exec_driver_sql(statement)


def upgrade() -> None:
    _run(_LEARN, _NEW_TITLES, _NEW_NAMES, *_TRIGGERS.split(";"))


def downgrade() -> None:
    _run(*_TRIGGERS_BEFORE.split(";"), _LEARN_BEFORE)
