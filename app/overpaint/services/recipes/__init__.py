"""Recipes of results: made while an edit is finished, found in files, brought back into a draft."""
