package org.usingasyncio.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Io;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/**
 * What awaiting a call does to the outside: which network or database operations it makes, and what it touches.
 *
 * @param doesIo it is known to talk to the network or to a database
 * @param isShareable everything it does may run beside the same done by another task
 * @param changes it sends, creates, deletes: its order may matter
 * @param writes the attributes of {@code self} and the globals that it writes
 * @param reads those that it mentions
 */
public record IoProfile(boolean doesIo, boolean isShareable, boolean changes, Set<String> writes, Set<String> reads) {

  private static final IoProfile NOTHING = new IoProfile(false, true, false, Set.of(), Set.of());
  private static final IoProfile UNKNOWN = new IoProfile(false, false, true, Set.of(), Set.of());
  private static final int DEPTH = 6;

  /** The words with which operations begin that change something, or that others rely on. */
  private static final Set<String> CHANGING = Set.of("post", "put", "patch", "delete", "create", "update", "insert",
    "save", "send", "commit", "execute",
    "executemany", "write", "upload", "set", "add", "remove", "start", "stop", "login", "logout", "connect",
    "disconnect", "close", "open", "init", "setup",
    "initialize", "publish", "push", "pop", "incr", "decr", "drop", "begin", "rollback", "replace", "register",
    "subscribe", "join", "leave", "edit", "reply",
    "move", "rename", "cancel", "clear", "flush", "reset", "refresh", "auth", "authenticate", "acquire", "release",
    "lock", "unlock", "hset", "lpush", "rpush",
    "sadd", "zadd", "expire", "setex", "ensure", "prepare", "configure", "apply", "migrate", "install", "restart",
    "kill", "next", "wait", "goto", "click",
    "fill", "type", "press", "navigate");

  /** What reads the body of a response. */
  private static final Set<String> BODIES = Set.of("json", "text", "read", "aread");

  private static final Set<String> MUTATING = Set.of("append", "add", "update", "pop", "popleft", "clear", "remove",
    "discard", "extend", "insert",
    "setdefault", "appendleft", "put_nowait", "set");

  /** The profiles of the coroutines of a file. */
  static final class Table {
    private final FileModel file;
    private final Map<FunctionInfo, IoProfile> known = new HashMap<>();

    private Table(FileModel file) {
      this.file = file;
    }

    static Table of(FileModel file) {
      return file.facts(Table.class, Table::new);
    }

    /** What awaiting the call does; unknown for what neither the libraries' facts nor this file tell. */
    IoProfile of(CallInfo call) {
      IoProfile profile = of(call, 0);
      // What a function does on a connection of its own may run beside the same of another call; two calls on one may not.
      boolean isOnExclusive = call.receiverType().map(file.knowledge()::sharing)
        .filter(sharing -> sharing == Fact.Sharing.EXCLUSIVE).isPresent();
      return isOnExclusive
        ? new IoProfile(profile.doesIo, false, profile.changes, profile.writes, profile.reads)
        : profile;
    }

    /** What a call does on an object that each turn of a loop has for itself. */
    IoProfile onOwnObject(CallInfo call) {
      return of(call, 0);
    }

    private IoProfile of(CallInfo call, int depth) {
      if (call.fact().isPresent()) {
        return ofLibrary(call);
      }
      Optional<FunctionInfo> target = call.target().filter(function -> function.isAsync()
        && function.isCalledAsWritten() && !function.isGenerator() && !function.isStub());
      if (target.isEmpty()) {
        return call.target().isPresent() ? UNKNOWN : ofUnseen(call);
      }
      return depth > DEPTH ? UNKNOWN : of(target.get(), depth).named(call.simpleName());
    }

