package org.usingasyncio.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/** A session, connection, pool, file or other thing that must be closed: where it is opened, who owns it, what closes it. */
public final class ResourceInfo {

  /** Who is to close a resource. */
  public enum Home {
    /** A local variable of the function that opens it. */
    LOCAL,
    /** An attribute of the instances of a class of this file, or of the class itself. */
    ATTRIBUTE,
    /** A variable of the module. */
    GLOBAL,
    /** Nobody: it is used in the expression that opens it, and gone. */
    NONE,
    /** Somebody that this file does not show. */
    ELSEWHERE
  }

  /** Which rule speaks of it: one rule for each. */
  public enum Family {
    /** Thread, process and interpreter pools. */
    EXECUTOR,
    /** Sessions of aiohttp. */
    CLIENT_SESSION,
    /** Files of aiofiles. */
    ASYNC_FILE,
    /** Connection pools and engines. */
    POOL,
    /** Any other asynchronous resource. */
    ASYNC,
    /** Files and sockets of the standard library. */
    HANDLE,
    /** What nobody would thank us for: clients that close themselves, transports that their protocol owns. */
    UNREVIEWED
  }

  /** Clients that close their connections when the garbage collector finds them. */
  private static final List<String> CLOSE_THEMSELVES = List.of("openai.", "anthropic.");

  /** Packages of which all resources are synchronous although they cannot be entered. */
  private static final Set<String> SYNCHRONOUS = Set.of("http", "nntplib", "poplib", "telnetlib", "socketserver",
    "multiprocessing", "threading");

  /** Calls that look at their arguments and forget them. */
  private static final Set<String> LOOKERS = Set.of("print", "len", "str", "repr", "isinstance", "id", "type", "bool",
    "hasattr", "getattr",
    "callable", "iter", "next", "aiter", "anext", "format");

  /**
   * Methods that put what they are given where somebody else finds it: in a queue, a container, a future, a context
   * variable.
   */
  private static final Set<String> KEEPERS = Set.of("put", "put_nowait", "set", "set_result", "append", "appendleft",
    "add", "insert", "push", "register",
    "setdefault", "update", "extend", "send_nowait", "call_soon", "call_later", "call_at", "add_done_callback");

  private static final Set<String> EXITS = Set.of("__aexit__", "__exit__");

  /** Methods with which a server works until it is stopped, and cleans up then. */
  private static final Set<String> SERVES = Set.of("serve_forever", "wait_closed", "wait_for_termination");

  private static final Set<String> RUN_BY = Set.of("asyncio.wait_for", "asyncio.shield");

  /** How many project functions a resource is followed through as an argument. */
  private static final int DEPTH = 3;

  private final FileModel file;
  private final CallInfo opening;
  private final Fact type;
  private final Life life;
  private final List<AttributeInfo> attributes = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();
  private final Set<Use> uses = new LinkedHashSet<>();
  private boolean stored;
  private boolean contained;
  private List<CallInfo> closings;

  ResourceInfo(CallInfo opening, Fact type, int part) {
    this.file = opening.file();
    this.opening = opening;
    this.type = type;
    Expression origin = madeBy(opening);
    this.life = part < 0 ? Life.of(file, origin) : Life.ofPart(file, origin, part);
    follow(life);
    followContainer();
  }

  /** {@code self._sessions[host] = ClientSession()}, {@code self._clients.append(client)}: one attribute keeps many. */
  private void followContainer() {
    // the threads of an executor end with it when its container is dropped
    List<Container> kept = attributes.isEmpty() && life.globals().isEmpty() && !life.isStoredOutOfSight()
      && !isKind("executor")
        ? Container.keeping(file, life)
        : List.of();
    if (kept.size() == 1 && kept.get(0).attribute().filter(this::isOnlyShelf).isPresent()) {
      Container container = kept.get(0);
      contained = true;
      stored = container.uses().stream().anyMatch(use -> !leavesContents(use));
      attributes.add(container.attribute().get());
      uses.removeIf(use -> use.is(Use.How.COLLECTED) || Container.isFilling(file, use));
      uses.addAll(container.elementUses());
    }
  }

