import asyncio
import bz2
import gzip
import hashlib
import xml.etree.ElementTree as ET
import zlib
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO

import bcrypt
import markdownify
import pandas as pd
from bs4 import BeautifulSoup
from passlib.context import CryptContext
from PIL import Image

passwords = CryptContext(schemes=["bcrypt"])
ROUNDS = 10 ** 6


# ---- reported -------------------------------------------------------------
async def registers_reported(users, name, password):
# ^[sc=1;ec=5]>  {{on the event loop because of this "async"}}
    digest = bcrypt.hashpw(password, bcrypt.gensalt())  # Noncompliant {{Run "bcrypt.hashpw" in a thread with "await asyncio.to_thread".}}
#            ^^^^^^^^^^^^^
    await users.add(name, digest)


async def logs_in_reported(user, password):
    return passwords.verify(password, user.digest)  # Noncompliant {{Run "passwords.verify" in a thread with "await asyncio.to_thread".}}


async def derives_reported(password, salt):
    return hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)  # Noncompliant {{Run "hashlib.pbkdf2_hmac" in a thread with "await asyncio.to_thread".}}


async def packs_reported(body):
    return gzip.compress(body), zlib.compress(body)  # Noncompliant {{Run "gzip.compress" in a thread with "await asyncio.to_thread".}}
# Noncompliant@-1 {{Run "zlib.compress" in a thread with "await asyncio.to_thread".}}


async def scrapes_reported(session, url):
    async with session.get(url) as response:
        soup = BeautifulSoup(await response.text(), "html.parser")  # Noncompliant {{Run "BeautifulSoup" in a ProcessPoolExecutor with "loop.run_in_executor".}}
    return soup.title


async def reads_a_feed_reported(text):
    return ET.fromstring(text).findall("item")  # Noncompliant {{Run "ET.fromstring" in a ProcessPoolExecutor with "loop.run_in_executor".}}


async def thumbnail_reported(data: bytes):
    image = Image.open(BytesIO(data))
    return image.resize((64, 64))  # Noncompliant {{Run "image.resize" in a thread with "await asyncio.to_thread".}}


async def report_reported(path):
    return pd.read_excel(path)  # Noncompliant {{Run "pd.read_excel" in a ProcessPoolExecutor with "loop.run_in_executor".}}


async def counts_reported():
    total = 0
    for number in range(1_000_000):  # Noncompliant {{Run this loop of 1,000,000 turns in a ProcessPoolExecutor, or await "asyncio.sleep(0)" in it.}}
#                 ^^^^^^^^^^^^^^^^
        total += number
    return total


async def nested_ranges_reported(board):
    for row in range(1000):  # Noncompliant {{Run this loop of 1,000,000 turns in a ProcessPoolExecutor, or await "asyncio.sleep(0)" in it.}}
        for column in range(0, 2000, 2):
            board[row][column] = 0


async def in_a_comprehension_reported():
    return sum(n * n for n in range(ROUNDS))  # Noncompliant {{Run this loop of 1,000,000 turns in a ProcessPoolExecutor, or await "asyncio.sleep(0)" in it.}}


def simulate():
    points = 0
    for _ in range(500 * 1000):
        points += 1
    return points


def best_of_two():
    return max(simulate(), simulate())


async def simulates_reported():
    return best_of_two()  # Noncompliant {{Run "best_of_two" in an executor, it computes for long: best_of_two → simulate.}}


async def simulates_directly_reported():
    return simulate()  # Noncompliant {{Run "simulate" in an executor, it computes for long: simulate.}}


class Pages:
    def parse(self, text):
        return BeautifulSoup(text, "lxml").get_text()

    async def show_reported(self, text):
        return self.parse(text)  # Noncompliant {{Run "parse" in an executor, it computes for long: self.parse → BeautifulSoup.}}


async def stores_an_upload_reported(request, store):
    chunks = [chunk async for chunk in request.content.iter_chunked(65536)]
    await store.put(zlib.compress(b"".join(chunks)))  # Noncompliant {{Run "zlib.compress" in a thread with "await asyncio.to_thread".}}


async def reads_a_page_reported(page):
    return markdownify.markdownify(await page.content())  # Noncompliant {{Run "markdownify.markdownify" in a ProcessPoolExecutor with "loop.run_in_executor".}}


async def receives_a_picture_reported(stream):
    picture = Image.open(stream)
    return picture.tobytes()  # Noncompliant {{Run "picture.tobytes" in a thread with "await asyncio.to_thread".}}


# ---- silent ---------------------------------------------------------------
async def hands_over_silent(password):
    return await asyncio.to_thread(bcrypt.hashpw, password, bcrypt.gensalt())


async def hands_over_the_parser_silent(pages: Pages, text):
    return await asyncio.get_running_loop().run_in_executor(None, pages.parse, text)


async def process_pool_silent():
    with ProcessPoolExecutor() as pool:
        return await asyncio.get_running_loop().run_in_executor(pool, simulate)


async def small_document_silent():
    return ET.fromstring("<empty/>")


class Settings:
    defaults = """<settings><limit label="%(limit)s"/></settings>""" % {"limit": LIMIT}

    async def small_constant_silent(self):
        return ET.fromstring(Settings.defaults.encode("utf-8"))

    async def small_template_silent(self, name):
        row = "<row>%s</row>" % name
        return ET.fromstring(row)


async def weighs_it_silent(body):
    if len(body) < 4096:
        return zlib.compress(body)
    return await asyncio.to_thread(zlib.compress, body)


async def gives_control_back_silent():
    for number in range(1_000_000):
        if number % 1000 == 0:
            await asyncio.sleep(0)


async def few_turns_silent():
    return [n for n in range(1000)]


async def searches_silent(taken):
    for port in range(0, 1_000_000):
        if port not in taken:
            return port


async def unknown_count_silent(items):
    for _ in range(len(items) * 1000):
        items.sort()


def synchronous_silent(password):
    return bcrypt.hashpw(password, bcrypt.gensalt())


async def plain_hash_silent(data):
    return hashlib.sha256(data).hexdigest()


async def yields_silent():
    for number in range(1_000_000):
        yield number


async def signs_a_stanza_silent(key, stanza):
    return key.sign(canonical(stanza))


def canonical(stanza):
    return ET.fromstring(stanza.toXml())


async def asks_for_channels_silent(peer, ids):
    query_channels(peer, ids)
    await peer.replied.wait()


def query_channels(peer, ids):
    ids = sorted(ids)
    joined = b"".join(ids)
    peer.send(b"\x01" + zlib.compress(joined))


async def seed_of_a_wallet_silent(words, salt):
    return hashlib.pbkdf2_hmac("sha512", words, salt, 2048)


async def short_text_with_dictionary_silent(offer, words):
    compressor = zlib.compressobj(zdict=words)
    return compressor.compress(bytes(offer)) + compressor.flush()


def stores_digest(password, path):
    digest = bcrypt.hashpw(password, bcrypt.gensalt())
    with open(path, "wb") as file:
        file.write(digest)


# The helper also opens a file: UA104 sends it to a thread as a whole.
async def what_also_blocks_silent(password, path):
    stores_digest(password, path)


# ---- unknown --------------------------------------------------------------
async def somebodys_hash_unknown(hasher, password):
    return hasher.hash(password)


async def somebodys_count_unknown(count):
    for _ in range(count):
        pass


# ---- near misses ----------------------------------------------------------
async def shadowed_near_miss(bcrypt, password):
    return bcrypt.hashpw(password)


async def own_range_near_miss():
    def range(count):
        return ()

    for _ in range(1_000_000):
        pass
