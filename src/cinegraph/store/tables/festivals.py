"""Organizations, ceremonies, categories, nominations and their nominees."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from cinegraph.store.tables.base import key, one_of, reference, table

organizations = table(
    "festival_organizations",
    key(),
    sa.Column("slug", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("official_name", sa.Text),
    sa.Column("other_names", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
    sa.Column("abbreviation", sa.Text, nullable=False, unique=True),
    sa.Column("imdb_event_id", sa.Text, unique=True),
    sa.Column("country", sa.Text, nullable=False),
    sa.Column("founded_year", sa.Integer, nullable=False),
    *one_of("kind", "ceremony", "festival"),
    sa.Column("main_award", sa.Text),
    sa.Column("month", sa.Integer),
    sa.Column("page_kinds", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
    sa.Column("gap_years", ARRAY(sa.Integer), nullable=False, server_default=sa.text("'{}'")),
    sa.Column("double_years", ARRAY(sa.Integer), nullable=False, server_default=sa.text("'{}'")),
    sa.Column("eligibility_offset", sa.Integer),
    sa.Column("prestige_win", sa.Integer),
    sa.Column("prestige_nomination", sa.Integer),
    sa.Column("wikidata_ids", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
    *one_of("wikidata_dates", "night", "eligibility", default="night"),
    sa.Column("shipped", JSONB),
)

editions = table(
    "festival_editions",
    reference("organization_id", "festival_organizations", primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("instance", sa.Integer, primary_key=True),
    sa.Column("imdb_id", sa.Text),
    sa.Column("told_by", ARRAY(sa.Text), nullable=False),
)

ceremonies = table(
    "festival_ceremonies",
    key(),
    reference("organization_id", "festival_organizations"),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("instance", sa.Integer, nullable=False, server_default=sa.text("1")),
    sa.Column("number", sa.Integer),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("held_on", sa.Date),
    sa.Column("ended_on", sa.Date),
    sa.Column("location", sa.Text),
    sa.Column("eligibility", sa.Text),
    sa.Column("imdb_id", sa.Text),
    *one_of("state", "announced", "held"),
    sa.Column("details", JSONB, nullable=False, server_default=sa.text("'{}'")),
    sa.UniqueConstraint("organization_id", "year", "instance"),
)

category_keys = table(
    "category_keys",
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    *one_of("honours", "people", "films", "companies", "countries"),
    sa.Column("role", sa.Text),
    *one_of("medium", "film", "short", "television"),
    sa.Column("part_of", sa.Text),
)

shipped_data = table(
    "shipped_data",
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("mark", sa.Text, nullable=False),
)

categories = table(
    "festival_categories",
    key(),
    reference("organization_id", "festival_organizations"),
    sa.Column("award", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("canonical_key", sa.Text, sa.ForeignKey("category_keys.key"), index=True),
    sa.Column("tracks_person", sa.Boolean),
    sa.Column("key_by", sa.Text),
    sa.Column("key_at", sa.DateTime(timezone=True)),
    sa.Column("key_note", sa.Text),
    sa.UniqueConstraint("organization_id", "award", "name"),
)

nominations = table(
    "festival_nominations",
    key(),
    reference("ceremony_id", "festival_ceremonies"),
    reference("category_id", "festival_categories", index=True),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("is_winner", sa.Boolean, nullable=False),
    sa.Column("detail", sa.Text),
    sa.Column("note", sa.Text),
    sa.Column("citation", sa.Text),
    sa.Column("works", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
    *one_of("state", "active", "withdrawn", default="active"),
    sa.Column("source", ARRAY(sa.Text), nullable=False),
    sa.UniqueConstraint("ceremony_id", "category_id", "fingerprint"),
)
sa.Index(
    "ix_festival_nominations_page",
    nominations.c.ceremony_id,
    nominations.c.position,
    nominations.c.id,
    postgresql_include=["is_winner", "state"],
)

nomination_films = table(
    "festival_nomination_films",
    reference("nomination_id", "festival_nominations", primary_key=True, ondelete="CASCADE"),
    sa.Column("position", sa.Integer, primary_key=True),
    reference("movie_id", "movies", index=True),
    sa.Column("credited_as", sa.Text, nullable=False),
    sa.Column("note", sa.Text),
    sa.Column("imdb_id", sa.Text),
    sa.UniqueConstraint("nomination_id", "movie_id"),
)

nomination_people = table(
    "festival_nomination_people",
    reference("nomination_id", "festival_nominations", primary_key=True, ondelete="CASCADE"),
    sa.Column("position", sa.Integer, primary_key=True),
    reference("person_id", "people", index=True),
    sa.Column("role", sa.Text),
    sa.Column("credited_as", sa.Text, nullable=False),
    sa.Column("imdb_id", sa.Text),
    sa.Column("inferred", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("link", sa.Text),
    sa.Column("link_score", sa.Double),
    sa.Column("link_evidence", JSONB),
    sa.Column("link_why", sa.Text),
    sa.Column("linked_at", sa.DateTime(timezone=True)),
    sa.CheckConstraint("link IN ('id', 'credits', 'search', 'decided', 'minimal', 'doubtful')", name="link"),
    sa.UniqueConstraint("nomination_id", "person_id"),
)
sa.Index(
    "ix_festival_nomination_people_unlinked",
    nomination_people.c.nomination_id,
    nomination_people.c.position,
    postgresql_where=sa.text("not inferred and (link is null or link in ('minimal', 'doubtful'))"),
)

nomination_companies = table(
    "festival_nomination_companies",
    reference("nomination_id", "festival_nominations", primary_key=True, ondelete="CASCADE"),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("imdb_id", sa.Text),
    sa.Column("role", sa.Text),
)
