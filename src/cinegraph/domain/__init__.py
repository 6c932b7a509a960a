"""The nouns: frozen values and pure rules. Imports nothing of ours outside this folder."""
