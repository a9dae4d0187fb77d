"""Several edits as tabs: what is at hand is exchanged, and all of it is saved as it is made."""