  /** Nothing else is known by the name of the attribute, which may be somebody that empties it. */
  private boolean isOnlyShelf(AttributeInfo attribute) {
    return attribute.mentionsElsewhere().isEmpty();
  }

  private boolean leavesContents(Use use) {
    return use.is(Use.How.CHAINED, Use.How.TESTED, Use.How.ITERATED, Use.How.ASSIGNED, Use.How.DROPPED)
      || use.is(Use.How.ARGUMENT) && file.callOf(use.site()).filter(call -> call.name().filter(LOOKERS::contains)
        .isPresent() || Set.of("list", "tuple", "enumerate", "sorted").contains(call.simpleName())).isPresent();
  }

  /**
   * The expression that gives the opened resource: the {@code await}, {@code wait_for} or {@code run_until_complete}
   * around the call.
   */
  static Expression madeBy(CallInfo opening) {
    Expression whole = awaitedLater(opening).orElseGet(opening::wholeExpression);
    for (Optional<CallInfo> runner = runnerOf(opening.file(), whole); runner
      .isPresent(); runner = runnerOf(opening.file(), whole)) {
      whole = runner.get().wholeExpression();
    }
    return whole;
  }

  /** {@code opening = open_connection(…)}, and then, once, {@code await wait_for(opening, 3)}. */
  private static Optional<Expression> awaitedLater(CallInfo opening) {
    if (!opening.use().is(Use.How.ASSIGNED) || !(opening.result() instanceof Value.Awaitable)) {
      return Optional.empty();
    }
    Life coroutine = Life.of(opening.file(), opening.tree());
    List<Name> reads = coroutine.isLocal() ? coroutine.variables().get(0).reads() : List.of();
    if (reads.size() != 1 || coroutine.variables().get(0).writes().size() != 1) {
      return Optional.empty();
    }
    Use use = Use.of(reads.get(0));
    return use.is(Use.How.AWAITED)
      ? Optional.of((Expression) use.site())
      : Optional.<Expression>of(reads.get(0)).filter(read -> runnerOf(opening.file(), read).isPresent());
  }

  private static Optional<CallInfo> runnerOf(FileModel file, Expression expression) {
    Use use = Use.of(expression);
    return !use.is(Use.How.ARGUMENT)
      ? Optional.empty()
      : file.callOf(use.site())
        .filter(call -> call.isTo(RUN_BY.toArray(String[]::new)) || call.plays(Role.DRIVES_LOOP)
          || call.simpleName().equals("run_until_complete") || call.plays(Role.RUNS_PROGRAM))
        .filter(call -> call.arguments().get(0) == Trees.bare(expression) || call.arguments().get(0) == expression);
  }

  /** True when the coroutine that the call makes is run right there, so that the call stands for its result. */
  static boolean isRun(CallInfo call) {
    return call.isAwaited() || call.use().is(Use.How.ENTERED) || runnerOf(call.file(), call.tree()).isPresent()
      || awaitedLater(call).isPresent();
  }

  /** Follows the value through local variables, attributes, and aliases of both. */
  private void follow(Life first) {
    Deque<AttributeInfo> open = new ArrayDeque<>();
    addLife(first, open);
    while (!open.isEmpty()) {
      AttributeInfo attribute = open.poll();
      if (attributes.contains(attribute) || attributes.size() > 5) {
        continue;
      }
      attributes.add(attribute);
      attribute.uses().forEach(uses::add);
      for (QualifiedExpression mention : attribute.mentions()) {
        if (Use.of(mention).is(Use.How.ASSIGNED) && !Trees.isTarget(mention)) {
          addLife(Life.of(file, mention), open);
        }
      }
    }
  }

  private void addLife(Life part, Deque<AttributeInfo> open) {
    part.uses().stream().filter(use -> !use.is(Use.How.ASSIGNED)).forEach(uses::add);
    variables.addAll(part.variables());
    stored |= part.isStored();
    open.addAll(part.attributes());
  }

  /** The call that opens it. */
  public CallInfo opening() {
    return opening;
  }

  /** What the libraries' facts say of its class. */
  public Fact type() {
    return type;
  }

  /** {@code session}, {@code connection}, {@code pool}, … as {@code docs/adding-a-library.md} lists them. */
  public String kind() {
    return type.resource().orElse("");
  }

