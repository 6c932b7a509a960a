"""The outside world in a box: an app that answers as oscars.org, IMDb, TMDb, Wikidata and OMDb do, with faults on demand."""
