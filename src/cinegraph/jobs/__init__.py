"""Jobs: each decodes its arguments, calls one verb, and translates its outcome for the queue."""
