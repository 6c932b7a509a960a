"""The verbs, one file each, in the order they happen: request, import, resolve, finish."""
