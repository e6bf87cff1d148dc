"""Work for the processor."""

import hashlib


def stretch(password):
    return hashlib.pbkdf2_hmac("sha256", password, b"salt", 600_000)


def collisions(left, right):
    found = 0
    for i in range(1000):
        for j in range(1000):
            found += left[i] == right[j]
    return found


def short_sum(numbers):
    return sum(numbers[:10])
