"""Files for other programs: one layer or several, in the form that a person chose."""
