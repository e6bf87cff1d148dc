package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.TryStatement;
import org.sonar.plugins.python.api.tree.WhileStatement;
import org.sonar.plugins.python.api.tree.WithItem;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** What makes a catalogued blocking call return at once. */
final class BlockingCalls {

  private static final List<String> KERNEL_FILES = List.of("/proc/", "/sys/", "/dev/null", "/dev/urandom",
    "/dev/random", "/dev/std", "/dev/shm/");

  private static final Set<String> CHILD_STREAMS = Set.of("stdin", "stdout", "stderr");

  /** How many variables lie between a connection and the place where it is opened. */
  private static final int ORIGINS = 8;

  private BlockingCalls() {}

  /**
   * True for a constructor without arguments, for {@code queue.get(block=False)}, {@code thread.join(timeout=0)}, and for
   * what the fact itself excepts: an argument ({@code os.WNOHANG}), or a method called on the same receiver
   * ({@code setblocking}). Source: Python 3.12 documentation of queue, threading, concurrent.futures.
   */
  static boolean isHarmless(CallInfo call) {
    return isFalse(call, "block") || isFalse(call, "blocking") || isZero(call.argument(-1, "timeout"))
      || opensKernelFile(call) || wrapsDescriptor(call) || putsWithoutBound(call) || isNumeric(call)
      || triesWithoutWaiting(call) || staysInMemory(call, ORIGINS) || takesWhatIsThere(call) || opensForChild(call)
      || onlyYieldsTheThread(call) || samplesAtOnce(call) || isNotConsumed(call)
      || AlreadyOver.isOver(call) || Deliberate.isMeant(call)
      || call.fact().filter(fact -> isExcepted(call, fact)).isPresent();
  }

  /** {@code open("/proc/self/stat")}, {@code Path("/sys/class/net").exists()}: no disk delays what the kernel makes up. */
  private static boolean opensKernelFile(CallInfo call) {
    Optional<Expression> path = call.argument(0, "file")
      .or(() -> call.receiver().filter(CallExpression.class::isInstance)
        .flatMap(made -> call.file().callOf(made)).flatMap(made -> made.argument(0, "")));
    return path.filter(name -> Trees.written(name).equals("os.devnull")).isPresent()
      || path.flatMap(Literals::rawText).filter(text -> KERNEL_FILES.stream().anyMatch(text::startsWith)).isPresent();
  }

  /**
   * {@code os.fdopen(fd)} wraps what is already open, often a pipe; only {@code with os.fdopen(fd) as f:} shows that a
   * file is
   * then read or written here. {@code os.open} with {@code O_NONBLOCK} returns at once.
   */
  private static boolean wrapsDescriptor(CallInfo call) {
    return call.isTo("os.fdopen") && !call.use().is(Use.How.ENTERED)
      || call.isTo("os.open")
        && call.arguments().stream().anyMatch(argument -> Trees.source(argument).contains("O_NONBLOCK"));
  }

  /** {@code queue.put(item)} waits only for room in a queue that was made with a size. */
  private static boolean putsWithoutBound(CallInfo call) {
    return call.name().filter(name -> name.matches("queue\\.\\w*Queue\\.put")).isPresent()
      && call.receiver().map(call.file()::valuesOf).orElse(List.of()).stream()
        .noneMatch(made -> hasBound(call.file(), made));
  }

  private static boolean hasBound(FileModel file, Expression made) {
    return file.callOf(made).flatMap(call -> call.argument(0, "maxsize"))
      .filter(size -> Literals.integer(size).orElse(1) > 0).isPresent();
  }

  /**
   * {@code socket.getaddrinfo(host, port, flags=AI_NUMERICHOST)}, {@code if host == "localhost":}: no name server is
   * asked.
   */
  private static boolean isNumeric(CallInfo call) {
    return call.name().filter(name -> name.startsWith("socket.get")).isPresent()
      && (call.arguments().stream().anyMatch(argument -> isNumeric(argument)
        || call.file().valuesOf(argument).stream().anyMatch(BlockingCalls::isNumeric))
        || Trees.enclosingInScope(call.tree(), IfStatement.class).stream()
          .anyMatch(choice -> Trees.source(choice.condition()).contains("localhost")));
  }

  private static boolean isNumeric(Expression flags) {
    return Trees.source(flags).contains("NUMERIC");
  }

  /**
   * {@code psutil.cpu_percent()} compares with the last call; only an interval makes it wait, and whether a parameter
   * is one,
   * the callers decide.
   */
  private static boolean samplesAtOnce(CallInfo call) {
    return call.name().filter(name -> name.startsWith("psutil.cpu_")).isPresent()
      && call.argument(0, "interval").filter(interval -> !Literals.isNone(interval) && !isZero(Optional.of(interval))
        && !call.function().parameterNames().contains(Trees.written(interval)))
        .isEmpty();
  }

  /** {@code pool.map(work, items)} returns at once; iterating over what it gives waits for the work. */
  private static boolean isNotConsumed(CallInfo call) {
    return call.name().filter(name -> name.matches("concurrent\\.futures\\.\\w*Executor\\.map")).isPresent()
      && !Generators.isConsumed(call);
  }