  /** True when it is of one of these kinds. */
  public boolean isKind(String... kinds) {
    return List.of(kinds).contains(kind());
  }

  public Family family() {
    if (isKind("executor")) {
      return Family.EXECUTOR;
    }
    if (isSynchronous()) {
      return isKind("file", "socket") ? Family.HANDLE : Family.UNREVIEWED;
    }
    if (isA("aiohttp.ClientSession")) {
      return Family.CLIENT_SESSION;
    }
    if (isKind("transport", "lock") || CLOSE_THEMSELVES.stream().anyMatch(name -> type.name().startsWith(name))) {
      return Family.UNREVIEWED;
    }
    if (isKind("file") && type.name().startsWith("aiofiles.")) {
      return Family.ASYNC_FILE;
    }
    boolean isConnector = type.name().startsWith("aiohttp.");
    return isKind("pool", "engine") && !isConnector ? Family.POOL : Family.ASYNC;
  }

  private boolean isSynchronous() {
    String name = type.name();
    return type.with() == Fact.Entering.SYNC || SYNCHRONOUS.contains(name.substring(0, Math.max(0, name.indexOf('.'))))
      || name.startsWith("io.") || name.startsWith("socket.");
  }

  /** True when it can be opened with {@code async with}. */
  public boolean canBeEntered() {
    return type.with().isAsync() || opening.fact().filter(fact -> fact.with().isAsync()).isPresent();
  }

  /** What closes it, as code: {@code await self.session.close()}. */
  public String closingCode() {
    String closer = type.closers().isEmpty() ? "close" : type.closers().get(0);
    boolean isCoroutine = file.knowledge().member(type.name(), closer).filter(Fact::isCoroutine).isPresent()
      || isKind("owner") && opening.calleeValue() instanceof Value.Named made
        && made.type().flatMap(file::classOf).flatMap(owner -> owner.method(closer))
          .filter(method -> !method.isAsync()).isEmpty();
    return (isCoroutine ? "await " : "") + heldBy().map(name -> name + ".").orElse("") + closer + "()";
  }

  /** True for an instance of the library class or a subclass of it. */
  public boolean isA(String className) {
    return file.knowledge().isA(type.name(), className);
  }

  public Life life() {
    return life;
  }

  // ---- who owns it ------------------------------------------------------------------------------------------------

  public Home home() {
    if (stored) {
      return Home.ELSEWHERE;
    }
    if (!life.globals().isEmpty()) {
      return Home.GLOBAL;
    }
    if (!attributes.isEmpty()) {
      return Home.ATTRIBUTE;
    }
    return life.variables().isEmpty() ? Home.NONE : Home.LOCAL;
  }

  /** True when the function that opens it has it to itself. */
  boolean isOwnedLocally() {
    return home() == Home.LOCAL || home() == Home.NONE;
  }

  /**
   * True for {@code ClientSession().get(url)}: a method is called on it, and then nothing can reach it any more. What
   * {@code ClientSession().__aenter__()} gives is the session again.
   */
  public boolean isUsedInPassing() {
    return home() == Home.NONE && life.uses().stream().anyMatch(use -> use.is(Use.How.CHAINED)
      && !(use.site() instanceof QualifiedExpression method && method.name().name().equals("__aenter__")));
  }

  /** The attribute that keeps it. */
  public Optional<AttributeInfo> attribute() {
    return attributes.stream().findFirst();
  }

  /**
   * The name of what holds it as the user wrote it: {@code self.session}, {@code pool}, {@code self.pools[...]}; empty when
   * nothing does.
   */
  public Optional<String> heldBy() {
    if (!attributes.isEmpty()) {
      AttributeInfo attribute = attributes.get(0);
      return Optional
        .of((opening.function().isClassBody() ? "" : "self.") + attribute.name() + (contained ? "[...]" : ""));
    }
    return life.globals().stream().findFirst().or(() -> life.variables().stream().findFirst()).map(Variable::name);
  }

  // ---- how its life ends ------------------------------------------------------------------------------------------

