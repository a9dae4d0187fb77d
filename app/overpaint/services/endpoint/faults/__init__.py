"""Failures on demand, so that programs can rehearse what a real service does to them.

A fault stands between the key check and the routes and sees the POSTs of edits only. It may answer
itself, change what goes out, or change the pictures. `registry.FAULTS` has them all.
"""
