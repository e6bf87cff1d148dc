package org.usingasyncio.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Trees;

/** Which calls do network, database or file I/O in the end, through the functions and coroutines of the file. */
public final class IoReach {

  private static final int DEPTH = 5;

  private static final Set<String> REQUESTS = Set.of("get", "post", "put", "patch", "delete", "head", "options",
    "request", "fetch", "ws_connect", "download");
  private static final Set<String> QUERIES = Set.of(
    "execute", "executemany", "fetch", "fetchrow", "fetchval", "fetchone", "fetchall", "fetch_one", "fetch_all",
    "fetch_val", "scalar", "scalars");
  private static final Pattern CLIENTS = Pattern.compile(".*(session|client|http|websession)");
  private static final Pattern DATABASES = Pattern.compile(".*(conn|connection|pool|database|cursor|cur|db)");
  private static final Pattern PEERS = Pattern
    .compile("(.*_)?(ws|websocket|socket|channel|ctx|member|user|message|interaction)");

  private static final Pattern SERVICES = Pattern.compile("(.*_)?(client|api|http|websession)");
  private static final Pattern CONNECTED = Pattern
    .compile("(.*_)?(client|session|ws|web_?socket|connection|conn|peer|socket|bot|pool|server|transport|node)s?");
  private static final Pattern QUESTIONS = Pattern
    .compile("get|head|fetch|download|(get|fetch|request|query|search|list|download|load|retrieve|lookup)_\\w+");
  private static final Pattern FETCHES = Pattern.compile("_?(async_)?(fetch|download|scrape|crawl|request)(_\\w+)?");

  private final FileModel file;
  private final Map<FunctionInfo, Optional<CallInfo>> known = new HashMap<>();

  private IoReach(FileModel file) {
    this.file = file;
  }

  public static IoReach of(FileModel file) {
    return file.facts(IoReach.class, IoReach::new);
  }

  /** True for a call that does I/O itself. */
  public static boolean isIo(CallInfo call) {
    return call.io().isPresent() || call.isTo("asyncio.DatagramTransport.sendto") || looksLikeRequest(call);
  }

  /** The call itself, or the call behind it, that does I/O. */
  public boolean reaches(CallInfo call) {
    return isIo(call) || call.target().filter(target -> in(target).isPresent()).isPresent();
  }

  /** The first call in the function's own body that does I/O, itself or through functions of this file. */
  public Optional<CallInfo> in(FunctionInfo function) {
    Optional<CallInfo> found = known.get(function);
    if (found == null) {
      found = search(function, new HashSet<>(), DEPTH);
      known.put(function, found);
    }
    return found;
  }

  private Optional<CallInfo> search(FunctionInfo function, Set<FunctionInfo> seen, int depth) {
    if (depth == 0 || !seen.add(function)) {
      return Optional.empty();
    }
    Optional<CallInfo> own = function.calls().stream().filter(IoReach::isIo).findFirst();
    if (own.isPresent()) {
      return own;
    }
    for (CallInfo call : function.calls()) {
      Optional<FunctionInfo> target = call.target();
      if (target.isPresent() && search(target.get(), seen, depth - 1).isPresent()) {
        return Optional.of(call);
      }
    }
    return Optional.empty();
  }

  /**
   * True for a call whose receiver another file makes, but that can hardly be anything else: {@code async with x.get(url)},
   * {@code await client.post(…)}, {@code await conn.fetchrow(…)}, {@code await channel.send(…)}.
   */
  private static boolean looksLikeRequest(CallInfo call) {
    if (call.fact().isPresent() || call.target().isPresent() || call.receiver().isEmpty()
      || call.receiverType().isPresent()) {
      return false;
    }
    String method = call.simpleName();
    String object = lastName(call.receiver().get());
    if (REQUESTS.contains(method) && call.use().is(Use.How.ENTERED)
      && call.use().site().parent() instanceof WithStatement with && with.isAsync()) {
      return true;
    }
    return call.isAwaited() && (REQUESTS.contains(method) && CLIENTS.matcher(object).matches()
      || QUERIES.contains(method) && DATABASES.matcher(object).matches()
      || (method.equals("send") || method.equals("recv")) && PEERS.matcher(object).matches());
  }

