"""Who may write and decide, and what hangs on nothing but values."""
