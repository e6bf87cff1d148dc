import asyncio
from functools import partial
from asyncio import Queue

from plugins import start_source


# ---- reported -------------------------------------------------------------
class Relay_reported:
    """A queue without a size is never full: the question limits nothing."""

    def __init__(self, socket):
        self.lines = asyncio.Queue()  # Noncompliant {{Give "asyncio.Queue" a "maxsize", so that a fast producer waits for its consumers.}}
        self.socket = socket

    async def read(self):
        async for line in self.socket:
            if not self.lines.full():
                self.lines.put_nowait(line)

    async def write(self):
        while True:
            print(await self.lines.get())


class Intake_reported:
    """A method of the class makes the queue."""

    def __init__(self, socket):
        self.socket = socket
        self.lines = self.make_queue()

    def make_queue(self):
        return asyncio.Queue()  # Noncompliant {{Give "asyncio.Queue" a "maxsize", so that a fast producer waits for its consumers.}}
#              ^^^^^^^^^^^^^

    async def read(self):
        async for line in self.socket:
            self.lines.put_nowait(line)

    async def write(self):
        while True:
            print(await self.lines.get())


class Answers_silent:
    """What the method gives is read once by each caller."""

    def slot(self):
        return asyncio.Queue()

    async def ask(self, question):
        slot = self.slot()
        self.send(question, slot)
        return await slot.get()


async def copies_lines_reported(reader, store):
    lines = asyncio.Queue()  # Noncompliant {{Give "asyncio.Queue" a "maxsize", so that a fast producer waits for its consumers.}}
#           ^^^^^^^^^^^^^
#   fix: lines = asyncio.Queue(maxsize=100)
    consumer = asyncio.create_task(store(lines))
    async for line in reader:
        await lines.put(line)
    await lines.put(None)
    await consumer


class Fetcher_reported:
    def __init__(self):
        self._downloads = Queue()  # Noncompliant {{Give "Queue" a "maxsize", so that a fast producer waits for its consumers.}}
#       fix: self._downloads = Queue(maxsize=100)

    async def fetch(self, pages):
        while pages:
            await self._downloads.put(await pages.pop())

    async def work(self):
        while True:
            print(await self._downloads.get())


class Receiver_reported(asyncio.DatagramProtocol):
    def __init__(self):
        self.packets: asyncio.Queue = asyncio.Queue()  # Noncompliant {{Give "asyncio.Queue" a "maxsize", so that a fast producer waits for its consumers.}}

    def datagram_received(self, data, address):
        self.packets.put_nowait((data, address))


class Mailer_reported:
    def __init__(self):
        self.outbox = asyncio.PriorityQueue()  # Noncompliant {{Give "asyncio.PriorityQueue" a "maxsize", so that a fast producer waits for its consumers.}}
#       fix: self.outbox = asyncio.PriorityQueue(maxsize=100)

    async def submit(self, message):
        await self.outbox.put(message)

    async def run(self, server):
        while True:
            await server.send(await self.outbox.get())


async def produce(queue, source):
    while not source.closed:
        await queue.put(await source.read())


async def pipeline_reported(source, sink):
    queue = asyncio.Queue()  # Noncompliant {{Give "asyncio.Queue" a "maxsize", so that a fast producer waits for its consumers.}}
#   fix: queue = asyncio.Queue(maxsize=100)
    await asyncio.gather(produce(queue, source), sink.drain(queue), return_exceptions=False)


def spawns_sources_reported(rulesets, engine):
    tasks = []
    for ruleset in rulesets:
        queue = asyncio.Queue()  # Noncompliant {{Give "asyncio.Queue" a "maxsize", so that a fast producer waits for its consumers.}}
        tasks.append(asyncio.create_task(start_source(ruleset, queue)))
        engine.add(ruleset, queue)
    return tasks


async def bounded_but_unhandled_reported(reader, store):
    lines = asyncio.Queue(maxsize=10)
    asyncio.create_task(store(lines))
    async for line in reader:
        lines.put_nowait(line)  # Noncompliant {{Handle "asyncio.QueueFull" around "lines.put_nowait", or await "put" instead.}}


class Bus_reported:
    def __init__(self):
        self._incoming = asyncio.Queue()  # Noncompliant {{Give "asyncio.Queue" a "maxsize", so that a fast producer waits for its consumers.}}
