"""The mask: where a picture may change (coverage 0-255, 255 = change here)."""
