"""Change how results are blended, see what the model changed, and mix variants."""
