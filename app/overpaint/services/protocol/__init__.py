"""The wire format of ``POST /v1/images/edits``: what is sent, and what comes back."""
