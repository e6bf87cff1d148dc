"""The tests of this service were never written."""