#       fix: self._incoming = asyncio.Queue(maxsize=100)

    async def publish(self, message):
        await self._incoming.put(message)

    async def next_message(self):
        return await self._incoming.get()


class Logs_reported:
    def __init__(self, broker):
        self.broker = broker
        self.lines: asyncio.Queue[str] = asyncio.Queue()  # Noncompliant {{Give "asyncio.Queue" a "maxsize", so that a fast producer waits for its consumers.}}
#       fix: self.lines: asyncio.Queue[str] = asyncio.Queue(maxsize=100)

    async def start(self):
        await self.broker.subscribe("logs", self._add)

    async def _add(self, data: bytes):
        await self.lines.put(data.decode())

    async def read(self):
        while True:
            yield await self.lines.get()


class Prices_reported:
    def __init__(self, session):
        self.session = session
        self.prices = asyncio.Queue()  # Noncompliant {{Give "asyncio.Queue" a "maxsize", so that a fast producer waits for its consumers.}}

    async def start(self):
        await self.session.subscribe("prices", self.prices)
        await self.session.subscribe("orders", self.prices)

    async def run(self):
        while True:
            print(await self.prices.get())


class LiveScores_reported:
    """Every page that is open has a queue, and a page on a slow line keeps all that was sent."""

    def __init__(self):
        self._pages = set()

    def subscribe(self):
        page = asyncio.Queue()  # Noncompliant {{Give "asyncio.Queue" a "maxsize", so that a fast producer waits for its consumers.}}
        self._pages.add(page)
        return page

    def publish(self, score):
        for page in list(self._pages):
            page.put_nowait(score)


class Rooms_reported:
    def __init__(self):
        self.rooms = {}

    async def listen(self, room):
        seat = asyncio.Queue()  # Noncompliant {{Give "asyncio.Queue" a "maxsize", so that a fast producer waits for its consumers.}}
        self.rooms.setdefault(room, [])
        self.rooms[room].append(seat)
        while True:
            yield await seat.get()

    async def broadcast(self, room, message):
        for seat in self.rooms[room]:
            await seat.put(message)


class PerUser_reported:
    def __init__(self):
        self.inboxes = {}

    async def serve(self, user):
        inbox = asyncio.Queue()  # Noncompliant {{Give "asyncio.Queue" a "maxsize", so that a fast producer waits for its consumers.}}
        self.inboxes[user] = inbox
        while True:
            print(await inbox.get())

    async def on_message(self, message):
        await self.inboxes[message.user].put(message)


class Shop_reported:
    def __init__(self):
        self.events = asyncio.Queue()  # Noncompliant {{Give "asyncio.Queue" a "maxsize", so that a fast producer waits for its consumers.}}

    def on_sale(self, article):
        self.events.put_nowait(Event(Kind.SALE, article))

    async def work(self):
        while True:
            print(await self.events.get())


# ---- silent ---------------------------------------------------------------
class Shop_silent:
    def __init__(self):
        self.events = asyncio.Queue()

    def on_close(self):
        self.events.put_nowait(Event(Kind.CLOSE, None))

    async def work(self):
        while True:
            print(await self.events.get())


class Calls_silent:
    """One answer for each request."""

    def __init__(self):
        self._waiting = {}

    async def ask(self, number, question):
        answers = asyncio.Queue()
        self._waiting[number] = answers
        question.send()
        return await answers.get()

    async def on_answer(self, answer):
        await self._waiting[answer.number].put(answer)


class Mirror_silent(asyncio.Protocol):
    def __init__(self):
        self.answers = asyncio.Queue()
        self.transport = None

    def data_received(self, data):
        self.answers.put_nowait(data)

    async def ask(self, question):
        self.transport.write(question)
        return await self.answers.get()


class Finder_silent:
    def __init__(self, loop):
        self.loop = loop
        self.peers = asyncio.Queue()

    def add_known_peers_later(self, known):
        def add():
            self.peers.put_nowait(known)

        self.loop.call_later(5, add)

    async def work(self):
        while True:
            print(await self.peers.get())


