"""What talks to the world: HTTP, disk, keyring, the built-in endpoint; no Qt."""
