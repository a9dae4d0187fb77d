"""Two pictures looked at together: slider, flip, side by side, difference."""
