#!/bin/sh
# Starts Overpaint inside its Flatpak.
export PYTHONPATH=/app/lib/overpaint PYTHONDONTWRITEBYTECODE=1
exec python3 -P -m overpaint "$@"