  /**
   * True for a question to a service that another file connects to, by the words of the call: {@code session.get(url)},
   * {@code self.api.fetch_orders()}, {@code await download_page(url)}.
   */
  static boolean asksService(CallInfo call) {
    boolean isOfLibrary = call.fact().isPresent()
      || call.receiverType().flatMap(call.file().knowledge()::fact).isPresent();
    if (isOfLibrary || call.target().isPresent()) {
      return false;
    }
    if (call.receiver().isEmpty()) {
      return call.isAwaited() && FETCHES.matcher(call.simpleName()).matches();
    }
    String object = lastName(call.receiver().get());
    // A session may be one of a database, which is for one task at a time: only HTTP responses are entered.
    boolean isEntered = call.use().is(Use.How.ENTERED) && call.use().site().parent() instanceof WithStatement with
      && with.isAsync();
    return isEntered && REQUESTS.contains(call.simpleName()) && CLIENTS.matcher(object).matches()
      || call.isAwaited() && SERVICES.matcher(object).matches() && QUESTIONS.matcher(call.simpleName()).matches();
  }

  /** True for the name of something at the other end of a connection: {@code client}, {@code web_sockets}. */
  static boolean isPeer(String name) {
    return CONNECTED.matcher(name).matches();
  }

  /** The last name of a receiver, in lower case: {@code session} of {@code self.bot.session}. */
  static String lastName(Expression expression) {
    return Trees.lastName(expression).toLowerCase(Locale.ROOT);
  }

  // ---- limits -----------------------------------------------------------------------------------------------------

  private static final Pattern LIMITERS = Pattern.compile(
    ".*(sem|semaphore|sema|limit|limiter|throttle|throttler|lock|mutex|slots?|bucket|capacity|concurrency|ratelimit)\\d*");

  /** True for a semaphore, rate limiter or lock, by its class or, where that is unknown, by its name. */
  public static boolean isLimiter(FileModel file, Expression expression) {
    Expression bare = Trees.bare(expression);
    Optional<String> type = file.names().typeOf(bare);
    if (type.filter(name -> file.knowledge().plays(name, Role.LIMITER) || file.knowledge().plays(name, Role.ASYNC_LOCK))
      .isPresent()) {
      return true;
    }
    Expression object = bare instanceof CallExpression call
      ? call.callee()
      : bare instanceof SubscriptionExpression item ? item.object() : bare;
    return LIMITERS.matcher(lastName(object)).matches();
  }

  /** True when the function, or one of this file that it calls, waits for its turn: a semaphore, limiter or lock. */
  public boolean isLimited(FunctionInfo function) {
    return isLimited(function, new HashSet<>(), DEPTH);
  }

  private boolean isLimited(FunctionInfo function, Set<FunctionInfo> seen, int depth) {
    if (depth == 0 || !seen.add(function)) {
      return false;
    }
    boolean isDecorated = function.decorators().stream()
      .map(name -> name.substring(name.lastIndexOf('.') + 1).replace("?", "").toLowerCase(Locale.ROOT))
      .anyMatch(name -> LIMITERS.matcher(name).matches() || name.contains("limit") || name.contains("throttl")
        || name.contains("semaphore"));
    if (isDecorated || takesTurns(function)) {
      return true;
    }
    return function.calls().stream().map(CallInfo::target).flatMap(Optional::stream)
      .anyMatch(target -> isLimited(target, seen, depth - 1));
  }

  /** {@code async with semaphore}, {@code await limiter.acquire()} in the function's own body. */
  private boolean takesTurns(FunctionInfo function) {
    List<WithStatement> withs = function.nodes(WithStatement.class, Tree.Kind.WITH_STMT);
    return withs.stream().flatMap(with -> with.withItems().stream()).anyMatch(item -> isLimiter(file, item.test()))
      || function.calls().stream().anyMatch(call -> call.simpleName().startsWith("acquire")
        && call.receiver().filter(receiver -> isLimiter(file, receiver)).isPresent());
  }
}
