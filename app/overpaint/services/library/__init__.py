"""What Overpaint remembers of all edits on this machine, in one SQLite file."""
