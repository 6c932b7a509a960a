"""The control room: pages in a browser. It reads the store, calls verbs, and decides nothing itself."""
