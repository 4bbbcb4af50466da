"""The verbs of gatherings. Each module holds those of one part."""
