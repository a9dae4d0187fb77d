"""Reading picture files of every kind that people have."""
