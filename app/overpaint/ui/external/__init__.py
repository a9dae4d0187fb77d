"""“Edit in …”: pictures in other programs, and what comes back."""