  /** True when a {@code with} statement or an exit stack closes it, here or later. */
  public boolean isManaged() {
    return uses.stream().anyMatch(use -> use.is(Use.How.ENTERED))
      || passedTo().stream().anyMatch(
        call -> call.plays(Role.TAKES_OWNERSHIP) && !isGivenBackBy(call) || call.plays(Role.EXIT_STACK));
  }

  /** {@code pool.release(connection)} */
  private static boolean isGivenBackBy(CallInfo call) {
    return call.plays(Role.TAKES_OWNERSHIP) && call.simpleName().equals("release");
  }

  /** The calls of its closers, wherever its owner makes them. */
  public List<CallInfo> closings() {
    if (closings == null) {
      closings = Stream.concat(methodCalls().filter(call -> isCloser(call.simpleName()) && !isOnlyWait(call)),
        passedTo().stream().filter(ResourceInfo::isGivenBackBy)).toList();
    }
    return closings;
  }

  /** {@code await self.server.wait_closed()} in a method that ends the object: it waits for what nobody has begun. */
  private boolean isOnlyWait(CallInfo call) {
    return call.simpleName().equals("wait_closed") && home() == Home.ATTRIBUTE
      && BackgroundTasks.isStop(call.function().name()) && type.name().startsWith("asyncio.");
  }

  private boolean isCloser(String method) {
    return type.closers().contains(method) || EXITS.contains(method) || isKind("server") && SERVES.contains(method);
  }

  private Stream<CallInfo> methodCalls() {
    return uses.stream().map(file::methodCall).flatMap(Optional::stream);
  }

  /** The names of the methods that are called on it. */
  List<String> calledMethods() {
    return methodCalls().map(CallInfo::simpleName).distinct().toList();
  }

  /** True when a closer is mentioned without being called: {@code stack.callback(connection.close)}. */
  public boolean handsOverCloser() {
    return uses.stream().filter(use -> use.is(Use.How.CHAINED)).map(Use::site)
      .anyMatch(site -> site instanceof QualifiedExpression method && isCloser(method.name().name())
        && !(Trees.parentOf(method) instanceof CallExpression call && Trees.bare(call.callee()) == method));
  }

  /**
   * True when it may be closed where this file does not show it: it is returned, yielded, collected, kept on an object
   * that is not followed, or passed to a function that may keep or close it. What a class or module keeps stays its own
   * when one of its functions also returns it.
   */
  public boolean isHandedOn() {
    boolean isKept = home() == Home.ATTRIBUTE || home() == Home.GLOBAL;
    return stored
      || uses.stream().anyMatch(
        use -> use.is(Use.How.COLLECTED, Use.How.OTHER) || !isKept && use.is(Use.How.RETURNED, Use.How.YIELDED))
      || handsOverCloser() || isKind("process") && isGivenAwayInParts() || isKeptByClosure()
      || passedTo().stream().anyMatch(call -> mayKeep(call, DEPTH));
  }

  /** The public properties that give it out: whoever uses one of them may close it. */
  public List<String> shownAs() {
    return uses.stream().filter(use -> use.is(Use.How.RETURNED)).map(use -> file.functionAround(use.site()))
      .filter(function -> !function.name().startsWith("_")
        && function.decorators().stream().anyMatch(name -> name.endsWith("property")))
      .map(FunctionInfo::name).distinct().toList();
  }

  /** True when this file ends what the property gives. */
  private boolean isEndedAs(String property) {
    return attributes.stream().map(kept -> AttributeInfo.of(kept.owner(), property))
      .flatMap(shown -> Stream.concat(shown.mentions().stream(), shown.mentionsElsewhere().stream()))
      .anyMatch(mention -> !Use.of(mention).is(Use.How.CHAINED, Use.How.TESTED)
        || Trees.parentOf(mention) instanceof QualifiedExpression method && isCloser(method.name().name()));
  }

  /** {@code serve(process.stdin, process.stdout)}: whoever has the pipes ends the process. */
  private boolean isGivenAwayInParts() {
    return uses.stream().filter(use -> use.is(Use.How.CHAINED)).map(Use::site)
      .filter(part -> part instanceof QualifiedExpression member
        && !Set.of("pid", "returncode").contains(member.name().name()))
      .map(part -> Use.of((QualifiedExpression) part))
      .anyMatch(use -> use.is(Use.How.ARGUMENT, Use.How.RETURNED, Use.How.COLLECTED));
  }

