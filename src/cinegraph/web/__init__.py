"""The program in a browser and over HTTP: reads the store, starts jobs, decides nothing."""
