"""Generic building blocks of the window: they know the theme, and nothing of edits or services.

Widgets that paint icons take `Icons`, the others `Theme`; both come through the constructor.
Setters are silent, signals report what a person did.
"""
