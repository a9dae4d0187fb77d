"""Tells of newer versions, if the person wants to be told."""
