-- Full films that a catalogue says it has changed since it told its record: they are to be read anew.
select r.movie_id, r.source, m.title, m.tmdb_id, m.imdb_id, r.changed_at, r.told_at, r.tried_at
from movie_records r
join movies m on m.id = r.movie_id
where r.changed_at > r.told_at and m.import_type = 'full' and m.tmdb_id is not null
