"""A chain that is longer than the plugin follows, and one that is not."""

from shop.files.cache import read_cache


def one(name):
    return two(name)


def two(name):
    return three(name)


def three(name):
    return four(name)


def four(name):
    return five(name)


def five(name):
    return six(name)


def six(name):
    return seven(name)


def seven(name):
    return eight(name)


def eight(name):
    return read_cache(name)
