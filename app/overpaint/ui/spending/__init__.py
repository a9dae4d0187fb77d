"""Money in the window: what was spent, the meter below Generate, and what limits say."""
