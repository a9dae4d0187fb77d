"""The queue in the window: what runs, what waits, what went wrong, and what is done about it."""
