"""What goes on without the window: news on the desktop, and jobs that end after it was closed."""
