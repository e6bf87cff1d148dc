"""Collects the weather of some cities: asynchronous by its words only."""

import asyncio
import time

import requests

CITIES = "https://weather.example/cities"


async def collect(ids):
    reports = []
    for city in ids:  # UA208
        place = requests.get(f"{CITIES}/{city}").json()  # UA502
        forecast = requests.get(f"{CITIES}/{city}/forecast").json()  # UA502
        reports.append((place["name"], forecast["temperature"]))
        time.sleep(0.5)  # UA501
    return reports


async def main():
    for name, temperature in await collect(range(1, 21)):
        print(f"{name:20} {temperature:5.1f}")


if __name__ == "__main__":
    asyncio.run(main())  # UA506
