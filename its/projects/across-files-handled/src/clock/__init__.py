"""A program whose signals and debug mode are handled in other files than its entry point."""
