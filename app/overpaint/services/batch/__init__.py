"""Many pictures, one recipe: looking at rows, sending them, and remembering what became of them."""
