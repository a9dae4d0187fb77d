"""The Library workspace: every result ever made, found again."""
