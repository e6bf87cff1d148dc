# parameters: reportNeverSuspending=true
import asyncio


# ---- reported -------------------------------------------------------------
async def parse(text):  # Noncompliant {{Remove "async" from "parse", or await in it.}}
    return text.split()


async def main():
    print(await parse("a b"))


# ---- silent ---------------------------------------------------------------
async def handler(request):
    return request.text


def register(router):
    router.add("/", handler)


class Service:
    async def start(self):
        raise NotImplementedError


class Timer(Service):
    async def start(self):
        self.started = True


async def numbers():
    yield 1


# ---- unknown --------------------------------------------------------------
class Plugin(asyncio.Protocol):
    async def setup(self):
        self.ready = True


# ---- near misses ----------------------------------------------------------
async def waits():
    async with asyncio.timeout(1):
        print("done")
