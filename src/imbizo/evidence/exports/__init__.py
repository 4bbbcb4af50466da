"""What leaves evidence as a file."""