  /** True when a class, lambda, handler or returned function that is defined here goes on using the local variable. */
  private boolean isKeptByClosure() {
    return home() == Home.LOCAL
      && life.variables().stream().flatMap(variable -> variable.reads().stream()).map(file::functionAround)
        .filter(user -> user != opening.function()).anyMatch(this::mayOutlive);
  }

  private boolean mayOutlive(FunctionInfo user) {
    for (FunctionInfo function = user; function != null
      && function != opening.function(); function = function.parent()) {
      boolean isNamed = function.definition().isPresent() && !function.isDecorated()
        && Variable.of(function.definition().get().name())
          .filter(name -> name.reads().stream().noneMatch(
            read -> Use.of(read).is(Use.How.RETURNED, Use.How.ARGUMENT, Use.How.ASSIGNED, Use.How.COLLECTED)))
          .isPresent();
      if (!isNamed) {
        return true;
      }
    }
    return false;
  }

  /**
   * True when nothing closes it: three answers, and only a plain no counts. Its owner is known, all that the file does
   * with it is followed, and no closer is among it.
   */
  public boolean isNeverClosed() {
    return isUnclosedHere() && shownAs().isEmpty() && switch (home()) {
      case LOCAL, NONE -> true;
      case ATTRIBUTE -> attributes.stream().noneMatch(attribute -> ForeignBases.mayClose(attribute.owner()));
      case GLOBAL -> isOutOfReachOfOthers();
      case ELSEWHERE -> false;
    };
  }

  /** True when nothing in this file closes it or may do so; other files may. */
  public boolean isUnclosedHere() {
    if (isManaged() || isHandedOn() || !closings().isEmpty()) {
      return false;
    }
    return switch (home()) {
      case LOCAL, NONE -> true;
      case ATTRIBUTE ->
        shownAs().stream().noneMatch(this::isEndedAs) && !isClosedByAnotherName()
          && attributes.stream().noneMatch(this::isClosedOnAnotherObject);
      case GLOBAL -> !isClosedByAnotherName();
      case ELSEWHERE -> false;
    };
  }

  /** True when the classes that keep it may have relatives in other files. */
  public boolean mayBeClosedByFamily() {
    return home() == Home.ATTRIBUTE && (!shownAs().isEmpty() || attributes.stream().map(AttributeInfo::owner)
      .anyMatch(owner -> owner.mayBeExtendedElsewhere() || ForeignBases.mayClose(owner)));
  }

  /** The variable of the module that keeps it. */
  public Optional<Variable> global() {
    return life.globals().stream().findFirst();
  }

  /**
   * True when the file closes something of the same class that is none of the other resources it opens: {@code
   * client.session.close()}.
   */
  private boolean isClosedByAnotherName() {
    Set<String> closers = new LinkedHashSet<>(type.closers());
    closers.addAll(EXITS);
    closers.addAll(SERVES);
    if (contained) {
      // Whatever the class, or who is given an element, closes without saying what it is may come from the container.
      boolean isGivenOut = uses.stream().anyMatch(use -> use.is(Use.How.RETURNED, Use.How.YIELDED));
      return closers.stream().flatMap(closer -> file.attributesNamed(closer).stream())
        .filter(method -> file.names().typeOf(method.qualifier()).isEmpty())
        .anyMatch(method -> isGivenOut || file.functionAround(method).enclosingClass()
          .filter(user -> attributes.stream().anyMatch(own -> isRelated(own.owner(), user))).isPresent());
    }
    return closers.stream().filter(this::isCloser).flatMap(closer -> file.calls().written(closer).stream())
      .filter(call -> call.receiverType().filter(name -> file.knowledge().isA(name, type.name())).isPresent())
      .anyMatch(call -> !isOnlyWait(call) && !isOfAnotherClass(call) && !Resources.closesOther(this, call));
  }

