"""What people write about programmes: parsed here, never written."""
