package org.usingasyncio.checks.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.python.TestPythonVisitorRunner;
import org.sonar.python.caching.CacheContextImpl;
import org.sonar.python.semantic.ProjectLevelSymbolTable;
import org.sonar.python.semantic.SymbolUtils;
import org.usingasyncio.checks.Undecided;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.project.FileSummary;
import org.usingasyncio.project.ProjectModel;
import org.usingasyncio.project.SummaryBytes;

/** What only several files together show, rule by rule, and what another file takes back. */
class JoinsTest {

  @TempDir
  Path base;

  private final List<FileSummary> files = new ArrayList<>();
  private final ProjectLevelSymbolTable symbols = ProjectLevelSymbolTable.empty();

  private void file(String path, String... code) throws IOException {
    Path file = base.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, String.join("\n", code) + "\n");
    String folder = SymbolUtils.pythonPackageName(file.toFile(), base.toString());
    PythonVisitorContext context = TestPythonVisitorRunner.createContext(file.toFile(), null, folder, symbols,
      CacheContextImpl.dummyCache());
    symbols.addModule(context.rootTree(), folder, context.pythonFile());
    FileModel model = FileModel.of(context);
    FileSummary summary = SummaryBytes.summarize(model, Undecided.of(model));
    FileSummary kept = SummaryBytes.read(SummaryBytes.write(summary));
    assertThat(kept).as("the cache changes nothing").isEqualTo(summary);
    files.add(kept);
  }

  /** {@code shop/base.py:7} for each issue of the rule. */
  private List<String> issues(String rule, String... parameters) {
    Map<String, String> given = parameters.length == 0 ? Map.of() : Map.of(parameters[0], parameters[1]);
    List<String> found = issuesIn(files, rule, given);
    List<FileSummary> backward = new ArrayList<>(files);
    Collections.reverse(backward);
    assertThat(issuesIn(backward, rule, given)).as("in any order of the files")
      .containsExactlyInAnyOrderElementsOf(found);
    return found;
  }

  private List<String> issuesIn(List<FileSummary> summaries, String rule, Map<String, String> parameters) {
    Set<String> mainCode = summaries.stream().map(FileSummary::uri).filter(uri -> !uri.contains("/tests/"))
      .collect(Collectors.toSet());
    ProjectModel project = new ProjectModel(summaries, mainCode);
    return ProjectRules.all().stream().filter(one -> one.key().equals(rule))
      .flatMap(one -> one.review(project, parameters).stream())
      .map(finding -> base.toUri().relativize(java.net.URI.create(finding.file().uri())) + ":" + finding.span().line())
      .toList();
  }

  // ---- UA410 ------------------------------------------------------------------------------------------------------

  private static final String[] CLIENT = {
    "import aiohttp",
    "class Client:",
    "    async def open(self):",
    "        self._session = aiohttp.ClientSession()"};

  @Test
  void a_class_whose_family_closes_nothing_leaks() throws IOException {
    file("shop/__init__.py");
    file("shop/base.py", CLIENT);
    file("shop/prices.py",
      "from shop.base import Client",
      "class Prices(Client):",
      "    async def get(self):",
      "        async with self._session.get('/') as response:",
      "            return await response.text()");

    assertThat(issues("UA410")).containsExactly("shop/base.py:4");
  }

  @Test
  void a_subclass_in_another_file_may_close() throws IOException {
    file("shop/__init__.py");
    file("shop/base.py", CLIENT);
    file("shop/prices.py",
      "from .base import Client",
      "class Prices(Client):",
      "    async def close(self):",
      "        await self._session.close()");

    assertThat(issues("UA410")).isEmpty();
  }

  private static final String[] SHOWN = {
    "import aiohttp",
    "class Api:",
    "    def __init__(self):",
    "        self._session = None",
    "    @property",
    "    def session(self):",
    "        if self._session is None:",
    "            self._session = aiohttp.ClientSession()",
    "        return self._session",
    "    async def get(self, path):",
    "        async with self.session.get(path) as response:",
    "            return await response.json()"};

  @Test
  void a_session_that_a_property_gives_out_leaks() throws IOException {
    file("shop/__init__.py");
    file("shop/api.py", SHOWN);
    file("shop/prices.py",
      "async def get(api):",
      "    async with api.session.get('/') as response:",
      "        return await response.text()");

    assertThat(issues("UA410")).containsExactly("shop/api.py:8");
  }

  @Test
  void who_uses_the_property_may_close() throws IOException {
    file("shop/__init__.py");
    file("shop/api.py", SHOWN);
    file("shop/prices.py",
      "async def stop(api):",
      "    await api.session.close()");

    assertThat(issues("UA410")).isEmpty();
  }

  @Test
  void who_goes_through_the_elements_may_close_them() throws IOException {
    file("shop/__init__.py");
    file("shop/api.py",
      "import aiohttp",
      "class Api:",
      "    def __init__(self):",
      "        self.sessions = {}",
      "    async def get(self, host):",
      "        self.sessions[host] = aiohttp.ClientSession()");
    file("shop/prices.py",
      "async def stop(api):",
      "    for session in api.sessions.values():",
      "        await session.close()");

    assertThat(issues("UA410")).isEmpty();
  }

  @Test
  void folders_above_the_project_may_have_periods_in_their_names() throws IOException {
    file(".jobs/shop-1.0/shop/__init__.py", "from .base import Client");
    file(".jobs/shop-1.0/shop/base.py", CLIENT);
    file(".jobs/shop-1.0/shop/prices.py",
      "from shop import Client",
      "class Prices(Client):",
      "    async def close(self):",
      "        await self._session.close()");

    assertThat(issues("UA410")).isEmpty();
  }

  @Test
  void a_mixin_beside_the_class_may_close() throws IOException {
    file("shop/__init__.py");
    file("shop/base.py", CLIENT);
    file("shop/mixins.py",
      "class Closing:",
      "    async def __aexit__(self, *error):",
      "        await self._session.close()");
    file("shop/prices.py",
      "from shop.base import Client",
      "from shop.mixins import Closing",
      "class Prices(Closing, Client):",
      "    pass");

    assertThat(issues("UA410")).isEmpty();
  }

  @Test
  void a_base_class_in_another_file_closes_what_it_knows() throws IOException {
    file("shop/__init__.py");
    file("shop/base.py",
      "class Base:",
      "    async def close(self):",
      "        await self._session.close()");
    file("shop/prices.py",
      "import aiohttp",
      "from shop.base import Base",
      "class Prices(Base):",
      "    async def open(self):",
      "        self._session = aiohttp.ClientSession()",
      "        self._spare = aiohttp.ClientSession()");

    assertThat(issues("UA410")).containsExactly("shop/prices.py:6");
  }

  @Test
  void a_base_that_goes_through_all_attributes_may_close_any() throws IOException {
    file("shop/__init__.py");
    file("shop/base.py",
      "class Base:",
      "    async def close(self):",
      "        for part in vars(self).values():",
      "            await part.close()");
    file("shop/prices.py",
      "import aiohttp",
      "from shop.base import Base",
      "class Prices(Base):",
      "    async def open(self):",
      "        self._session = aiohttp.ClientSession()");

    assertThat(issues("UA410")).isEmpty();
  }

  @Test
  void who_has_the_object_may_close_its_attribute() throws IOException {
    file("shop/__init__.py");
    file("shop/base.py", CLIENT);
    file("shop/main.py",
      "from shop.base import Client",
      "async def main():",
      "    client = Client()",
      "    await client.open()",
      "    await client._session.close()");

    assertThat(issues("UA410")).isEmpty();
  }

  @Test
  void a_part_of_an_annotated_object_may_be_closed_through_it() throws IOException {
    file("shop/__init__.py");
    file("shop/base.py", CLIENT);
    file("shop/socket.py",
      "from shop.shop import Shop",
      "class Socket:",
      "    def __init__(self, shop: Shop):",
      "        self._shop = shop",
      "    async def end(self):",
      "        await self._shop.http._session.close()");

    assertThat(issues("UA410")).isEmpty();
  }

  private static final String[] OWNER = {
    "import aiohttp",
    "class Prices:",
    "    def __init__(self):",
    "        self._session = aiohttp.ClientSession()",
    "    async def get(self, item):",
    "        async with self._session.get(item) as response:",
    "            return await response.text()",
    "    async def close(self):",
    "        await self._session.close()"};

  @Test
  void a_test_that_closes_is_no_program() throws IOException {
    file("shop/__init__.py");
    file("shop/base.py", CLIENT);
    file("tests/test_base.py",
      "async def test_client(client):",
      "    await client._session.close()");

    assertThat(issues("UA410")).containsExactly("shop/base.py:4");
  }

  @Test
  void a_variable_of_a_module_is_closed_by_another_or_by_none() throws IOException {
    file("shop/__init__.py");
    file("shop/resources.py",
      "import aiohttp",
      "news = None",
      "prices = None",
      "stocks = None",
      "async def open_all():",
      "    global news, prices, stocks",
      "    news = aiohttp.ClientSession()",
      "    prices = aiohttp.ClientSession()",
      "    stocks = aiohttp.ClientSession()");
    file("shop/shutdown.py",
      "from shop import resources",
      "from shop.resources import stocks",
      "async def close_all():",
      "    await resources.prices.close()",
      "    await stocks.close()");
    assertThat(issues("UA410")).as("a library").isEmpty();

    file("shop/__main__.py",
      "import asyncio",
      "from shop.resources import open_all",
      "if __name__ == '__main__':",
      "    asyncio.run(open_all())");
    assertThat(issues("UA410")).containsExactly("shop/resources.py:7");
  }

  // ---- UA405 ------------------------------------------------------------------------------------------------------

  private static final String[] PERIODIC = {
    "import asyncio",
    "class Periodic:",
    "    def start(self):",
    "        self._task = asyncio.create_task(self._run())",
    "    async def _run(self):",
    "        while True:",
    "            await asyncio.sleep(1)",
    "    async def stop(self):",
    "        self._cancel()",
    "    def _cancel(self):",
    "        self._task.cancel()"};

  @Test
  void a_subclass_that_replaces_the_stop_method_forgets_the_task() throws IOException {
    file("shop/__init__.py");
    file("shop/base.py", PERIODIC);
    file("shop/jobs.py",
      "from shop.base import Periodic",
      "class Forgets(Periodic):",
      "    async def stop(self):",
      "        print('stopped')",
      "class AsksItsBase(Periodic):",
      "    async def stop(self):",
      "        await super().stop()",
      "class UsesTheHelper(Periodic):",
      "    async def stop(self):",
      "        self._cancel()",
      "class CancelsItself(Periodic):",
      "    async def stop(self):",
      "        self._task.cancel()",
      "class Inherits(Periodic):",
      "    pass");

    assertThat(issues("UA405")).containsExactly("shop/jobs.py:3");
  }

  @Test
  void a_task_that_only_a_relative_cancels_is_cancelled() throws IOException {
    file("shop/__init__.py");
    file("shop/base.py",
      "import asyncio",
      "class Ticking:",
      "    def start(self):",
      "        self._task = asyncio.create_task(self._tick())",
      "    async def _tick(self):",
      "        while True:",
      "            await asyncio.sleep(1)",
      "class Forgotten:",
      "    def start(self):",
      "        self._ticker = asyncio.create_task(self._tick())",
      "    async def _tick(self):",
      "        while True:",
      "            await asyncio.sleep(1)");
    file("shop/clock.py",
      "from shop.base import Ticking",
      "class Clock(Ticking):",
      "    def stop(self):",
      "        self._task.cancel()");

    assertThat(issues("UA405")).containsExactly("shop/base.py:10");
  }

  // ---- UA102, UA108 -----------------------------------------------------------------------------------------------

  @Test
  void a_thread_of_another_file_may_not_touch_the_loop() throws IOException {
    file("shop/__init__.py");
    file("shop/work.py",
      "import asyncio",
      "def announce(done: asyncio.Event):",
      "    finish(done)",
      "def finish(done: asyncio.Event):",
      "    done.set()",
      "def bridge(loop: asyncio.AbstractEventLoop, done: asyncio.Event):",
      "    loop.call_soon_threadsafe(done.set)",
      "def own_loop(done: asyncio.Event):",
      "    asyncio.run(asyncio.sleep(1))",
      "    done.set()",
      "def on_the_loop(done: asyncio.Event):",
      "    done.clear()");
    file("shop/start.py",
      "import threading",
      "import shop.work as work",
      "from shop.work import bridge, own_loop",
      "def start(loop, done):",
      "    threading.Thread(target=work.announce, args=(done,)).start()",
      "    threading.Thread(target=bridge, args=(loop, done)).start()",
      "    threading.Thread(target=own_loop, args=(done,)).start()",
      "async def direct(done):",
      "    work.on_the_loop(done)");

    assertThat(issues("UA102")).containsExactly("shop/work.py:5");
    assertThat(issues("UA102", "depth", "1")).isEmpty();
  }

  @Test
  void threads_of_tests_show_nothing_about_the_program() throws IOException {
    file("shop/__init__.py");
    file("shop/work.py",
      "import asyncio",
      "def announce(done: asyncio.Event):",
      "    done.set()");
    file("tests/test_work.py",
      "import threading",
      "from shop.work import announce",
      "def test_announce(done):",
      "    threading.Thread(target=announce, args=(done,)).start()");

    assertThat(issues("UA102")).isEmpty();
  }

  @Test
  void state_that_a_thread_of_another_file_changes_needs_a_lock() throws IOException {
    file("shop/__init__.py");
    file("shop/sales.py",
      "import threading",
      "sold = {}",
      "returned = {}",
      "lock = threading.Lock()",
      "def count_sale(name):",
      "    sold[name] = sold.get(name, 0) + 1",
      "def count_return(name):",
      "    with lock:",
      "        returned[name] = returned.get(name, 0) + 1",
      "def local(sold):",
      "    sold['tea'] = 1",
      "prices = None",
      "names = {}",
      "def price(name):",
      "    global prices",
      "    if prices is None:",
      "        prices = {'tea': 2}",
      "        names.update(prices)",
      "    return prices[name]");
    file("shop/start.py",
      "from threading import Thread",
      "from shop.sales import count_return, count_sale, local, price",
      "def start():",
      "    Thread(target=count_sale).start()",
      "    Thread(target=price).start()",
      "    Thread(target=count_return).start()",
      "    Thread(target=local).start()");
    file("shop/orders.py",
      "from shop import sales",
      "async def reset():",
      "    sales.price('tea')",
      "    sales.sold.clear()",
      "    with sales.lock:",
      "        sales.returned.clear()");

    assertThat(issues("UA108")).containsExactly("shop/sales.py:6");
  }

  // ---- UA601, UA607, UA705 ----------------------------------------------------------------------------------------

  private static final String[] FETCHING = {
    "import aiohttp",
    "async def fetch(article):",
    "    async with aiohttp.ClientSession() as session:",
    "        async with session.get(article) as response:",
    "            return await response.text()",
    "async def today():",
    "    async with aiohttp.ClientSession() as session:",
    "        async with session.get('/today') as response:",
    "            return await response.text()"};

  @Test
  void callers_in_other_files_show_how_often_a_session_is_made() throws IOException {
    file("shop/__init__.py");
    file("shop/prices.py", FETCHING);
    assertThat(issues("UA601")).as("as long as nobody is known to call it").containsExactly("shop/prices.py:3");

    file("shop/once.py",
      "import asyncio",
      "from shop.prices import fetch, today",
      "async def main():",
      "    print(await fetch('tea'), await today())",
      "asyncio.run(main())");
    assertThat(issues("UA601")).as("called once").isEmpty();

    file("shop/loop.py",
      "from shop import prices",
      "async def report():",
      "    return await prices.today()",
      "async def reports(days):",
      "    return [await report() for day in days]");
    assertThat(issues("UA601")).as("called in a loop, not directly").containsExactly("shop/prices.py:7");
    assertThat(issues("UA601", "depth", "1")).isEmpty();
  }

  @Test
  void a_handler_that_another_file_registers_runs_for_each_request() throws IOException {
    file("shop/__init__.py");
    file("shop/handlers.py",
      "import asyncpg",
      "async def show(request):",
      "    connection = await asyncpg.connect('postgresql:///shop')",
      "    try:",
      "        return await connection.fetchval('SELECT 1')",
      "    finally:",
      "        await connection.close()",
      "async def prepare(app):",
      "    connection = await asyncpg.connect('postgresql:///shop')",
      "    try:",
      "        await connection.execute('CREATE TABLE t (n INT)')",
      "    finally:",
      "        await connection.close()");
    file("shop/routes.py",
      "from aiohttp import web",
      "from shop import handlers",
      "def add(app: web.Application):",
      "    app.router.add_get('/', handlers.show)",
      "    app.on_startup.append(handlers.prepare)");

    assertThat(issues("UA607")).containsExactly("shop/handlers.py:3");
  }

  @Test
  void a_coroutine_of_another_file_is_started_for_each_element() throws IOException {
    file("shop/__init__.py");
    file("shop/pages.py",
      "import aiohttp, asyncio",
      "async def read(session: aiohttp.ClientSession, url):",
      "    return await raw(session, url)",
      "async def raw(session: aiohttp.ClientSession, url):",
      "    async with session.get(url) as response:",
      "        return await response.text()",
      "async def limited(session: aiohttp.ClientSession, limit: asyncio.Semaphore, url):",
      "    async with limit:",
      "        return await raw(session, url)",
      "async def upper(text):",
      "    return text.upper()");
    file("shop/all.py",
      "import asyncio",
      "from shop import pages",
      "async def all_pages(session, urls):",
      "    return await asyncio.gather(*[pages.read(session, url) for url in urls])",
      "async def some_at_a_time(session, limit, urls):",
      "    return await asyncio.gather(*[pages.limited(session, limit, url) for url in urls])",
      "async def no_io(urls):",
      "    return await asyncio.gather(*[pages.upper(url) for url in urls])");

    assertThat(issues("UA705")).containsExactly("shop/all.py:4");
  }

  @Test
  void what_a_class_declares_is_what_its_subclasses_do() throws IOException {
    file("shop/__init__.py");
    file("shop/store.py",
      "from abc import ABC, abstractmethod",
      "import aiohttp",
      "class Store(ABC):",
      "    async def load(self, key):",
      "        return await self._load(key)",
      "    @abstractmethod",
      "    async def _load(self, key):",
      "        pass",
      "class Memory(ABC):",
      "    @abstractmethod",
      "    async def look(self, key):",
      "        pass");
    file("shop/remote.py",
      "import aiohttp",
      "from shop.store import Memory, Store",
      "class Remote(Store):",
      "    def __init__(self, session: aiohttp.ClientSession):",
      "        self.session = session",
      "    async def _load(self, key):",
      "        async with self.session.get(key) as response:",
      "            return await response.text()",
      "class Dictionary(Memory):",
      "    async def look(self, key):",
      "        return self.values[key]");
    file("shop/all.py",
      "import asyncio",
      "from shop.store import Memory, Store",
      "async def all_of_it(store: Store, keys):",
      "    return await asyncio.gather(*[store.load(key) for key in keys])",
      "async def each_store(stores: list[Store], key):",
      "    return await asyncio.gather(*[checked(store, key) for store in stores])",
      "async def checked(store: Store, key):",
      "    return await store._load(key)",
      "async def no_io(memory: Memory, keys):",
      "    return await asyncio.gather(*[memory.look(key) for key in keys])");

    assertThat(issues("UA705")).containsExactly("shop/all.py:4");
  }

  // ---- UA701 ------------------------------------------------------------------------------------------------------

  @Test
  void a_worker_is_started_by_its_base_class_or_by_another_file() throws IOException {
    file("shop/__init__.py");
    file("shop/base.py",
      "import asyncio",
      "from abc import abstractmethod",
      "class Consumer:",
      "    def __init__(self):",
      "        self.task = asyncio.create_task(self.consume())",
      "        self.other = asyncio.create_task(self.watch())",
      "        self.other.add_done_callback(print)",
      "    @abstractmethod",
      "    async def consume(self):",
      "        raise NotImplementedError",
      "    @abstractmethod",
      "    async def watch(self):",
      "        raise NotImplementedError");
    file("shop/orders.py",
      "from shop.base import Consumer",
      "class Orders(Consumer):",
      "    async def consume(self):",
      "        while True:",
      "            await self.store.save(await self.queue.get())",
      "    async def watch(self):",
      "        while True:",
      "            await self.store.check()",
      "class Clock:",
      "    async def tick(self):",
      "        while True:",
      "            if self.closed:",
      "                return",
      "            await self.display.show()",
      "    async def rest(self):",
      "        while True:",
      "            await self.display.dim()",
      "    async def first(self):",
      "        while True:",
      "            if self.connected:",
      "                return",
      "            await self.display.dim()");
    assertThat(issues("UA701")).as("watch is supervised").containsExactly("shop/orders.py:5");

    file("shop/main.py",
      "import asyncio",
      "from shop.orders import Clock",
      "async def main():",
      "    clock = Clock()",
      "    task = asyncio.create_task(clock.tick())",
      "    first = asyncio.create_task(clock.first())",
      "    await clock.rest()",
      "asyncio.run(main())");
    assertThat(issues("UA701")).containsExactly("shop/orders.py:5", "shop/orders.py:14");
  }

  // ---- names ------------------------------------------------------------------------------------------------------

  @Test
  void a_module_inside_a_package_is_not_found_by_its_last_name() throws IOException {
    file("shop/__init__.py");
    file("shop/files/__init__.py");
    file("shop/files/cache.py",
      "def read(name):",
      "    with open(name) as file:",
      "        return file.read()");
    file("shop/profiles.py",
      "import cache",
      "import shop.files.cache",
      "async def of_a_library(name):",
      "    return cache.read(name)",
      "async def of_the_project(name):",
      "    return shop.files.cache.read(name)");

    assertThat(issues("UA104")).containsExactly("shop/profiles.py:6");
  }

  @Test
  void a_name_that_is_imported_from_itself_is_nothing() throws IOException {
    file("shop/__init__.py");
    file("shop/conf.py",
      "from shop.conf.conf import inner as conf",
      "class Base(conf.Base):",
      "    pass",
      "async def main():",
      "    conf.load()",
      "    conf.session.close()");

    assertThat(issues("UA104")).isEmpty();
    assertThat(issues("UA410")).isEmpty();
  }

  @Test
  void what_only_some_arguments_lead_to_is_unknown() throws IOException {
    file("shop/__init__.py");
    file("shop/backends.py",
      "import os",
      "class Files:",
      "    def __init__(self, name):",
      "        self.file = open(name)",
      "def make(backend, name):",
      "    if backend == 'memory':",
      "        return None",
      "    if backend == 'file':",
      "        return Files(name)",
      "def folder(name, remove_first=False):",
      "    if remove_first:",
      "        return Files(name)",
      "def note(name):",
      "    if os.environ.get('RECORD') == '1':",
      "        return Files(name)",
      "def make_file(name):",
      "    if not name:",
      "        return None",
      "    return Files(name)");
    file("shop/profiles.py",
      "from shop import backends",
      "async def with_memory():",
      "    backends.note('tea')",
      "    backends.folder('tea')",
      "    return backends.make('memory', None)",
      "async def with_file(name):",
      "    return backends.make_file(name)");

    assertThat(issues("UA104")).containsExactly("shop/profiles.py:7");
  }

  @Test
  void who_hands_the_same_to_a_thread_knows_what_to_do() throws IOException {
    file("shop/__init__.py");
    file("shop/config.py",
      "class Config:",
      "    def save(self):",
      "        if self.loop.is_closed():",
      "            return self.write()",
      "        return self.loop.run_in_thread(self.write)",
      "    def write(self):",
      "        open('config')");
    file("shop/main.py",
      "from shop.config import Config",
      "async def save(config: Config):",
      "    await config.save()",
      "async def write(config: Config):",
      "    config.write()");

    assertThat(issues("UA104")).containsExactly("shop/main.py:5");
  }

  @Test
  void who_asks_for_the_loop_knows_what_to_do() throws IOException {
    file("shop/__init__.py");
    file("shop/bridge.py",
      "import asyncio",
      "def run_in_loop(function, loop):",
      "    if asyncio.get_running_loop() is loop:",
      "        return function()",
      "    return asyncio.run_coroutine_threadsafe(function(), loop).result()",
      "def wait_in_loop(function, loop):",
      "    return asyncio.run_coroutine_threadsafe(function(), loop).result()");
    file("shop/profiles.py",
      "from shop import bridge",
      "async def asks(function, loop):",
      "    bridge.run_in_loop(function, loop)",
      "async def waits(function, loop):",
      "    bridge.wait_in_loop(function, loop)");

    assertThat(issues("UA104")).containsExactly("shop/profiles.py:5");
  }

  @Test
  void a_call_beside_its_hand_over_is_made_on_purpose() throws IOException {
    file("shop/__init__.py");
    file("shop/cache.py",
      "def read(name):",
      "    with open(name) as file:",
      "        return file.read()");
    file("shop/profiles.py",
      "import asyncio",
      "from shop.cache import read",
      "async def weighs(name, small):",
      "    return read(name) if small else await asyncio.to_thread(read, name)",
      "async def forgets(name):",
      "    return read(name)");

    assertThat(issues("UA104")).containsExactly("shop/profiles.py:6");
    assertThat(issues("UA104", "depth", "0")).as("no depth is the default").containsExactly("shop/profiles.py:6");
  }

  @Test
  void a_path_is_as_long_as_the_parameter_says() throws IOException {
    file("shop/__init__.py");
    file("shop/cache.py",
      "def one(name):",
      "    return two(name)",
      "def two(name):",
      "    return three(name)",
      "def three(name):",
      "    with open(name) as file:",
      "        return file.read()");
    file("shop/profiles.py",
      "from shop.cache import one",
      "async def load(name):",
      "    return one(name)");

    assertThat(issues("UA104")).containsExactly("shop/profiles.py:3");
    assertThat(issues("UA104", "depth", "3")).containsExactly("shop/profiles.py:3");
    assertThat(issues("UA104", "depth", "2")).isEmpty();
  }

  @Test
  void the_arguments_of_a_call_decide_which_branch_it_comes_to() throws IOException {
    file("shop/__init__.py");
    file("shop/store.py",
      "import time",
      "class Store:",
      "    def put(self, key, save=True, worker=None, *, trace=False):",
      "        self._put(key, save)",
      "        if trace:",
      "            return",
      "        self.look(worker)",
      "    def _put(self, key, save):",
      "        if save:",
      "            with open(key) as file:",
      "                file.write(key)",
      "    def look(self, worker):",
      "        if not worker:",
      "            time.sleep(1)");
    file("shop/orders.py",
      "from shop.store import Store",
      "class Orders:",
      "    async def order(self, store: Store, wanted):",
      "        store.put('a')",
      "        store.put('a', False)",
      "        store.put('a', False, self)",
      "        store.put('a', save=None, trace=True)",
      "        store.put('a', wanted, worker=self)",
      "        store.put(*wanted)",
      "        store.put('a', worker=self, **wanted)",
      "        if not wanted:",
      "            store.put('a', wanted, self)");

    assertThat(issues("UA104")).containsExactly("shop/orders.py:4", "shop/orders.py:5", "shop/orders.py:8",
      "shop/orders.py:9", "shop/orders.py:10");
  }

  @Test
  void a_constant_that_is_passed_leads_to_its_own_branch_only() throws IOException {
    file("shop/__init__.py");
    file("shop/events.py",
      "from shop.names import Event",
      "class Events:",
      "    ON_CLOSE = 'close'",
      "    def tell(self, shop, event, text):",
      "        if shop.keeps_a_log and event == self.ON_CLOSE:",
      "            open('log').write(text)",
      "    def note(self, shop, event):",
      "        if event is Event.SOLD or event is Event.RETURNED:",
      "            open('log').write(shop.name)");
    file("shop/shop.py",
      "from shop.events import Events",
      "from shop.names import Event",
      "class Shop:",
      "    ON_OPEN = 'open'",
      "    ON_CLOSE = 'close'",
      "    def __init__(self):",
      "        self.events = Events()",
      "    def tell(self, event, text=''):",
      "        self.events.tell(self, event, text)",
      "    async def run(self, event):",
      "        self.tell(self.ON_OPEN)",
      "        self.tell(self.ON_CLOSE)",
      "        self.tell(event)",
      "        self.events.note(self, Event.ORDERED)",
      "        self.events.note(self, Event.RETURNED)");

    assertThat(issues("UA104")).containsExactly("shop/shop.py:12", "shop/shop.py:13", "shop/shop.py:15");
  }

  @Test
  void what_the_constructor_has_done_the_next_call_does_not() throws IOException {
    file("shop/__init__.py");
    file("shop/store.py",
      "import sqlite3",
      "class Store:",
      "    def __init__(self, name, create=True):",
      "        self.connection = None",
      "        self.name = name",
      "        if create:",
      "            self.connect().execute('CREATE TABLE sold (name)')",
      "    def connect(self):",
      "        if self.connection is None:",
      "            self.connection = sqlite3.connect(self.name)",
      "        return self.connection");
    file("shop/orders.py",
      "from shop.store import Store",
      "async def order():",
      "    store = Store('orders')",
      "    store.connect()",
      "async def look():",
      "    store = Store('orders', create=False)",
      "    store.connect()");

    assertThat(issues("UA104")).containsExactly("shop/orders.py:3", "shop/orders.py:7");
  }

  @Test
  void a_process_that_a_helper_only_starts_is_waited_for_by_its_caller() throws IOException {
    file("shop/__init__.py");
    file("shop/run.py",
      "from subprocess import Popen",
      "def run(command, capture=False):",
      "    process = Popen(command)",
      "    if capture:",
      "        return process",
      "    return process.wait()",
      "def lines(command):",
      "    process = Popen(command)",
      "    return list(process.stdout)");
    file("shop/pool.py",
      "from shop.run import run",
      "class Pool:",
      "    def run_job(self, job):",
      "        return run(job)",
      "    def put_job(self, job):",
      "        self.jobs.append(job)",
      "def send(pool: Pool, job):",
      "    if pool.closed:",
      "        pool.run_job(job)",
      "    else:",
      "        pool.put_job(job)",
      "def reopen(pool: Pool, job):",
      "    if pool.closed:",
      "        pool.run_job('open')",
      "    pool.put_job(job)");
    file("shop/main.py",
      "from shop.pool import reopen, send",
      "from shop.run import lines, run",
      "async def main(pool):",
      "    run('ls', capture=True)",
      "    run('ls')",
      "    lines('ls')",
      "    send(pool, 'ls')",
      "    reopen(pool, 'ls')");

    assertThat(issues("UA104")).containsExactly("shop/main.py:5", "shop/main.py:6", "shop/main.py:8");
  }

  @Test
  void a_branch_that_ends_the_program_or_asks_for_a_flag_leads_nowhere() throws IOException {
    file("shop/__init__.py");
    file("shop/options.py",
      "import subprocess, sys",
      "def describe():",
      "    return subprocess.check_output(['git', 'describe'])",
      "def apply(options):",
      "    if options.version:",
      "        print(describe())",
      "        sys.exit(0)",
      "def publish(options):",
      "    if options.version:",
      "        print(describe())",
      "def connect(security):",
      "    if security is True:",
      "        describe()");
    file("shop/main.py",
      "from shop.options import apply, connect, publish",
      "async def main(options):",
      "    connect(apply(options))",
      "    publish(options)");

    assertThat(issues("UA104")).containsExactly("shop/main.py:4");
  }

  @Test
  void users_may_name_further_calls_that_block() throws IOException {
    file("shop/__init__.py");
    file("shop/old.py",
      "from legacy.client import fetch",
      "def ask():",
      "    return fetch()");
    file("shop/new.py",
      "from shop.old import ask",
      "async def answer():",
      "    return ask()");

    assertThat(issues("UA104")).isEmpty();
    assertThat(issues("UA104", "blockingCalls", "legacy.client.fetch")).containsExactly("shop/new.py:3");
  }

  // ---- UA206 ------------------------------------------------------------------------------------------------------

  @Test
  void a_task_that_another_file_starts_and_nobody_keeps() throws IOException {
    file("shop/__init__.py");
    file("shop/tasks.py",
      "import asyncio",
      "running = set()",
      "def spawn(work):",
      "    return asyncio.create_task(work)",
      "def keep(work):",
      "    task = asyncio.create_task(work)",
      "    running.add(task)",
      "    return task");
    file("shop/main.py",
      "from shop import tasks",
      "from shop.tasks import keep, spawn",
      "async def main(orders):",
      "    spawn(orders.watch())",
      "    tasks.spawn(orders.watch())",
      "    keep(orders.watch())",
      "    watch = spawn(orders.watch())",
      "    await watch");

    assertThat(issues("UA206")).containsExactly("shop/main.py:4", "shop/main.py:5");
  }
}
