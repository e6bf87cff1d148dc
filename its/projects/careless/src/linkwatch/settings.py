"""Settings, read from a file whenever somebody asks."""

import json

PATH = "linkwatch.json"


def load():
    with open(PATH) as file:
        return json.load(file)


def database_url():
    return load()["database"]
