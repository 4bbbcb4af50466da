"""Measurements, each run by `python3 run.py bench NAME`, always as a ratio to a stated baseline of the same run."""
