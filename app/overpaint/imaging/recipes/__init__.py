"""Recipes inside of picture files, and what else such files say of where they come from."""
