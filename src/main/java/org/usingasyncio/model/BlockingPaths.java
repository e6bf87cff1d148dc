package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ExpressionStatement;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.sonar.plugins.python.api.tree.IsExpression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RaiseStatement;
import org.sonar.plugins.python.api.tree.ReturnStatement;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.StatementList;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.knowledge.Blocking;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/**
 * The ways on which code on the event loop reaches, through synchronous functions of the file, a call that it should
 * not make.
 */
public final class BlockingPaths {

  /** What looks into every directory of the search path. */
  public static final String SEARCHES_PROGRAMS = "shutil.which";

  private static final Set<Blocking> WAITS = EnumSet.of(Blocking.SLEEP, Blocking.HTTP, Blocking.FILE, Blocking.DATABASE,
    Blocking.LEGACY);
  /** File-system work on whole trees and archives. A single look at a file in a helper is not worth a thread. */
  private static final Set<String> TREE_WORK = Set.of(
    "shutil.copy", "shutil.copy2", "shutil.copyfile", "shutil.copytree", "shutil.move", "shutil.rmtree",
    "shutil.make_archive",
    "shutil.unpack_archive", "shutil.which", "os.walk", "os.fwalk", "glob.glob", "glob.iglob", "pathlib.Path.rglob",
    "pathlib.Path.walk",
    "zipfile.ZipFile", "tarfile.open", "tarfile.TarFile.open", "filecmp.cmp", "filecmp.cmpfiles");

  private static final Pattern ASKS_WHERE = Pattern
    .compile("_?get_running_loop|current_thread|get_ident|main_thread|is_running");
  private static final Pattern HANDS_OVER = Pattern.compile("(run_|to_|in_)(executor|thread|pool)|submit");
  private static final Pattern CLOSED = Pattern.compile("_?(is_)?(closed|stopped|shut_?down)");
  private static final Set<String> EXITS = Set.of("sys.exit", "exit", "quit", "os._exit", "SystemExit");
  private static final Pattern FIXTURE = Pattern.compile("\\??pytest\\w*\\.fixture");

  /** So many calls lead from what a singleton's constructor does itself to what blocks. */
  private static final int NEAR = 3;

  private final Map<CallInfo, Boolean> oversights = new HashMap<>();
  private final FileModel file;

  public BlockingPaths(FileModel file) {
    this.file = file;
  }

  /** True for a call that makes its thread wait for longer than a look at the file system takes. */
  public static boolean waits(CallInfo call) {
    return call.blocking()
      .filter(kind -> WAITS.contains(kind)
        || kind == Blocking.FILESYSTEM && call.name().filter(TREE_WORK::contains).isPresent())
      .isPresent() && !isWaitOfAnotherThread(call) && !isStartForCaller(call);
  }

  /** {@code process = Popen(command); return process}: it is started in a moment, and who gets it waits for its end. */
  private static boolean isStartForCaller(CallInfo call) {
    return call.isTo("subprocess.Popen")
      && call.function().nodes(ReturnStatement.class, Tree.Kind.RETURN_STMT).stream()
        .flatMap(last -> last.expressions().stream())
        .anyMatch(value -> Trees.bare(value) == call.tree() || call.file().valuesOf(value).contains(call.tree()));
  }

  /**
   * {@code if get_running_loop() is loop: f() else: run_coroutine_threadsafe(g(), loop).result()}: the helper asks where it
   * runs, and waits only in another thread.
   */
  private static boolean isWaitOfAnotherThread(CallInfo call) {
    return call.simpleName().equals("result") && ThreadUse.isBridge(call) && call.function().calls().stream()
      .anyMatch(other -> ASKS_WHERE.matcher(other.simpleName()).matches());
  }

  /**
   * The calls that code on the loop makes itself and that block on one of the given. A call that is made where its function
   * should be handed over ({@code to_thread(requests.get(url))}) is another mistake, and reported as that; so is one that
   * is awaited ({@code await time.sleep(1)}).
   */
  public CallQuery direct(Blocking... kinds) {
    return file.callsOnLoop().blockingOn(kinds).where(call -> this.isOversight(call) && !call.isAwaited());
  }

  /** The calls that code on the loop makes itself and that compute for long. */
  public CallQuery computing() {
    return file.callsOnLoop().where(call -> call.cpu() != Fact.Cpu.NONE).where(this::isOversight);
  }

  /** False for a call that is made on the loop on purpose, or that another rule speaks of. */
  public boolean isOversight(CallInfo call) {
    Boolean known = oversights.get(call);
    if (known == null) {
      known = !isMadeTooEarly(call) && !isHandedOverBeside(call) && !isFetchOfReported(call)
        && !isFixture(call.function()) && !isBeforeTheOthers(call);
      oversights.put(call, known);
    }
    return known;
  }

