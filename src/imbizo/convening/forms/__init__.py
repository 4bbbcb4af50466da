"""What is typed about gatherings, and how it is read."""
