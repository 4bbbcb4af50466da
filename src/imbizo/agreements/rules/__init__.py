"""What agreements may do, in rules without the database."""
