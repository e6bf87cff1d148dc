"""Names of customers; only some of it is for a star import."""

import socket

__all__ = ["address_of", "greeting"]


def address_of(host):
    return socket.gethostbyname(host)


def greeting(name):
    return f"Dear {name}"


def secret_address(host):
    return socket.gethostbyname(host)