    /**
     * What another file makes, but can hardly be anything else: {@code async with session.get(url)}, {@code
     * api.fetch_orders()}.
     */
    private IoProfile ofUnseen(CallInfo call) {
      if (IoReach.asksService(call)) {
        return new IoProfile(true, true, isChanging(call.simpleName()), Set.of(), Set.of());
      }
      boolean isBody = BODIES.contains(call.simpleName()) && isOwn(call);
      return isBody ? new IoProfile(true, true, false, Set.of(), Set.of()) : UNKNOWN;
    }

    private IoProfile ofLibrary(CallInfo call) {
      boolean doesIo = call.io().filter(io -> io == Io.NETWORK || io == Io.DATABASE).isPresent();
      boolean isShareable = call.receiver().isEmpty() || isOfModule(call)
        || call.receiverType().map(file.knowledge()::sharing).filter(sharing -> sharing == Fact.Sharing.CONCURRENT)
          .isPresent()
        || isOwn(call);
      return new IoProfile(doesIo, isShareable, doesIo && changes(call), Set.of(), Set.of());
    }

    /** {@code aiohttp.ClientSession()}: what stands before the dot is no object that tasks could share. */
    private boolean isOfModule(CallInfo call) {
      return call.receiver().map(file.names()::valueOf).filter(Value.Named.class::isInstance).isPresent();
    }

    /** True when the object was made right here ({@code async with pool.acquire() as connection}): no other task has it. */
    private boolean isOwn(CallInfo call) {
      if (!(call.receiver().map(Trees::bare).orElse(null) instanceof Name name)) {
        return false;
      }
      List<Binding> bindings = file.names().reaching(name);
      return !bindings.isEmpty()
        && bindings.stream().allMatch(binding -> binding.value() != null && isFresh(binding.value())
          && Trees.scopeOf(binding.target()) == Trees.scopeOf(name));
    }

    private static boolean isFresh(Expression value) {
      Expression bare = Trees.bare(value);
      return bare instanceof CallExpression
        || bare instanceof AwaitExpression await && Trees.bare(await.expression()) instanceof CallExpression;
    }

    private IoProfile of(FunctionInfo function, int depth) {
      IoProfile profile = known.get(function);
      if (profile == null) {
        known.put(function, NOTHING);
        profile = compute(function, depth);
        known.put(function, profile);
      }
      return profile;
    }

    private IoProfile compute(FunctionInfo function, int depth) {
      Set<String> writes = new HashSet<>();
      Set<String> reads = new HashSet<>();
      boolean doesIo = false;
      boolean isShareable = !holdsBack(function);
      boolean changes = false;
      addState(function, reads, writes);
      for (CallInfo call : function.calls()) {
        boolean isAwaited = call.isAwaited() || isEnteredAsync(call);
        if (isAwaited || call.io().isPresent()) {
          IoProfile inner = of(call, depth + 1);
          doesIo |= inner.doesIo;
          isShareable &= inner.isShareable;
          changes |= inner.changes;
          writes.addAll(inner.writes);
          reads.addAll(inner.reads);
        } else {
          call.target().filter(target -> !target.isAsync() && depth < DEPTH)
            .ifPresent(target -> addState(target, reads, writes));
        }
      }
      return new IoProfile(doesIo, isShareable, changes, writes, reads);
    }

    private static boolean isEnteredAsync(CallInfo call) {
      return call.use().is(Use.How.ENTERED) && call.use().site().parent() instanceof WithStatement with
        && with.isAsync();
    }

    /** Locks, limits and pauses: who waits in turn gains nothing from company. */
    private boolean holdsBack(FunctionInfo function) {
      return function.calls().stream().anyMatch(call -> call.isTo("asyncio.sleep"))
        || function.nodes(WithStatement.class, Tree.Kind.WITH_STMT).stream().anyMatch(with -> isGuard(file, with));
    }

