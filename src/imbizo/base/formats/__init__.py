"""How dates and numbers are written, by language. Django finds `<language>/formats.py` by name."""
