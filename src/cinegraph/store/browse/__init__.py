"""Rows as a reader leafs through them: each list is one statement with an index for its order, read page by page from
the last row that was seen. Nothing is counted whole."""
