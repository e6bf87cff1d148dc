"""A shop whose mistakes are spread over several files."""
