"""One coroutine per form of import."""

import asyncio

import shop.files.cache
import shop.files.deep as deep
from shop.files import drop_profile, read_profile, read_profile_slowly
from shop.files.cache import path_of, read_cache
from shop.files.names import *
from shop.files.shelves import MemoryShelf, OldShelf

from . import files
from .files import cache as store

try:
    from shop.files.cache import forget as maybe_forget
except ImportError:

    def maybe_forget(name):
        return name


# ---- reported ---------------------------------------------------------------


async def from_module_import_name(name):
    return read_cache(name)  # UA104


async def through_a_re_export(name):
    return read_profile(name)  # UA104


async def through_a_renamed_re_export(name):
    drop_profile(name)  # UA104


async def import_of_a_dotted_module(name):
    return shop.files.cache.read_profile(name)  # UA104


async def import_of_a_dotted_module_under_a_name(name):
    return deep.six(name)  # UA104


async def relative_import_of_a_package(name):
    return files.read_profile(name)  # UA104


async def relative_import_of_a_module_under_a_name(name):
    return store.read_cache(name)  # UA104


async def star_import(host):
    return address_of(host)  # UA104


async def import_inside_a_function(name):
    from .files.cache import read_cache as read

    return read(name)  # UA104


async def method_of_a_base_class_in_another_file(name):
    shelf = OldShelf("profiles")
    return shelf.load(name)  # UA104


async def method_of_an_annotated_parameter(shelf: OldShelf, name):
    return shelf.load(name)  # UA104


async def through_a_cycle(names):
    return store.even(names)  # UA104


# ---- silent -----------------------------------------------------------------


async def calls_what_does_not_block(name):
    return path_of(name)


async def awaits_the_re_exported_coroutine(name):
    return await read_profile_slowly(name)


async def hands_the_function_to_a_thread(name):
    return await asyncio.to_thread(read_cache, name)


async def hands_the_module_function_to_an_executor(name):
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(None, shop.files.cache.read_profile, name)


async def longer_than_the_limit(name):
    return deep.one(name)


async def star_import_of_what_does_not_block(name):
    return greeting(name)


async def overridden_in_another_file(name):
    shelf = MemoryShelf()
    return shelf.load(name)


async def either_this_or_that(name):
    return maybe_forget(name)


async def someone_elses_shelf(shelf, name):
    return shelf.load(name)


async def shadowed(name, read_cache):
    return read_cache(name)


def not_on_the_loop(name):
    return read_cache(name)