  /** {@code self.session.close()}, {@code self.client().close()} in a class of the file that is not of this one's family. */
  private boolean isOfAnotherClass(CallInfo closing) {
    return closing.receiver().filter(receiver -> startsAtSelf(receiver, DEPTH)).isPresent()
      && closing.function().enclosingClass()
        .filter(type -> attributes.stream().noneMatch(own -> isRelated(own.owner(), type))).isPresent();
  }

  private boolean startsAtSelf(Expression expression, int depth) {
    Expression root = Trees.bare(expression);
    while (root instanceof QualifiedExpression || root instanceof CallExpression || root instanceof AwaitExpression) {
      root = Trees.bare(root instanceof QualifiedExpression qualified
        ? qualified.qualifier()
        : root instanceof CallExpression call ? call.callee() : ((AwaitExpression) root).expression());
    }
    if (root instanceof Tuple tuple) {
      return tuple.elements().stream().allMatch(element -> startsAtSelf(element, depth));
    }
    if (!(root instanceof Name name)) {
      return false;
    }
    List<Binding> bindings = file.names().reaching(name);
    return name.name().equals("self") || depth > 0 && !bindings.isEmpty() && bindings.stream()
      .map(binding -> valueOf(binding)).allMatch(value -> value != null && startsAtSelf(value, depth - 1));
  }

  private static Expression valueOf(Binding binding) {
    return binding.value() instanceof Tuple tuple && binding.index() >= 0 && binding.index() < tuple.elements().size()
      ? tuple.elements().get(binding.index())
      : binding.value();
  }

  private boolean isRelated(ClassInfo one, ClassInfo other) {
    return file.names().localAncestors(one.tree()).contains(other.tree())
      || file.names().localAncestors(other.tree()).contains(one.tree());
  }

  private boolean mayBeClosedOutside(AttributeInfo attribute) {
    return ForeignBases.mayClose(attribute.owner()) || isClosedOnAnotherObject(attribute);
  }

  private boolean isClosedOnAnotherObject(AttributeInfo attribute) {
    return attribute.mentionsElsewhere().stream()
      .anyMatch(
        mention -> Trees.parentOf(mention) instanceof QualifiedExpression method && isCloser(method.name().name()));
  }

  /**
   * A variable of a module may be imported and closed by another one, unless the module is a program or the name
   * private.
   */
  private boolean isOutOfReachOfOthers() {
    return life.globals().stream().allMatch(global -> global.name().startsWith("_")) || ProgramFiles.isProgram(file);
  }

  /**
   * True when what it was opened on ends its life, too, and is itself closed by a {@code with} statement: a WebSocket of a
   * session, a browser of Playwright. A pool waits for its connections instead.
   */
  public boolean endsWithItsParent() {
    Optional<Expression> receiver = opening.receiver();
    if (receiver.flatMap(file.names()::typeOf).flatMap(file.knowledge()::resource)
      .filter(parent -> parent.resource().get().matches("pool|engine")).isPresent()) {
      return false;
    }
    Expression root = receiver.map(Trees::bare).orElse(null);
    while (root instanceof QualifiedExpression qualified) {
      root = Trees.bare(qualified.qualifier());
    }
    return isClosedByName(opening.receiver().map(Trees::bare).orElse(null)) || root instanceof Name name
      && file.names().reaching(name).stream().anyMatch(binding -> binding.kind() == Binding.Kind.WITH);
  }

  /** {@code await self.playwright.stop()} or {@code await session.close()}, whatever was opened on these. */
  private boolean isClosedByName(Expression receiver) {
    for (Expression part = receiver; part instanceof QualifiedExpression
      || part instanceof Name; part = part instanceof QualifiedExpression qualified
        ? Trees.bare(qualified.qualifier())
        : null) {
      String written = Trees.written(part);
      List<String> closers = file.names().typeOf(part).flatMap(file.knowledge()::resource).map(Fact::closers)
        .orElse(List.of());
      boolean isClosed = !closers.isEmpty()
        && file.calls().stream().anyMatch(call -> closers.contains(call.simpleName())
          && call.receiver().map(Trees::written).filter(written::equals).isPresent());
      if (isClosed) {
        return true;
      }
    }
    return false;
  }

