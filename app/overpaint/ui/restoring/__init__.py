"""Bring back the settings that a picture tells."""
