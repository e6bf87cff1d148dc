package org.usingasyncio.knowledge;

import java.util.Locale;

/**
 * What a library name is for, in the words of the JSON files in {@code src/main/knowledge}: the file's {@code roles}
 * holds the
 * constant's name in lower case with hyphens ({@code creates-task}).
 */
public enum Role {
  // tasks
  /** Starts a task from a coroutine: {@code asyncio.create_task}. */
  CREATES_TASK,
  /** Starts a task that the receiver keeps and awaits: {@code TaskGroup.create_task}, {@code start_soon}. */
  CREATES_OWNED_TASK,
  /** Runs several awaitables at once and collects their results: {@code asyncio.gather}. */
  GATHERS,
  /** Protects an awaitable from cancellation: {@code asyncio.shield}. */
  SHIELDS,
  /** Waits for several tasks: {@code asyncio.wait}, {@code asyncio.as_completed}. */
  WAITS,
  /** Hands a coroutine to a loop in another thread: {@code asyncio.run_coroutine_threadsafe}. */
  BRIDGES_TO_LOOP,
  /** Cancels a task or future. */
  CANCELS,

  // event loop
  /** Creates a loop, runs one coroutine and closes the loop: {@code asyncio.run}, {@code Runner.run}. */
  RUNS_PROGRAM,
  /** Drives a loop from synchronous code: {@code run_until_complete}, {@code run_forever}. */
  DRIVES_LOOP,
  /** Makes a loop: {@code new_event_loop}. */
  NEW_LOOP,
  /** Gives the current loop, or makes one: {@code get_event_loop}. */
  GETS_LOOP,
  /** Gives the running loop: {@code get_running_loop}. */
  RUNNING_LOOP,
  /** Never returns while the program works: {@code serve_forever}, {@code run_forever}, {@code uvicorn.run}. */
  RUNS_FOREVER,
  /** Handles SIGTERM itself: {@code uvicorn.run}, {@code aiohttp.web.run_app}, {@code add_signal_handler}. */
  HANDLES_SIGNALS,
  /** Switches debug mode on: {@code set_debug}. */
  SETS_DEBUG,
  /** Must be called from the thread of the loop: {@code call_soon}, {@code Event.set}. */
  LOOP_THREAD_ONLY,

  // scopes
  /** Limits the time of what it encloses or is given: {@code asyncio.timeout}, {@code wait_for}. */
  TIMEOUT_SCOPE,
  /** Limits how many run at once: {@code Semaphore}, {@code aiolimiter.AsyncLimiter}. */
  LIMITER,
  /** A lock for tasks. */
  ASYNC_LOCK,
  /** A lock, condition, semaphore or event for threads. */
  THREAD_LOCK,
  /** Swallows the exceptions it is given: {@code contextlib.suppress}. */
  SUPPRESSES,
  /** Keeps resources and closes them: {@code AsyncExitStack}. */
  EXIT_STACK,
  /** Hands a callable, a resource or a context manager to something that closes it later. */
  TAKES_OWNERSHIP,
  /** Opens a transaction as a context manager. */
  TRANSACTION,

  // programs and frameworks
  /** A decorator or registration call for functions that run once per request or message. */
  ROUTE,
  /** A decorator or registration call for functions that run at start or stop of the program. */
  LIFESPAN,
  /** A decorator or call that repeats a failing function with a growing delay. */
  RETRY,
  /** A decorator that leaves a function's kind alone: {@code functools.lru_cache} does not, {@code functools.wraps} does. */
  TRANSPARENT_DECORATOR,
  /** Starts a server whose first argument is called once per connection: {@code asyncio.start_server}. */
  CONNECTION_HANDLER,
  /** Ends the process or the loop: {@code sys.exit}, {@code loop.stop}. */
  ENDS_PROGRAM,

  // databases
  /** Sends SQL or a command: {@code execute}, {@code fetch}. */
  EXECUTES_SQL,
  /** Sends one statement for many rows: {@code executemany}. */
  EXECUTES_MANY,
  /** Prepares a statement. */
  PREPARES,
  COMMITS,
  ROLLS_BACK,
  /** Starts a transaction by hand. */
  BEGINS,
  /** Commits every statement by itself unless a transaction is open: asyncpg's connection. */
  AUTOCOMMITS,

  // queues
  QUEUE,
  PUTS,
  PUTS_NOWAIT,
  GETS;

  /** The constant for the word of a JSON file; throws {@link IllegalArgumentException} for a word that is none. */
  public static Role of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** The word that stands for this role in a JSON file. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
