"""Tests a server profile stage by stage; never sends an edit, so it never costs anything."""
