"""The batch sheet: a row per picture, what each costs, and what becomes of it."""
