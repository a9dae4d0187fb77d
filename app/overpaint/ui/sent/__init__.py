"""What will be sent, and what was: every part of a request, to look at before it leaves."""
