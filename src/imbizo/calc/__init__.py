"""Pure Python that a statistician or a lawyer can review alone.

No Django, no database, no clock, no input or output: frozen dataclasses and plain sequences in and out.
User-facing words don't live here; results carry reason codes that the layers above put into words.
"""
