"""What takes long."""
