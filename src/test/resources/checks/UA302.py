import abc
import aiohttp
import asyncpg
from contextlib import asynccontextmanager
from fastapi import FastAPI
from typing import Protocol


# ---- reported -------------------------------------------------------------
class HalfOpen_reported:
    async def __aenter__(self):  # Noncompliant {{Define "__aexit__" as well; "async with" needs both.}}
#             ^^^^^^^^^^
        return self


class HalfClosed_reported:
    async def __aexit__(self, exc_type, exc, traceback):  # Noncompliant {{Define "__aenter__" as well; "async with" needs both.}}
        await self.stop()


class Synchronous_reported:
    def __aenter__(self):  # Noncompliant {{Make "__aenter__" an "async def"; "async with" awaits it.}}
        return self

    def __aexit__(self, exc_type, exc, traceback):  # Noncompliant {{Make "__aexit__" an "async def"; "async with" awaits it.}}
        print("closed")


class WrongArity_reported:
    async def __aenter__(self, url):  # Noncompliant {{Give "__aenter__" no parameter but "self".}}
        return url

    async def __aexit__(self):  # Noncompliant {{Give "__aexit__" the parameters "self", "exc_type", "exc" and "traceback".}}
        pass


class ForgetsToClose_reported:
    async def __aenter__(self):
        self.session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, *exc_info):  # Noncompliant {{Close "self.session" in "__aexit__".}}
        pass


class Swallows_reported:
    async def __aenter__(self):
        return self

    async def __aexit__(self, exc_type, exc, traceback):
        await self.flush()
        return True  # Noncompliant {{Return nothing from "__aexit__"; a true value hides every exception.}}


@asynccontextmanager
async def connected_reported(dsn):
    connection = await asyncpg.connect(dsn)
    yield connection  # Noncompliant {{Put this "yield" in a "try" with a "finally"; an error in the "async with" block skips the rest.}}
#   ^^^^^^^^^^^^^^^^
    await connection.close()
#   ^^^^^^^^^^^^^^^^^^^^^^^^< {{Not run when the block raises.}}


@asynccontextmanager
async def lifespan_reported(app):
    app.state.ready = True
    yield  # Noncompliant {{Put this "yield" in a "try" with a "finally"; an error in the "async with" block skips the rest.}}
    app.state.ready = False
    await app.state.db.close()


@asynccontextmanager
async def twice_reported(host):
    try:
        yield host
        yield host + ".backup"  # Noncompliant {{Yield only once; "asynccontextmanager" raises an error for a second "yield".}}
    finally:
        print("done")


@asynccontextmanager
async def narrow_handler_reported(lock):
    await lock.acquire()
    try:
        yield  # Noncompliant {{Put this "yield" in a "try" with a "finally"; an error in the "async with" block skips the rest.}}
    except LookupError:
        pass
    lock.release()


@asynccontextmanager
async def rolled_back_but_left_open_reported(factory):
    session = await factory()
    try:
        yield session  # Noncompliant {{Put this "yield" in a "try" with a "finally"; an error in the "async with" block skips the rest.}}
    except Exception:
        await session.rollback()
        raise
    await session.close()


# ---- silent ---------------------------------------------------------------
@asynccontextmanager
async def lifespan_silent(app: FastAPI):
    pool = await open_pool()
    yield {"pool": pool}
    await pool.close()


@asynccontextmanager
async def workers_silent(application):
    workers = await start_workers(application)
    yield
    await workers.stop()


api = FastAPI(lifespan=workers_silent)


class Whole_silent:
    async def __aenter__(self):
        self.session = aiohttp.ClientSession()
        return self

    async def __aexit__(self, exc_type, exc, traceback):
        await self.session.close()


class Base_silent:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *exc_info):
        await self.close()


class Derived_silent(Base_silent):
    async def __aexit__(self, *exc_info):
        await super().__aexit__(*exc_info)


class Mixin_silent:
    async def __aenter__(self):
        return await self.open()


class User_silent(Mixin_silent):
    async def __aexit__(self, *exc_info):
        await self.close()


class Delegates_silent:
    def __aenter__(self):
        return self.inner.__aenter__()

    def __aexit__(self, *args):
        return self.inner.__aexit__(*args)


class Suppresses_silent:
    async def __aenter__(self):
        return self

    async def __aexit__(self, exc_type, exc, traceback):
        return exc_type is KeyError


class Condition_silent:
    async def __aenter__(self):
        return self

    async def __aexit__(self, exc_type, exc, traceback):
        if exc_type is None:
            return False
        return True


class Abstract_silent(abc.ABC):
    @abc.abstractmethod
    async def __aenter__(self): ...

    @abc.abstractmethod
    async def __aexit__(self, *exc_info): ...


class Enterable_silent(Protocol):
    async def __aenter__(self): ...


@asynccontextmanager
async def protected_silent(dsn):
    connection = await asyncpg.connect(dsn)
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def nested_silent(url):
    async with aiohttp.ClientSession() as session:
        yield session
    print("closed", url)


@asynccontextmanager
async def nothing_follows_silent(app):
    await app.start()
    yield app


@asynccontextmanager
async def branches_silent(shared):
    if shared is not None:
        yield shared
    else:
        async with aiohttp.ClientSession() as session:
            yield session


@asynccontextmanager
async def returns_between_silent(pool):
    if pool:
        yield pool
        return
    yield None


# ---- unknown --------------------------------------------------------------
class OfSomebody_unknown(somewhere.Base):
    async def __aenter__(self):
        return self


@somewhere.asynccontextmanager
async def other_decorator_unknown(app):
    yield app
    await app.stop()


# ---- near misses ----------------------------------------------------------
class Plain_near_miss:
    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        return True


async def generator_near_miss(pages):
    for page in pages:
        yield page
    print("all pages")