  /**
   * A pool of the module of which the jobs are waited for where they are submitted: at the end of the program it has none
   * left. Of the one thread that a library wants all its calls in, some are enough to tell. The threads of a pool without
   * a name end with it: {@code ThreadPoolExecutor(1).submit(work).result()}.
   */
  public boolean isIdleAtExit() {
    List<CallInfo> waited = uses.stream().map(file::methodCall).flatMap(Optional::stream)
      .filter(PoolJobs::isWaitedFor).toList();
    boolean isOneThread = opening.argument(0, "max_workers").map(Trees::source).filter("1"::equals).isPresent();
    return !waited.isEmpty() && (home() == Home.GLOBAL && isOneThread
      || (home() == Home.GLOBAL || home() == Home.NONE) && waited.size() == uses.size());
  }

  /** True when {@code __aenter__} or {@code __init__} opens it, and the {@code __aexit__} that should close it is empty. */
  public boolean isLeftToEmptyExit() {
    return List.of("__aenter__", "__init__").contains(opening.function().name())
      && attribute().flatMap(attribute -> attribute.owner().ownMethod("__aexit__"))
        .filter(exit -> exit.isStub() && !exit.isAbstract()).isPresent();
  }

  private List<CallInfo> passedTo() {
    return uses.stream().filter(use -> use.is(Use.How.ARGUMENT)).map(Use::site).map(file::callOf)
      .flatMap(Optional::stream).toList();
  }

  /** A function of this file is looked into; a library function of which facts are known only uses what it is given. */
  private boolean mayKeep(CallInfo call, int depth) {
    Optional<FunctionInfo> target = call.target();
    if (target.isPresent()) {
      List<Variable> parameters = parametersFor(call, target.get(),
        argument -> uses.contains(Use.of(argument)) && isThis(argument));
      return depth == 0 || parameters.isEmpty()
        || parameters.stream().anyMatch(parameter -> mayKeep(parameter, depth - 1));
    }
    return !onlyUses(call) && !isLent(call);
  }

  /**
   * {@code async_sessionmaker(engine)}, {@code AsyncSession(engine)}: what SQLAlchemy makes of an engine leaves it to
   * its owner; where that is a function, as long as it does not leave the function, either.
   */
  private boolean isLent(CallInfo call) {
    if (!isKind("engine") || call.fact().filter(fact -> fact.name().startsWith("sqlalchemy.")).isEmpty()
      || call.plays(Role.TAKES_OWNERSHIP)) {
      return false;
    }
    if (!isOwnedLocally()) {
      return true;
    }
    Holding made = Holding.of(call);
    return !made.escapes() && made.passedTo().isEmpty();
  }

  private static boolean onlyUses(CallInfo call) {
    boolean makesOwner = call.fact().filter(Fact::opensResource).isPresent();
    if (makesOwner || KEEPERS.contains(call.simpleName())) {
      return false;
    }
    boolean isKnownUser = call.fact()
      .filter(fact -> !fact.isClass() && !fact.is(Role.TAKES_OWNERSHIP) && !fact.is(Role.CREATES_TASK)
        && !fact.is(Role.GATHERS) && fact.runs().filter(runs -> !runs.where().equals("executor")).isEmpty())
      .isPresent();
    // Whatever loop it is called on: it uses the executor and leaves it to its owner.
    return isKnownUser || call.simpleName().equals("run_in_executor")
      || call.name().filter(LOOKERS::contains).isPresent();
  }

  private boolean isThis(Expression argument) {
    Expression bare = Trees.bare(argument);
    if (bare instanceof Name name) {
      return variables.stream().anyMatch(variable -> variable.is(name));
    }
    return bare instanceof QualifiedExpression attribute
      ? attributes.stream().anyMatch(own -> own.name().equals(attribute.name().name()))
      : bare == madeBy(opening);
  }

