"""What happens to pixels: numpy and Pillow, no Qt, no network, no database."""
