"""The chain of edits behind a result: shown, walked along, and used again."""
