"""Watches the links of web sites and records which of them are broken."""

__version__ = "1.4.0"