    private void addState(FunctionInfo function, Set<String> reads, Set<String> writes) {
      for (QualifiedExpression mention : function.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR)) {
        if (AttributeInfo.of(file, mention).isPresent() && !isCallee(mention)) {
          reads.add(mention.name().name());
          if (isWritten(mention) && !isMadeOnDemand(function, mention)) {
            writes.add(mention.name().name());
          }
        }
      }
      function.nodes(GlobalStatement.class, Tree.Kind.GLOBAL_STMT)
        .forEach(statement -> statement.variables().forEach(name -> {
          reads.add(name.name());
          writes.add(name.name());
        }));
    }

    /**
     * {@code if self._client is None: self._client = Client()} without an await in between: whoever comes first makes
     * it.
     */
    private static boolean isMadeOnDemand(FunctionInfo function, QualifiedExpression mention) {
      return !function.isAsync() && Trees.enclosingInScope(mention, IfStatement.class).stream()
        .anyMatch(choice -> Trees.within(choice.condition(), QualifiedExpression.class).stream()
          .anyMatch(other -> other.name().name().equals(mention.name().name())));
    }

    private static boolean isCallee(QualifiedExpression mention) {
      return mention.parent() instanceof CallExpression call && call.callee() == mention;
    }

    private static boolean isWritten(QualifiedExpression mention) {
      Tree parent = mention.parent();
      if (parent instanceof SubscriptionExpression subscription && subscription.object() == mention) {
        parent = subscription.parent();
      }
      if (parent instanceof ExpressionList list) {
        return list.parent() instanceof AssignmentStatement || list.parent() instanceof DelStatement;
      }
      return parent instanceof CompoundAssignmentStatement compound && Trees.isInside(mention, compound.lhsExpression())
        || parent instanceof AnnotatedAssignment annotated && annotated.variable() == mention
        || parent instanceof Tuple
        || parent instanceof QualifiedExpression method && MUTATING.contains(method.name().name())
          && method.parent() instanceof CallExpression;
    }
  }

  /** True for a block that lets one in at a time or limits the rate: a lock, a semaphore, a transaction. */
  static boolean isGuard(FileModel file, WithStatement with) {
    return with.withItems().stream().anyMatch(item -> {
      Expression manager = Trees.bare(item.test());
      boolean isKnown = file.callOf(manager)
        .filter(call -> call.plays(Role.TRANSACTION) || call.plays(Role.LIMITER) || call.plays(Role.ASYNC_LOCK))
        .isPresent()
        || file.names().typeOf(manager).flatMap(file.knowledge()::fact)
          .filter(fact -> fact.is(Role.LIMITER) || fact.is(Role.ASYNC_LOCK) || fact.is(Role.TRANSACTION)).isPresent();
      String written = Trees.written(manager).toLowerCase(java.util.Locale.ROOT);
      return isKnown || written.contains("lock") || written.contains("sem") || written.contains("limit")
        || written.contains("transaction") || written.contains("throttle");
    });
  }

  private static boolean changes(CallInfo call) {
    if (call.simpleName().equals("request")) {
      return call.argument(0, "method").flatMap(Literals::text)
        .filter(method -> method.equalsIgnoreCase("get") || method.equalsIgnoreCase("head")).isEmpty();
    }
    return isChanging(call.simpleName());
  }

  private static boolean isChanging(String name) {
    String plain = name.startsWith("_") ? name.replaceFirst("^_+", "") : name;
    int end = plain.indexOf('_');
    return CHANGING.contains(plain) || end > 0 && CHANGING.contains(plain.substring(0, end));
  }

  private IoProfile named(String name) {
    return isChanging(name) ? new IoProfile(doesIo, isShareable, true, writes, reads) : this;
  }

  /** True when it is worth running beside others, and may be. */
  public boolean canRunBesideOthers() {
    return doesIo && isShareable;
  }

  /** True when one of the two writes what the other one uses. */
  public boolean isTiedTo(IoProfile other) {
    return writes.stream().anyMatch(name -> other.reads.contains(name) || other.writes.contains(name))
      || other.writes.stream().anyMatch(reads::contains);
  }
}
