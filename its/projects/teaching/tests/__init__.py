"""These programs have no tests."""
