"""Profiles in files."""

import json
import shutil


def read_cache(name):
    with open(f"cache/{name}.json") as file:
        return json.load(file)


def read_profile(name):
    return read_cache(name)


def forget(name):
    shutil.rmtree(f"cache/{name}")


def path_of(name):
    return f"cache/{name}.json"


def even(names):
    if not names:
        return True
    forget(names[0])
    return odd(names[1:])


def odd(names):
    return bool(names) and even(names[1:])


class Shelf:
    """A place for profiles; what reading costs is the business of the subclasses."""

    def __init__(self, folder):
        self.folder = folder

    def load(self, name):
        with open(f"{self.folder}/{name}") as file:
            return file.read()

    def describe(self):
        return f"profiles in {self.folder}"