  /**
   * What the coroutine of {@code asyncio.run} prepares before it awaits for the first time: no other task can run yet. A
   * sleep or a request is no preparation.
   */
  private static boolean isBeforeTheOthers(CallInfo call) {
    FunctionInfo function = call.function();
    return Programs.of(call.file()).isMainOfScript(function) && function.isCoroutine() && call.loops().isEmpty()
      && call.blocking().filter(kind -> kind == Blocking.SLEEP || kind == Blocking.HTTP).isEmpty()
      && function.suspensions().stream().allMatch(await -> Trees.isBefore(call.tree(), await));
  }

  /** {@code connection.execute(query).fetchall()}: one request, reported at {@code execute}. */
  private static boolean isFetchOfReported(CallInfo call) {
    return call.simpleName().startsWith("fetch") && call.receiver().flatMap(receiver -> call.file().callOf(receiver))
      .flatMap(CallInfo::blocking).isPresent();
  }

  /** What a fixture of pytest prepares: no other task waits meanwhile. */
  private static boolean isFixture(FunctionInfo function) {
    return function.decorators().stream().anyMatch(name -> FIXTURE.matcher(name).matches());
  }

  /**
   * {@code work(small) if len(small) < LIMIT else await to_thread(work, small)}: the author weighed when a thread is
   * worth it.
   */
  private static boolean isHandedOverBeside(CallInfo call) {
    return call.function().calls().stream().filter(other -> other != call && other.isAwaited())
      .anyMatch(other -> other.arguments().stream().anyMatch(argument -> isMention(argument, call)));
  }

  /**
   * {@code if running: future = run_in_thread(self.store) else: self.store()}: the helper has its thread where the loop
   * runs.
   */
  public static boolean isAlternative(CallInfo call) {
    List<CallInfo> handingOver = call.file().facts(HandingOver.class, HandingOver::of).in()
      .getOrDefault(call.function(), List.of());
    return !handingOver.isEmpty()
      && Trees.ancestorInScope(call.tree(), node -> node.is(Tree.Kind.IF_STMT, Tree.Kind.ELSE_CLAUSE)).isPresent()
      && handingOver.stream().filter(other -> other != call)
        .anyMatch(other -> other.arguments().stream().anyMatch(argument -> isMention(argument, call)));
  }

  /** The calls, by their names, that hand a function to a thread, by the function in which they stand. */
  private record HandingOver(Map<FunctionInfo, List<CallInfo>> in) {

    static HandingOver of(FileModel file) {
      List<String> names = file.calls().simpleNames().stream().filter(name -> HANDS_OVER.matcher(name).find()).toList();
      return new HandingOver(
        file.calls().written(names).stream().collect(Collectors.groupingBy(CallInfo::function)));
    }
  }

  /** True for the function that the call calls, named without calling it. */
  private static boolean isMention(Expression argument, CallInfo call) {
    String name = Trees.lastName(argument);
    return !name.isEmpty() && name.equals(call.simpleName()) && Trees.written(argument).equals(call.writtenName());
  }

  private boolean isMadeTooEarly(CallInfo call) {
    return file.facts(ExecutorCalls.class, ExecutorCalls::new).madeTooEarly().stream()
      .anyMatch(handover -> handover.callable() == call.tree());
  }

  /** {@code shutil.which("ffmpeg")}: it looks into every directory of the search path, and no library offers to await it. */
  public static boolean searchesPrograms(CallInfo call) {
    return call.isTo(SEARCHES_PROGRAMS);
  }

  /**
   * True for a call in a branch that asks for the type of a parameter: {@code if isinstance(source, str): open(source)}.
   * Whether a caller comes by here depends on what it passes.
   */
  public static boolean dependsOnArgumentType(CallInfo call) {
    return call.isInBranch() && Trees.ancestorInScope(call.tree(), node -> node instanceof IfStatement choice
      && asksForType(choice.condition(), call.function().parameterNames())).isPresent();
  }

  /**
   * The same, and for a branch that compares a parameter or its attribute with a text: {@code if backend == "sqlite"},
   * {@code if config.cache in ("file", "disk")}; for a flag that is off where nobody sets it; or an environment
   * variable, which is an argument of the program. And for what a pool does itself after its end.
   */
  public static boolean dependsOnArgument(CallInfo call) {
    List<String> parameters = call.function().parameterNames();
    return call.isInBranch() && Trees.ancestorInScope(call.tree(), node -> node instanceof IfStatement choice
      && Trees.isInside(call.tree(), choice.body())
      && (asksForType(choice.condition(), parameters) || asksForText(choice.condition(), parameters)
        || asksForFlag(choice.condition(), call.function()) || isAfterTheEnd(choice, call)))
      .isPresent();
  }

