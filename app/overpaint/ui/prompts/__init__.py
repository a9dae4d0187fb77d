"""Around the prompt: what was sent before, templates, and the keep list."""
