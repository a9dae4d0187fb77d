"""Pictures that are edited in another program, and come back from there."""
