"""This sample has no tests."""
