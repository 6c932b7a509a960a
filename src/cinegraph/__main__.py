"""`python -m cinegraph` is the `cinegraph` command."""

from cinegraph.cli import main

if __name__ == "__main__":
    main()
