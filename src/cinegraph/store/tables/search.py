"""What films and people are searched by. Triggers keep these rows right: no writer needs to think of them."""

import sqlalchemy as sa

from cinegraph.store.tables.base import key, one_of, table

title_keys = table(
    "movie_title_keys",
    sa.Column("movie_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("folded", sa.Text(collation="C"), primary_key=True, index=True),
    sa.Column("title", sa.Text, nullable=False),
)
sa.Index("ix_movie_title_keys_lexemes", sa.func.search_lexemes(title_keys.c.folded), postgresql_using="gin")

vocabulary = table(
    "search_vocabulary",
    key(),
    *one_of("kind", "film", "person"),
    sa.Column("word", sa.Text(collation="C"), nullable=False),
)
sa.Index("ix_search_vocabulary_kind_word", vocabulary.c.kind, vocabulary.c.word)
sa.Index("ix_search_vocabulary_grams", sa.func.word_grams(vocabulary.c.word), postgresql_using="gin")
