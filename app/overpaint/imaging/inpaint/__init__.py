"""Content-aware fill: the local engine that removes what a mask marks and continues the rest."""