  /** {@code if pool.closed: pool.run(job) else: pool.put(job)}: the pool does the work itself only at the very end. */
  private static boolean isAfterTheEnd(IfStatement choice, CallInfo call) {
    Expression condition = Trees.bare(choice.condition());
    Expression asked = condition instanceof CallExpression test ? Trees.bare(test.callee()) : condition;
    if (choice.elseBranch() == null || !(asked instanceof QualifiedExpression state)
      || !CLOSED.matcher(state.name().name()).matches()) {
      return false;
    }
    String pool = Trees.written(state.qualifier());
    return isOn(call.tree(), pool) && Trees.within(choice.elseBranch(), CallExpression.class).stream()
      .anyMatch(other -> isOn(other, pool) && Calls.values(other).stream()
        .map(Trees::written)
        .anyMatch(job -> call.arguments().stream().map(Trees::written).anyMatch(job::equals)));
  }

  private static boolean isOn(CallExpression call, String receiver) {
    return Trees.bare(call.callee()) instanceof QualifiedExpression method
      && Trees.written(method.qualifier()).equals(receiver);
  }

  /** {@code if options.version: print(versions()); sys.exit(0)}: in a branch after which no other task runs. */
  public static boolean isLastWork(CallInfo call) {
    return Trees.ancestorInScope(call.tree(), node -> node instanceof StatementList block
      && block.parent().is(Tree.Kind.IF_STMT, Tree.Kind.ELSE_CLAUSE)
      && exits(block.statements().get(block.statements().size() - 1))).isPresent();
  }

  private static boolean exits(Statement last) {
    List<Expression> parts = last instanceof ExpressionStatement statement
      ? statement.expressions()
      : last instanceof RaiseStatement raise ? raise.expressions() : List.of();
    return parts.size() == 1 && EXITS.contains(Trees.written(
      Trees.bare(parts.get(0)) instanceof CallExpression call ? call.callee() : parts.get(0)));
  }

  /** {@code if remove_first:} where {@code remove_first=False} is the default; {@code security is True}. */
  private static boolean asksForFlag(Expression condition, FunctionInfo function) {
    if (Trees.bare(condition) instanceof IsExpression test) {
      return test.notToken() == null && Literals.isTrue(test.rightOperand())
        && function.parameterNames().contains(Trees.written(test.leftOperand()));
    }
    return Trees.bare(condition) instanceof Name flag && function.definition()
      .filter(definition -> definition.parameters() != null && definition.parameters().nonTuple().stream()
        .anyMatch(parameter -> parameter.name() != null && parameter.name().name().equals(flag.name())
          && parameter.defaultValue() != null && Literals.isFalse(parameter.defaultValue())))
      .isPresent();
  }

  private static boolean asksForText(Expression condition, List<String> parameters) {
    return Trees.within(condition, BinaryExpression.class).stream()
      .filter(test -> test.is(Tree.Kind.COMPARISON, Tree.Kind.IN))
      .anyMatch(test -> isGiven(test.leftOperand(), parameters) && isText(test.rightOperand())
        || isGiven(test.rightOperand(), parameters) && isText(test.leftOperand()));
  }

  private static boolean isGiven(Expression operand, List<String> parameters) {
    Expression root = Trees.bare(operand);
    if (Trees.written(root).startsWith("os.environ") || Trees.written(root).startsWith("os.getenv")) {
      return true;
    }
    while (root instanceof QualifiedExpression attribute) {
      root = Trees.bare(attribute.qualifier());
    }
    return root instanceof Name name && !name.name().equals("self") && parameters.contains(name.name());
  }

  private static boolean isText(Expression operand) {
    Expression bare = Trees.bare(operand);
    return bare.is(Tree.Kind.STRING_LITERAL, Tree.Kind.TUPLE, Tree.Kind.LIST_LITERAL, Tree.Kind.SET_LITERAL);
  }

  private static boolean asksForType(Expression condition, List<String> parameters) {
    return Trees.within(condition, CallExpression.class).stream()
      .anyMatch(test -> Trees.written(test.callee()).equals("isinstance")
        && Calls.positional(test).stream().findFirst().map(Trees::written)
          .filter(parameters::contains).isPresent());
  }

  /**
   * For each call on the loop that runs a synchronous function of this file: the shortest way to a call that fulfils the
   * condition, in source order. A function that itself runs on the loop is a place of its own, and no way leads through it.
   */
  public List<List<CallInfo>> from(Predicate<CallInfo> searched) {
    List<List<CallInfo>> found = new ArrayList<>();
    if (file.calls().stream().noneMatch(searched)) {
      return found;
    }
    file.callsOnLoop().where(this::isOversight).forEach(call -> pathFrom(call, searched).ifPresent(found::add));
    return found;
  }

