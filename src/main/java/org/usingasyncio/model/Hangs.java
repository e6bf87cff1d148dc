package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** The awaits of a file that may wait for ever for a silent peer, and the clients whose time limit is switched off. */
public final class Hangs {

  private static final Set<String> ENDS = Set.of("asyncio.subprocess.Process.wait",
    "asyncio.subprocess.Process.communicate", "anyio.abc.Process.wait");
  private static final Pattern CANCELLED = Pattern.compile("BaseException|(\\w+\\.)*CancelledError");
  /** What a server, or a watcher, does for as long as it lives. */
  private static final Set<String> SERVING = Set.of("asyncio.AbstractEventLoop.sock_accept");

  private final FileModel file;
  private final Timeouts timeouts;
  private final Set<FunctionInfo> handlers = new HashSet<>();
  private final List<CallInfo> unlimited = new ArrayList<>();

  private Hangs(FileModel file) {
    this.file = file;
    this.timeouts = Timeouts.of(file);
    file.calls().playing(Role.CONNECTION_HANDLER)
      .forEach(start -> start.argument(0, "client_connected_cb").ifPresent(this::addHandler));
    file.calls().ofLibraries().or(file.calls().written("create_connection", "drain")).stream().filter(this::mayHang)
      .filter(call -> !isLimited(call)).filter(call -> !isMeantToWait(call))
      .forEach(unlimited::add);
  }

  public static Hangs of(FileModel file) {
    return file.facts(Hangs.class, Hangs::new);
  }

  /**
   * The awaited calls that wait for as long as the peer is silent; of several reads of one stream in a function the
   * first.
   */
  public List<CallInfo> unlimited() {
    Set<String> seen = new HashSet<>();
    return unlimited.stream()
      .filter(call -> call.receiver().isEmpty()
        || seen.add(System.identityHashCode(call.function()) + Trees.source(call.receiver().get()) + kindOf(call)))
      .toList();
  }

  /** The later reads of the same stream in the same function. */
  public List<CallInfo> alike(CallInfo first) {
    return unlimited.stream()
      .filter(call -> call != first && call.function() == first.function() && call.receiver().isPresent()
        && kindOf(call).equals(kindOf(first)))
      .filter(call -> call.receiver().map(Trees::source).equals(first.receiver().map(Trees::source)))
      .toList();
  }

  private static String kindOf(CallInfo call) {
    // The end of a process that has been told to stop is another matter than its regular end.
    return call.simpleName().startsWith("read")
      ? "read"
      : isProcess(call) && isToldToStop(call) ? call.simpleName() + " after terminate" : call.simpleName();
  }

  private static boolean isToldToStop(CallInfo call) {
    String process = Trees.source(call.receiver().orElse(call.tree()));
    return call.function().calls().stream()
      .filter(other -> Trees.isBefore(other.tree(), call.tree()))
      .anyMatch(other -> other.simpleName().equals("terminate")
        && other.receiver().map(Trees::source).filter(process::equals).isPresent());
  }

  private boolean mayHang(CallInfo call) {
    return call.function().isAsync() && call.isAwaited()
      && (call.fact().filter(fact -> fact.hang().forever()).isPresent() || isUnseenDrain(call)
        || isUnseenConnect(call));
  }

  /** {@code await self.bot.loop.create_connection(factory, host, port)}, where the class of {@code bot} cannot be seen. */
  private static boolean isUnseenConnect(CallInfo call) {
    return call.simpleName().equals("create_connection") && call.fact().isEmpty()
      && call.receiver().filter(Tasks::isNamedLikeLoop).isPresent();
  }

  /**
   * {@code await client.writer.drain()} after {@code client.writer.write(…)}, where the class of {@code client} cannot
   * be seen.
   */
  private boolean isUnseenDrain(CallInfo call) {
    return call.simpleName().equals("drain") && call.receiver().isPresent() && call.fact().isEmpty()
      && call.function().calls().stream()
        .anyMatch(other -> other.simpleName().equals("write") && Trees.isBefore(other.tree(), call.tree())
          && other.receiver().map(Trees::source).equals(call.receiver().map(Trees::source)));
  }

  // ---- limited ------------------------------------------------------------------------------------------------------

