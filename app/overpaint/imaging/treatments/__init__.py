"""What the built-in endpoint can do to a picture besides filling it: blur, sketch and the like."""
