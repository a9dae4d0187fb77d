"""Requests that may have been billed: told at the start, listed, and settled by a person."""
