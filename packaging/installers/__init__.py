"""What `packaging/build.py` is made of: bundle, licences, and an installer for every system."""
