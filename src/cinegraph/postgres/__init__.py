"""The PostgreSQL that Cinegraph brings along: binaries from a wheel, one cluster in the user's data folder.

`binaries` puts the programs where they can be run, `cluster` makes, starts and stops the server,
`sharing` lets several processes use one server: started by the first, stopped by the last.
"""
