"""Django's database engine for SQLite, whose writers wait in a queue (see `base`, where Django looks for it)."""
