"""The answer put into the untouched target: registered, colour-matched, blended."""
