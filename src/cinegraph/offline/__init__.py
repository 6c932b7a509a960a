"""The outside world in a box: an app that answers as oscars.org, IMDb, TMDb and OMDb do, with faults on demand."""