  private Optional<List<CallInfo>> pathFrom(CallInfo call, Predicate<CallInfo> searched) {
    return file.pathTo(call, searched.and(inner -> !dependsOnArgumentType(inner)))
      .filter(BlockingPaths::leavesTheLoopOnce)
      .filter(path -> !costsOnce(path, FirstUse::isMadeOnce, path.get(path.size() - 1).blocking())
        && path.stream().skip(1)
          .noneMatch(step -> isAlternative(step) || isLastWork(step)));
  }

  /**
   * True when the synchronous function that the call runs makes its thread wait: whoever moves it away moves all that
   * it does.
   */
  public boolean waitsInside(CallInfo call) {
    return pathFrom(call, BlockingPaths::waits).isPresent();
  }

  /**
   * A property that code on the loop reads, and the way from its body to a call that fulfils a condition.
   *
   * @param read the attribute as read: {@code self.config}
   * @param function the code on the loop
   * @param way the calls from the body of the property to the one that was searched
   */
  public record PropertyRead(QualifiedExpression read, FunctionInfo function, List<CallInfo> way) {}

  /**
   * The properties of classes of this file that code on the loop reads and that reach a call which fulfils the
   * condition.
   */
  public List<PropertyRead> throughProperties(Predicate<CallInfo> searched) {
    Set<String> properties = file.functions().stream().filter(BlockingPaths::isProperty).map(FunctionInfo::name)
      .collect(Collectors.toSet());
    List<PropertyRead> found = new ArrayList<>();
    if (properties.isEmpty()) {
      return found;
    }
    for (FunctionInfo function : file.functions()) {
      if (function.isOnLoop()) {
        Set<String> seen = new HashSet<>();
        function.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).stream()
          .filter(read -> properties.contains(read.name().name()) && seen.add(Trees.written(read)))
          .forEach(read -> getter(read).flatMap(getter -> wayFrom(getter, searched))
            .ifPresent(way -> found.add(new PropertyRead(read, function, way))));
      }
    }
    return found;
  }

  private static boolean isProperty(FunctionInfo function) {
    return function.owner().isPresent() && function.decorators().equals(List.of("property"));
  }

  private Optional<FunctionInfo> getter(QualifiedExpression read) {
    return file.names().valueOf(read.qualifier()) instanceof Value.Instance object && object.definition() != null
      ? file.names().methods(object.definition(), read.name().name()).stream().map(file::functionOf)
        .flatMap(Optional::stream)
        .filter(BlockingPaths::isProperty).findFirst()
      : Optional.empty();
  }

  private Optional<List<CallInfo>> wayFrom(FunctionInfo getter, Predicate<CallInfo> searched) {
    Optional<CallInfo> direct = getter.calls().stream().filter(searched).findFirst();
    return direct.isPresent()
      ? direct.map(List::of)
      : getter.calls().stream().map(call -> file.pathTo(call, searched)).flatMap(Optional::stream)
        .filter(BlockingPaths::leavesTheLoopOnce).findFirst();
  }

  /**
   * True for a file that is read when a singleton is made: it costs the first request some milliseconds, and no other. So
   * does what such a constructor comes to only far below; a server that it asks itself is another matter.
   */
  public static <C> boolean costsOnce(List<C> path, Predicate<C> isMadeOnce, Optional<Blocking> kind) {
    List<C> inside = path.subList(1, path.size());
    List<C> near = inside.subList(Math.max(0, inside.size() - NEAR), inside.size());
    return inside.stream().anyMatch(isMadeOnce)
      && (kind.filter(BlockingPaths::isFileWork).isPresent() || near.stream().noneMatch(isMadeOnce));
  }

  /** True for what the local disk does. */
  private static boolean isFileWork(Blocking kind) {
    return kind == Blocking.FILE || kind == Blocking.FILESYSTEM;
  }

  private static boolean leavesTheLoopOnce(List<CallInfo> path) {
    return path.stream().skip(1).noneMatch(call -> call.function().isOnLoop());
  }

  /** The names on the way: {@code load_profile → read_cache → open}. */
  public static String written(List<CallInfo> path) {
    return path.stream().map(CallInfo::writtenName).reduce((way, next) -> way + " → " + next).orElse("");
  }

  /**
   * The last part of the name that is called, to speak of a long one: {@code load_profile} of {@code
   * self.store.load_profile}.
   */
  public static String subject(List<CallInfo> path) {
    return Optional.of(path.get(0).simpleName()).filter(name -> !name.isEmpty())
      .orElseGet(() -> Trees.written(path.get(0).callee()));
  }
}