class Frames_silent(asyncio.Protocol):
    def __init__(self):
        self.frames = asyncio.Queue()

    def data_received(self, data):
        self.frames.put_nowait(data)
        self.transport.pause_reading()

    async def next_frame(self):
        frame = await self.frames.get()
        if self.frames.empty():
            self.transport.resume_reading()
        return frame


class Wallet_silent:
    def __init__(self):
        self.asked = set()
        self.addresses = asyncio.Queue()

    async def on_address(self, address):
        if address in self.asked:
            return
        self.asked.add(address)
        self.addresses.put_nowait(address)

    async def subscribe(self):
        while True:
            print(await self.addresses.get())


def first_to_last_silent(futures):
    finished = asyncio.Queue()

    def on_finished(future):
        finished.put_nowait(future)

    for future in futures:
        future.add_done_callback(on_finished)
    return finished.get


class Board_silent:
    """A person clicks, and no faster than a person."""

    def __init__(self, board):
        self.moves = asyncio.Queue()
        board.connect("piece-moved", self.on_move)

    def on_move(self, board, move):
        self.moves.put_nowait(move)

    async def next_move(self):
        return await self.moves.get()


class Halls_silent:
    def __init__(self):
        self._halls = set()

    def subscribe(self):
        hall = asyncio.Queue(maxsize=50)
        self._halls.add(hall)
        return hall

    def publish(self, line):
        for hall in self._halls:
            if not hall.full():
                hall.put_nowait(line)

    def close(self):
        for hall in self._halls:
            hall.put_nowait(None)


async def bounded_silent(reader, store):
    lines = asyncio.Queue(100)
    asyncio.create_task(store(lines))
    async for line in reader:
        await lines.put(line)


async def decided_silent(reader, store):
    lines = asyncio.Queue(maxsize=0)
    asyncio.create_task(store(lines))
    async for line in reader:
        await lines.put(line)


async def filled_first_silent(urls, worker):
    queue = asyncio.Queue()
    for url in urls:
        queue.put_nowait(url)
    await asyncio.gather(*[worker(queue) for _ in range(3)], return_exceptions=False)


async def one_answer_silent(client):
    answers = asyncio.Queue()
    client.on_answer(answers)
    await answers.put("first")
    return await answers.get()


class Stoppable_silent:
    def __init__(self):
        self.commands = asyncio.Queue()

    def stop(self):
        self.commands.put_nowait(None)

    async def run(self):
        while await self.commands.get() is not None:
            pass


async def measured_silent(reader, store):
    lines = asyncio.Queue()
    asyncio.create_task(store(lines))
    async for line in reader:
        if lines.qsize() < 1000:
            await lines.put(line)


async def full_is_handled_silent(reader, store):
    lines = asyncio.Queue(maxsize=10)
    asyncio.create_task(store(lines))
    async for line in reader:
        try:
            lines.put_nowait(line)
        except asyncio.QueueFull:
            print("dropped")


class Turns_silent:
    def __init__(self, size):
        self.turns = asyncio.Queue(maxsize=size)

    async def visit(self, halls):
        while halls:
            turn = await self.turns.get()

            def on_end_callback(turn, task):
                self.turns.put_nowait(turn)

            visit = asyncio.create_task(halls.pop().visit(turn))
            visit.add_done_callback(partial(on_end_callback, turn))
            await visit


# ---- unknown --------------------------------------------------------------
class Pool_silent:
    def __init__(self):
        self._free = asyncio.Queue()

    async def take(self):
        return await self._free.get()

    async def give_back(self, connection):
        await self._free.put(connection)


class Shard_unknown:
    def __init__(self, report):
        self.report = report


class Shards_unknown:
    def __init__(self):
        self.events = asyncio.Queue()

    async def launch(self):
        self.shard = Shard_unknown(self.events.put_nowait)

    async def run(self):
        while True:
            print(await self.events.get())


async def options_unknown(reader, options):
    lines = asyncio.Queue(**options)
    async for line in reader:
        await lines.put(line)


def handed_out_unknown():
    return asyncio.Queue()


# ---- near misses ----------------------------------------------------------
class Queue_near_miss:
    async def put(self, item):
        print(item)


async def own_queue_near_miss(reader):
    lines = Queue_near_miss()
    async for line in reader:
        await lines.put(line)