  private boolean isLimited(CallInfo call) {
    List<String> arguments = call.fact().map(Fact::timeoutArguments).orElse(List.of());
    return arguments.stream().anyMatch(argument -> isGiven(call, argument))
      || Calls.unpacksKeywords(call.tree())
      || call.receiver().filter(receiver -> isMadeWith(receiver, call.fact().map(Fact::limitedBy).orElse(List.of())))
        .isPresent()
      || timeouts.isLimited(call.tree());
  }

  private static boolean isGiven(CallInfo call, String argument) {
    return call.argument(-1, argument).filter(value -> !Literals.isNone(value)).isPresent();
  }

  /** {@code ws = await session.ws_connect(url, heartbeat=30)} limits what is received from {@code ws}. */
  private boolean isMadeWith(Expression receiver, List<String> arguments) {
    if (arguments.isEmpty()) {
      return false;
    }
    return file.valuesOf(receiver).stream().map(Hangs::withoutAwait)
      .map(file::callOf).flatMap(Optional::stream)
      .anyMatch(maker -> Calls.unpacksKeywords(maker.tree())
        || arguments.stream().anyMatch(argument -> isGiven(maker, argument)));
  }

  static Expression withoutAwait(Expression value) {
    return Trees.bare(value) instanceof AwaitExpression await ? await.expression() : value;
  }

  // ---- meant to wait ------------------------------------------------------------------------------------------------

  /** True for waits that their author means to last, and for those whose limit is the caller's matter. */
  private boolean isMeantToWait(CallInfo call) {
    // Even a server must not let one client stop the others.
    return !isBroadcast(call) && isPatient(call);
  }

  private boolean isPatient(CallInfo call) {
    return call.isTo(SERVING.toArray(String[]::new))
      || call.receiverType().filter(type -> type.startsWith("aiohttp.web.") || type.startsWith("websockets.Server"))
        .isPresent()
      || !isConnect(call) && isPassedIn(call)
      || isWrapper(call)
      || isProtocol(call)
      || call.argument(-1, "sock").isPresent()
        && isConnect(call)
      || isServed(call.function(), new HashSet<>())
      || isOwnInput(call)
      || isWaitForLongLived(call)
      || call.simpleName().equals("drain")
      || isNextMessage(call);
  }

  private static boolean isConnect(CallInfo call) {
    return call.isTo("asyncio.open_connection", "asyncio.AbstractEventLoop.create_connection") || isUnseenConnect(call);
  }

  /** The caller hands in the stream or process: it knows for how long to wait. */
  private boolean isPassedIn(CallInfo call) {
    Optional<Name> root = call.receiver().flatMap(Hangs::rootOf);
    boolean isParameter = root
      .filter(
        name -> file.names().reaching(name).stream().anyMatch(binding -> binding.kind() == Binding.Kind.PARAMETER))
      .isPresent();
    boolean isSelf = root.filter(name -> call.receiver().filter(QualifiedExpression.class::isInstance)
      .flatMap(receiver -> AttributeInfo.of(file, selfPart((QualifiedExpression) receiver))).isPresent()).isPresent();
    return isParameter && !isSelf;
  }

  private static QualifiedExpression selfPart(QualifiedExpression expression) {
    QualifiedExpression current = expression;
    while (Trees.bare(current.qualifier()) instanceof QualifiedExpression inner) {
      current = inner;
    }
    return current;
  }

  private static Optional<Name> rootOf(Expression expression) {
    Expression current = Trees.bare(expression);
    while (true) {
      if (current instanceof QualifiedExpression attribute) {
        current = Trees.bare(attribute.qualifier());
      } else if (current instanceof SubscriptionExpression element) {
        current = Trees.bare(element.object());
      } else {
        return current instanceof Name name ? Optional.of(name) : Optional.empty();
      }
    }
  }

  /**
   * {@code async def wait(self): return await self.process.wait()}: one operation under another name, for callers
   * elsewhere.
   */
  private boolean isWrapper(CallInfo call) {
    String name = call.function().name().replaceFirst("^_+", "");
    boolean isReadName = name.startsWith("read") || name.startsWith("rec") || name.startsWith("wait")
      || name.startsWith("get_");
    boolean isOwn = call.receiver().map(Trees::bare).filter(QualifiedExpression.class::isInstance).isPresent();
    return isOwn && name.equals(call.simpleName()) || isOwn && isReadName && file.calls().calling(call.function())
      .stream().noneMatch(other -> other.simpleName().equals(call.function().name()));
  }

