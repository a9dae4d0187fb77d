"""Choosing which frame or page of a file is used."""
