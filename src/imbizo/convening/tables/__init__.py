"""Lists of gatherings and of what hangs on them."""