  /** A protocol is told of what happens, and ends its waits itself. */
  private static boolean isProtocol(CallInfo call) {
    return call.function().enclosingClass()
      .filter(owner -> owner.ancestorNames().stream()
        .anyMatch(name -> name.startsWith("asyncio.") && name.endsWith("Protocol")))
      .isPresent();
  }

  /** A server cancels its connection handlers itself; what they call is part of them. */
  private boolean isServed(FunctionInfo function, Set<FunctionInfo> seen) {
    if (!seen.add(function) || seen.size() > 20) {
      return false;
    }
    return handlers.contains(function) || !handlers.isEmpty() && file.calls().calling(function).stream()
      .filter(call -> call.simpleName().equals(function.name()))
      .anyMatch(call -> isServed(call.function(), seen));
  }

  private void addHandler(Expression callable) {
    if (file.names().valueOf(file.withoutPartial(callable)) instanceof Value.Named named) {
      named.function().flatMap(file::functionOf).ifPresent(handlers::add);
    }
    if (Trees.bare(callable) instanceof LambdaExpression lambda) {
      file.functionOf(lambda)
        .ifPresent(function -> function.calls().forEach(call -> call.target().ifPresent(handlers::add)));
    }
  }

  /**
   * The output of a child process lasts as long as the process, and a {@code StreamReader} made by hand reads standard
   * input.
   */
  private boolean isOwnInput(CallInfo call) {
    Optional<Expression> receiver = call.receiver().map(Trees::bare);
    boolean isOutput = receiver.filter(QualifiedExpression.class::isInstance).map(QualifiedExpression.class::cast)
      .filter(stream -> stream.name().name().equals("stdout") || stream.name().name().equals("stderr")).isPresent();
    boolean isMade = receiver.filter(stream -> file.valuesOf(stream).stream()
      .anyMatch(value -> Trees.written(value).endsWith("StreamReader()") || Trees.written(value).endsWith(".stdout")
        || Trees.written(value).endsWith(".stderr")))
      .isPresent();
    return isOutput || isMade;
  }

  /**
   * {@code process.kill()} comes first (a process may ignore {@code terminate()}), or a task of its own watches the
   * process.
   */
  private boolean isWaitForLongLived(CallInfo call) {
    if (call.fact().map(Fact::name).filter(ENDS::contains).isEmpty()) {
      return false;
    }
    String process = Trees.source(call.receiver().orElseThrow());
    boolean isKilled = call.function().calls().stream()
      .filter(other -> Trees.isBefore(other.tree(), call.tree()))
      .filter(Hangs::isKill)
      .anyMatch(other -> Trees.source(other.tree()).contains(process));
    boolean isOver = Trees.enclosingInScope(call.tree(), IfStatement.class).stream()
      .anyMatch(choice -> Trees.isInside(call.tree(), choice.body())
        && Trees.source(choice.condition()).contains(process + ".returncode is not None"));
    // who ends the process when it is cancelled leaves the time limit to its caller
    boolean isKilledOnCancel = Trees.enclosingInScope(call.tree(), TryStatement.class).stream()
      .filter(attempt -> Trees.isInside(call.tree(), attempt.body()))
      .flatMap(attempt -> attempt.exceptClauses().stream())
      .filter(clause -> clause.exception() != null && CANCELLED.matcher(Trees.written(clause.exception())).matches())
      .anyMatch(clause -> call.function().calls().stream()
        .anyMatch(other -> Trees.isInside(other.tree(), clause.body()) && isKill(other)
          && Trees.source(other.tree()).contains(process)));
    return isKilled || isOver || isKilledOnCancel
      || call.simpleName().equals("wait") && Workers.of(file).startOf(call.function()).isPresent();
  }

  private static boolean isKill(CallInfo call) {
    String written = Trees.source(call.tree());
    return call.simpleName().contains("kill") && !written.contains("SIGTERM") && !written.contains("SIGINT")
      || call.simpleName().equals("send_signal") && written.contains("SIGKILL");
  }

