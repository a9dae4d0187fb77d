"""What an edit is: values and rules on the standard library alone."""
