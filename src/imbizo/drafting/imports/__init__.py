"""What comes in from Word."""