  private List<Variable> parametersFor(CallInfo call, FunctionInfo target,
    java.util.function.Predicate<Expression> isWanted) {
    List<Variable> found = new ArrayList<>();
    if (!(target.tree() instanceof FunctionLike function) || function.parameters() == null) {
      return found;
    }
    List<Parameter> parameters = function.parameters().nonTuple();
    int shift = target.owner().isPresent() && !target.decorators().contains("staticmethod") ? 1 : 0;
    List<Argument> arguments = call.tree().arguments();
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i) instanceof RegularArgument argument && isWanted.test(argument.expression())) {
        String keyword = argument.keywordArgument() == null ? null : argument.keywordArgument().name();
        int position = i + shift;
        for (int p = 0; p < parameters.size(); p++) {
          Name name = parameters.get(p).name();
          if (name != null && (keyword == null ? p == position : keyword.equals(name.name()))) {
            Variable.of(name).ifPresent(found::add);
          }
        }
      }
    }
    return found;
  }

  private boolean mayKeep(Variable parameter, int depth) {
    for (Name read : parameter.reads()) {
      Use use = Use.of(read);
      boolean ends = use.is(Use.How.ENTERED, Use.How.RETURNED, Use.How.YIELDED, Use.How.COLLECTED, Use.How.OTHER)
        || use.is(Use.How.ASSIGNED) && mayCloseLater(read)
        || use.site() instanceof QualifiedExpression method && isCloser(method.name().name());
      if (ends || use.is(Use.How.ARGUMENT)
        && file.callOf(use.site()).filter(call -> !mayNotKeep(call, read, depth)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** True unless an object of this file just keeps it in an attribute and uses it there: what is lent is not given. */
  private boolean mayCloseLater(Name lent) {
    if (isOwnedLocally()) {
      // The function ends, and the object is the owner then.
      return true;
    }
    Life kept = Life.of(file, lent);
    return kept.isStored() || !kept.globals().isEmpty() || kept.attributes().isEmpty()
      || kept.uses().stream().anyMatch(this::mayEndBy)
      || kept.attributes().stream()
        .anyMatch(attribute -> mayBeClosedOutside(attribute) || attribute.uses().stream().anyMatch(this::mayEndBy));
  }

  private boolean mayEndBy(Use use) {
    return use.is(Use.How.ENTERED, Use.How.RETURNED, Use.How.YIELDED, Use.How.COLLECTED, Use.How.ASSIGNED,
      Use.How.OTHER)
      || use.site() instanceof QualifiedExpression method && isCloser(method.name().name())
      || use.is(Use.How.ARGUMENT) && !file.callOf(use.site()).filter(ResourceInfo::onlyUses).isPresent();
  }

  private boolean mayNotKeep(CallInfo call, Name read, int depth) {
    Optional<FunctionInfo> target = call.target();
    if (target.isEmpty() || depth == 0) {
      return onlyUses(call);
    }
    List<Variable> parameters = parametersFor(call, target.get(), argument -> Trees.bare(argument) == read);
    return !parameters.isEmpty() && parameters.stream().noneMatch(parameter -> mayKeep(parameter, depth - 1));
  }

  // ---- on which paths it is closed --------------------------------------------------------------------------------

  /** The first call of a closer in the function that opens it, when that is where all of them are. */
  public Optional<CallInfo> straightClosing() {
    boolean isOwn = !stored && !isManaged() && !handsOverCloser()
      && uses.stream().noneMatch(use -> use.is(Use.How.RETURNED, Use.How.YIELDED, Use.How.COLLECTED, Use.How.OTHER));
    boolean isElsewhere = closings().stream().anyMatch(call -> call.function() != opening.function());
    return !isOwn || isElsewhere
      ? Optional.empty()
      : closings().stream().filter(call -> Trees.endsBefore(opening.tree(), call.tree())).findFirst();
  }

  /**
   * What makes the closing on the straight path not enough: the first await, exit or call that may raise between the
   * opening and the closing. Empty when it is also closed in a {@code finally} or {@code except}, or nothing can go wrong.
   */
  public Optional<Tree> riskBeforeClosing() {
    boolean isSafe = closings().stream().anyMatch(closing -> StraightPath.isOnErrorPath(closing.tree()));
    return isSafe
      ? Optional.empty()
      : straightClosing().flatMap(closing -> StraightPath.firstRisk(opening, closing, this::isHarmless));
  }

  /** Calling a plain method of the resource itself, such as {@code writer.write}, is not what goes wrong. */
  private boolean isHarmless(CallInfo call) {
    return LOOKERS.contains(call.simpleName()) || !call.isAwaited() && methodCalls().anyMatch(own -> own == call);
  }
}