  /** {@code for client in clients: await client.writer.drain()}: one client that does not read stops the others. */
  private boolean isBroadcast(CallInfo call) {
    Optional<Name> root = call.receiver().flatMap(Hangs::rootOf);
    return call.simpleName().equals("drain") && root.isPresent() && call.loops().stream()
      .filter(ForStatement.class::isInstance).map(ForStatement.class::cast)
      .anyMatch(loop -> loop.expressions().stream().anyMatch(target -> Trees.within(target, Name.class).stream()
        .anyMatch(name -> name.name().equals(root.get().name()))));
  }

  /**
   * A task that lives for its messages waits for the next one for as long as it takes: a receive in an endless loop of
   * a worker.
   */
  private boolean isNextMessage(CallInfo call) {
    if (isConnect(call) || call.simpleName().equals("drain") || isProcess(call)) {
      return false;
    }
    FunctionInfo function = call.function();
    boolean isLoop = call.loops().stream().anyMatch(WhileStatement.class::isInstance);
    boolean isLocal = call.receiver().flatMap(Hangs::rootOf).filter(root -> file.names().reaching(root).stream()
      .anyMatch(binding -> binding.value() != null && withoutAwait(binding.value()) instanceof CallExpression))
      .isPresent();
    return Workers.of(file).startOf(function).isPresent() || Workers.neverEnds(function) || isLoop && !isLocal
      || isCalledByWorker(function);
  }

  private static boolean isProcess(CallInfo call) {
    return call.name().filter(name -> name.contains("rocess")).isPresent();
  }

  private boolean isCalledByWorker(FunctionInfo function) {
    return file.calls().calling(function).stream().filter(call -> call.simpleName().equals(function.name()))
      .anyMatch(call -> Workers.of(file).startOf(call.function()).isPresent() || Workers.neverEnds(call.function())
        || call.loops().stream().anyMatch(WhileStatement.class::isInstance));
  }

  // ---- switched off -------------------------------------------------------------------------------------------------

  /**
   * A client that is made without any time limit.
   *
   * @param place what switches it off: the argument, or the call that lacks one
   * @param argument the name of the argument that would limit it
   */
  public record Unlimited(CallInfo call, Tree place, String argument) {}

  /** The clients, pools and limits that are made so that their operations may last for ever. */
  public List<Unlimited> switchedOff() {
    List<Unlimited> found = new ArrayList<>();
    for (CallInfo call : file.calls().ofLibraries().or(file.calls().to("aiohttp.ClientTimeout", "httpx.Timeout"))) {
      if (call.isTo("aiohttp.ClientTimeout") && call.tree().arguments().isEmpty()) {
        found.add(new Unlimited(call, call.callee(), "total"));
      }
      offArgument(call).ifPresent(value -> found
        .add(new Unlimited(call, value.parent(), call.isTo("aiohttp.ClientTimeout") ? "total" : "timeout")));
      call.fact().map(Fact::operations).filter(operations -> operations.hang().forever())
        .flatMap(Fact.Operations::timeoutArgument)
        .filter(argument -> call.lacks(-1, argument))
        .ifPresent(argument -> found.add(new Unlimited(call, call.callee(), argument)));
    }
    return found;
  }

  private static Optional<Expression> offArgument(CallInfo call) {
    if (call.isTo("aiohttp.ClientTimeout")) {
      boolean isOtherwiseLimited = call.tree().arguments().size() > 1;
      return isOtherwiseLimited
        ? Optional.empty()
        : call.argument(0, "total").filter(value -> Literals.isNone(value) || Literals.isFalse(value));
    }
    if (call.isTo("httpx.AsyncClient")) {
      return call.argument(-1, "timeout").filter(Literals::isNone);
    }
    if (call.isTo("httpx.Timeout")) {
      return call.tree().arguments().size() > 1
        ? Optional.empty()
        : call.argument(0, "timeout").filter(Literals::isNone);
    }
    boolean isRequest = call.name().filter(name -> name.startsWith("httpx.AsyncClient.")).isPresent();
    return isRequest ? call.argument(-1, "timeout").filter(Literals::isNone) : Optional.empty();
  }
}