  /** A socket call in a {@code try} that expects {@code BlockingIOError}: the socket does not block. */
  private static boolean triesWithoutWaiting(CallInfo call) {
    return call.name().filter(name -> name.startsWith("socket.socket.") || name.startsWith("ssl.")).isPresent()
      && Trees.enclosingInScope(call.tree(), TryStatement.class).stream()
        .flatMap(statement -> statement.exceptClauses().stream())
        .anyMatch(clause -> clause.exception() != null && Trees.source(clause.exception()).contains("BlockingIOError"));
  }

  /** {@code time.sleep(0)} lets another thread run; it waits for nothing. */
  private static boolean onlyYieldsTheThread(CallInfo call) {
    return call.isTo("time.sleep") && isZero(call.argument(0, "secs"));
  }

  /**
   * {@code with open(log, "w") as out: await create_subprocess_exec(*command, stdout=out)}: the child writes, not this
   * process.
   */
  private static boolean opensForChild(CallInfo call) {
    if (!call.isTo("open", "io.open", "pathlib.Path.open")) {
      return false;
    }
    Tree holder = Trees.parentOf(call.tree());
    Expression handle = holder instanceof WithItem item
      ? item.expression()
      : holder instanceof AssignmentStatement assignment && assignment.lhsExpressions().size() == 1
        ? assignment.lhsExpressions().get(0).expressions().get(0)
        : null;
    List<Name> reads = Variable.of(handle).map(Variable::reads).orElse(List.of());
    return reads.stream().anyMatch(BlockingCalls::isStreamOfChild)
      && reads.stream().allMatch(read -> isStreamOfChild(read) || isClosed(read));
  }

  private static boolean isStreamOfChild(Name read) {
    return Trees.parentOf(read) instanceof RegularArgument argument && argument.keywordArgument() != null
      && CHILD_STREAMS.contains(argument.keywordArgument().name());
  }

  private static boolean isClosed(Name read) {
    return Trees.parentOf(read) instanceof QualifiedExpression member && member.name().name().equals("close");
  }

  /** {@code sqlite3.connect(":memory:")}, and what is done with it: no disk is asked. */
  private static boolean staysInMemory(CallInfo call, int steps) {
    if (steps == 0 || call.name().filter(name -> name.startsWith("sqlite3.")).isEmpty()) {
      return false;
    }
    if (call.isTo("sqlite3.connect")) {
      return call.argument(0, "database").flatMap(Literals::text).filter(":memory:"::equals).isPresent();
    }
    return call.receiver().filter(receiver -> isInMemory(call.file(), receiver, steps)).isPresent();
  }

  private static boolean isInMemory(FileModel file, Expression expression, int steps) {
    if (Trees.bare(expression) instanceof CallExpression made) {
      return file.callOf(made).filter(call -> staysInMemory(call, steps - 1)).isPresent();
    }
    List<Expression> origins = file.valuesOf(expression);
    return steps > 0 && !origins.isEmpty() && origins.stream().allMatch(origin -> isInMemory(file, origin, steps - 1));
  }

  /** {@code if not jobs.empty(): jobs.get()} */
  private static boolean takesWhatIsThere(CallInfo call) {
    if (call.name().filter(name -> name.matches("queue\\.\\w*Queue\\.get")).isEmpty()) {
      return false;
    }
    String queue = call.receiver().map(Trees::written).orElse("");
    return Trees.ancestorInScope(call.tree(), node -> node instanceof IfStatement choice
      && Trees.isInside(call.tree(), choice.body()) && asksForSize(choice.condition(), queue)
      || node instanceof WhileStatement loop && asksForSize(loop.condition(), queue)).isPresent();
  }

  private static boolean asksForSize(Expression condition, String queue) {
    String source = Trees.source(condition);
    return source.contains(queue + ".empty()") || source.contains(queue + ".qsize()");
  }

  private static boolean isExcepted(CallInfo call, Fact fact) {
    return fact.isClass() && call.tree().arguments().isEmpty()
      || call.arguments().stream().anyMatch(argument -> isOneOf(call.file(), argument, fact.unless().given()))
      || !fact.unless().called().isEmpty() && isSwitchedOff(call, fact.unless().called());
  }

  private static boolean isOneOf(FileModel file, Expression argument, List<String> given) {
    return !given.isEmpty() && (given.contains(Trees.written(argument))
      || file.names().nameOf(argument).filter(given::contains).isPresent()
      || file.names().typeOf(argument).filter(given::contains).isPresent());
  }

  private static boolean isSwitchedOff(CallInfo call, List<String> methods) {
    return call.receiver().isPresent() && methods.stream()
      .flatMap(method -> call.file().calls().written(method).stream())
      .anyMatch(other -> other.receiver().filter(receiver -> isSame(receiver, call.receiver().get())).isPresent());
  }

  /** The same variable, or an attribute that is written alike. */
  private static boolean isSame(Expression one, Expression other) {
    Optional<Variable> variable = Variable.of(Trees.bare(one));
    return variable.isPresent()
      ? variable.get().is(Trees.bare(other))
      : Trees.written(one).equals(Trees.written(other));
  }

  private static boolean isFalse(CallInfo call, String keyword) {
    return call.argument(-1, keyword).filter(Literals::isFalse).isPresent();
  }

  private static boolean isZero(Optional<Expression> timeout) {
    return timeout.flatMap(Literals::number).filter(seconds -> seconds == 0).isPresent();
  }
}
