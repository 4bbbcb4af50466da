"""What comes in from outside in forms of its own: mail."""
