package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.DeadCode;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** One {@code except} clause, or one {@code with suppress(…)}: what it catches, what it guards, and what it does. */
public final class Handler {

  public static final String CANCELLED = "asyncio.CancelledError";

  /**
   * One exception that a handler names.
   *
   * @param name its public qualified name; empty for one that cannot be resolved
   */
  public record Caught(Expression expression, String name) {}

  private static final Pattern ENDING = Pattern
    .compile("(?i)cancel|timed_?out|time_?out|interrupt|exit|stop|abort|shut|BaseException");

  private static final Pattern ASKING = Pattern.compile("(?i)cancell?(ed|ing)$");

  private final FileModel file;
  private final Tree tree;
  private final TryStatement attempt;
  private final StatementList guarded;
  private final List<Caught> caught = new ArrayList<>();

  private Handler(FileModel file, Tree tree, TryStatement attempt, StatementList guarded) {
    this.file = file;
    this.tree = tree;
    this.attempt = attempt;
    this.guarded = guarded;
  }

  static Handler of(FileModel file, TryStatement attempt, ExceptClause clause) {
    Handler handler = new Handler(file, clause, attempt, attempt.body());
    if (clause.exception() != null) {
      handler.addCaught(clause.exception());
    }
    return handler;
  }

  static Handler of(FileModel file, WithStatement with, CallInfo suppress) {
    Handler handler = new Handler(file, suppress.tree(), null, with.statements());
    suppress.arguments().forEach(handler::addCaught);
    return handler;
  }

  private void addCaught(Expression expression) {
    caught.addAll(caughtBy(expression));
  }

  private List<Caught> caughtBy(Expression expression) {
    Expression bare = Trees.bare(expression);
    if (bare instanceof Tuple tuple) {
      return tuple.elements().stream().map(this::caughtBy).flatMap(List::stream).toList();
    }
    if (file.names().valueOf(bare) instanceof Value.Group group) {
      // EXPECTED = (OSError, asyncio.CancelledError), used by its name
      return group.items().stream().map(item -> new Caught(bare, item.qualifiedName().orElse(""))).toList();
    }
    return List.of(new Caught(bare, nameOf(bare)));
  }

  private String nameOf(Expression type) {
    boolean isAnyio = type instanceof CallExpression call
      && Trees.written(call.callee()).endsWith("get_cancelled_exc_class");
    String name = isAnyio ? CANCELLED : file.names().nameOf(type).orElse("");
    // Until Python 3.7 the two are one class; newer code that names this one in a coroutine means asyncio's.
    return name.equals("concurrent.futures.CancelledError") ? CANCELLED : name;
  }

  /** The {@code except} clause, or the call of {@code suppress}. */
  public Tree tree() {
    return tree;
  }

  /** The {@code except} clause; empty for {@code suppress}. */
  public Optional<ExceptClause> clause() {
    return tree instanceof ExceptClause clause ? Optional.of(clause) : Optional.empty();
  }

  /** The place to show: the word {@code except}, or {@code suppress}. */
  public Tree head() {
    return tree instanceof ExceptClause clause ? clause.exceptKeyword() : ((CallExpression) tree).callee();
  }

  public boolean isSuppress() {
    return tree instanceof CallExpression;
  }

  public FunctionInfo function() {
    return file.functionAround(tree);
  }

  public List<Caught> caught() {
    return caught;
  }

  /** True for a bare {@code except:}. */
  public boolean isBare() {
    return tree instanceof ExceptClause clause && clause.exception() == null;
  }

  /** The first of the exceptions that it names. */
  public Optional<Caught> names(String... exceptions) {
    List<String> wanted = List.of(exceptions);
    return caught.stream().filter(one -> wanted.contains(one.name())).findFirst();
  }

  /** The handlers of the same {@code try} that come first. */
  public List<Handler> earlier() {
    return attempt == null
      ? List.of()
      : attempt.exceptClauses().stream().takeWhile(clause -> clause != tree).map(clause -> of(file, attempt, clause))
        .toList();
  }

  /** What the handler runs; null for {@code suppress}. */
  public StatementList body() {
    return tree instanceof ExceptClause clause ? clause.body() : null;
  }

  /** The code whose exceptions it handles. */
  public StatementList guarded() {
    return guarded;
  }

  /** The places in the guarded code at which its task may be cancelled, in source order. */
  public List<Tree> suspensions() {
    return function().suspensions().stream().filter(place -> Trees.isInside(place, guarded)).toList();
  }

  /** True in {@code with anyio.CancelScope(shield=True):}, into which no cancellation from outside comes. */
  public boolean isShielded() {
    return Trees.enclosingInScope(tree, WithStatement.class).stream().flatMap(with -> with.withItems().stream())
      .map(WithItem::test).map(file::callOf).flatMap(Optional::stream)
      .anyMatch(scope -> scope.argument(-1, "shield").filter(Literals::isTrue).isPresent());
  }

  // ---- what becomes of the exception --------------------------------------------------------------------------------

  /** The ways past the handler on which it raises nothing. */
  public Set<Flow.Exit> quietExits() {
    return body() == null
      ? EnumSet.of(Flow.Exit.END)
      : Flow.exitsAvoiding(body(), this::endsWithError, this::whenCancelled);
  }

  /**
   * True when it turns the cancellation into another error: {@code raise DownloadError() from exc}. An error that is
   * named for a cancellation, a time limit or an end is the right one for somebody; a handler that raises the cancellation
   * itself where the state is another has looked at it; and what is awaited by its name alone is a task or future that
   * others may cancel.
   */
  public boolean raisesAnother() {
    boolean isOfTasks = suspensions().stream().allMatch(place -> place instanceof AwaitExpression await
      && Trees.bare(await.expression()).is(Tree.Kind.NAME, Tree.Kind.QUALIFIED_EXPR));
    return body() != null && !isOfTasks && !choosesByState() && Flow
      .exitsAvoiding(body(), statement -> endsWithError(statement) && !isOther(statement), this::whenCancelled)
      .contains(Flow.Exit.RAISE);
  }

  /** {@code if self.closed: raise ClosedError()}, then {@code raise}; a flag of the caller tells nothing of the reason. */
  private boolean choosesByState() {
    List<RaiseStatement> raises = Trees.within(body(), RaiseStatement.class);
    return !raises.stream().allMatch(this::isOther) && raises.stream().filter(this::isOther)
      .flatMap(raise -> Trees.enclosingInScope(raise, IfStatement.class).stream())
      .filter(choice -> Trees.isInside(choice, body()))
      .map(choice -> DeadCode.withoutNot(choice.condition()))
      .anyMatch(flag -> !(flag instanceof Name name) || ENDING.matcher(name.name()).find());
  }

  /** The statement that raises another error. */
  public Optional<Tree> otherRaise() {
    return body() == null
      ? Optional.empty()
      : Trees.within(body(), RaiseStatement.class).stream().filter(this::isOther).map(Tree.class::cast).findFirst();
  }

  private boolean isOther(Statement statement) {
    if (!(statement instanceof RaiseStatement raise) || raise.expressions().isEmpty()) {
      return false;
    }
    Expression type = typeOf(raise);
    String written = Trees.written(type);
    String last = written.substring(written.lastIndexOf('.') + 1);
    return !last.isEmpty() && Character.isUpperCase(last.charAt(0)) && !ENDING.matcher(last).find()
      && !nameOf(type).equals(CANCELLED);
  }

  private static Expression typeOf(RaiseStatement raise) {
    Expression raised = Trees.bare(raise.expressions().get(0));
    return raised instanceof CallExpression made ? Trees.bare(made.callee()) : raised;
  }

  /** True when the function, having gone on, raises the cancellation itself: {@code if cancelled: raise CancelledError}. */
  public boolean raisesLater() {
    return function().nodes(RaiseStatement.class, Tree.Kind.RAISE_STMT).stream()
      .anyMatch(raise -> Trees.endsBefore(tree, raise) && !raise.expressions().isEmpty()
        && nameOf(typeOf(raise)).equals(CANCELLED) && Trees.enclosingInScope(raise, ExceptClause.class).isEmpty());
  }

  /**
   * {@code if not received: raise}, then {@code return received[0]}: what the task was waiting for has come before the
   * cancellation, and would be lost.
   */
  public boolean keepsResult() {
    return body() != null && body().statements().size() == 1 && body().statements().get(0) instanceof IfStatement choice
      && choice.elseBranch() == null && choice.elifBranches().isEmpty()
      && Flow.exits(choice.body()).equals(EnumSet.of(Flow.Exit.RAISE))
      && Variable.of(DeadCode.withoutNot(choice.condition())).filter(result -> result.readsAfter(tree).stream()
        .anyMatch(read -> !Trees.enclosingInScope(read, ReturnStatement.class).isEmpty())).isPresent();
  }

  /**
   * What the condition says when the exception is the cancellation: {@code isinstance(exc, CancelledError)}; empty when
   * unknown.
   */
  private Optional<Boolean> whenCancelled(Expression condition) {
    return DeadCode.decide(condition,
      part -> file.callOf(part).filter(test -> test.isTo("isinstance")).flatMap(this::whenCancelled));
  }

  private Optional<Boolean> whenCancelled(CallInfo isinstance) {
    boolean isOfException = isinstance.argument(0, "obj").flatMap(Variable::of).map(Variable::name)
      .equals(clause().map(ExceptClause::exceptionInstance).flatMap(Variable::of).map(Variable::name));
    Optional<Expression> types = isinstance.argument(1, "class_or_tuple");
    if (!isOfException || types.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = caughtBy(types.get()).stream().map(Caught::name).toList();
    if (names.contains(CANCELLED) || names.contains("BaseException")) {
      return Optional.of(true);
    }
    return names.contains("") ? Optional.empty() : Optional.of(false);
  }

  /** {@code raise}, and what ends the program: {@code sys.exit()}. */
  private boolean endsWithError(Statement statement) {
    return statement instanceof RaiseStatement || statement instanceof ExpressionStatement expression
      && expression.expressions().stream().map(file::callOf).flatMap(Optional::stream)
        .anyMatch(call -> call.isTo("sys.exit", "os._exit", "quit", "os.abort") || call.simpleName().equals("exit"));
  }

  /** True when the handler raises on some path, whatever it raises. */
  public boolean raisesSomewhere() {
    return body() != null && !Trees.within(body(), RaiseStatement.class).isEmpty();
  }

  /** The statement by which the handler is left without an exception: the one to show. */
  public Optional<Tree> quietEnd() {
    if (body() == null) {
      return Optional.empty();
    }
    Optional<Tree> jump = Trees.within(body(), Statement.class).stream()
      .filter(statement -> statement.is(Tree.Kind.RETURN_STMT, Tree.Kind.CONTINUE_STMT, Tree.Kind.BREAK_STMT))
      .map(Tree.class::cast)
      .findFirst();
    List<Statement> statements = body().statements();
    return quietExits().contains(Flow.Exit.END) ? Optional.of(headOf(statements.get(statements.size() - 1))) : jump;
  }

  /** Of a statement with a block of its own only the first word. */
  private static Tree headOf(Statement statement) {
    return Trees.within(statement, StatementList.class).isEmpty() ? statement : statement.firstToken();
  }

  /**
   * True when the handler asks who was cancelled before it decides: {@code if not task.cancelled(): raise},
   * {@code if asyncio.current_task().cancelling(): raise}, {@code if is_cancelling(task): raise}.
   */
  public boolean asksWhoWasCancelled() {
    return body() != null && (Trees.within(body(), QualifiedExpression.class).stream()
      .map(asked -> asked.name().name())
      .anyMatch(name -> name.equals("cancelled") || name.equals("cancelling") || name.equals("uncancel")
        || name.equals("done") && raisesSomewhere())
      || raisesSomewhere() && Trees.within(body(), CallExpression.class).stream()
        .anyMatch(call -> ASKING.matcher(Trees.lastName(call.callee())).find()));
  }

  /** True when the exception itself goes on to live elsewhere: assigned, returned, set on a future, handed to a function. */
  public boolean handsOver() {
    return handsOverExcInfo() || clause().map(ExceptClause::exceptionInstance).flatMap(Variable::of)
      .filter(error -> error.reads().stream().filter(read -> Trees.isInside(read, tree)).anyMatch(this::isHandedOver))
      .isPresent();
  }

  /** {@code result.error = sys.exc_info()}, {@code greenlet.throw(*sys.exc_info())}, {@code _, error, _ = sys.exc_info()} */
  private boolean handsOverExcInfo() {
    return body() != null && function().calls().stream()
      .filter(call -> call.isTo("sys.exc_info", "sys.exception") && Trees.isInside(call.tree(), body()))
      .anyMatch(call -> handsOver(call.use()));
  }

  private boolean handsOver(Use excInfo) {
    List<Variable> parts = excInfo.is(Use.How.ASSIGNED) && excInfo.site() instanceof AssignmentStatement assignment
      ? Trees.within(assignment.lhsExpressions().get(0), Name.class).stream().map(Variable::of)
        .flatMap(Optional::stream).toList()
      : List.of();
    boolean isLocal = !parts.isEmpty() && parts.stream().noneMatch(Variable::isShared)
      && ((AssignmentStatement) excInfo.site()).lhsExpressions().get(0).expressions().stream()
        .noneMatch(target -> Trees.bare(target) instanceof QualifiedExpression);
    if (isLocal) {
      return parts.stream().flatMap(part -> part.reads().stream()).filter(read -> Trees.isInside(read, tree))
        .anyMatch(this::isHandedOver);
    }
    return isHandedOver(
      excInfo.is(Use.How.CHAINED) && excInfo.site() instanceof Expression part ? Use.of(part) : excInfo);
  }

  private boolean isHandedOver(Name read) {
    Use use = Use.of(read);
    // if exc is not value: raise (in __aexit__, which is given the exception it throws into a generator)
    boolean isCompared = use.is(Use.How.TESTED) && use.site().is(Tree.Kind.IS);
    return isCompared || isHandedOver(use) && !isPartOfText(read);
  }

  private boolean isHandedOver(Use use) {
    if (use.is(Use.How.ARGUMENT)) {
      return file.callOf(use.site()).filter(call -> !isReport(call)).isPresent();
    }
    return use.is(Use.How.ASSIGNED, Use.How.RETURNED, Use.How.YIELDED, Use.How.COLLECTED);
  }

  private static boolean isPartOfText(Tree read) {
    return Trees.enclosingInScope(read, StringLiteral.class).stream().findFirst().isPresent();
  }

  /** True for a call that only writes the error down: a logger's method, {@code print}, {@code str}. */
  public static boolean isReport(CallInfo call) {
    if (!call.simpleName().isEmpty() && Character.isUpperCase(call.simpleName().charAt(0))) {
      // The constructor of an object that keeps the exception: Error(exc).
      return false;
    }
    String name = call.simpleName().toLowerCase(java.util.Locale.ROOT);
    return switch (name) {
      case "debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "print", "pprint", "echo",
        "str", "repr", "type",
        "format", "isinstance", "getattr", "hasattr", "write", "format_exc", "print_exc", "format_exception",
        "print_exception" -> true;
      default -> LOGS.matcher(call.simpleName()).find() || name.contains("print") || name.contains("warn");
    };
  }

  /** {@code log_error}, {@code logger}, {@code writeLog}, but neither {@code login} nor {@code open_dialog}. */
  private static final Pattern LOGS = Pattern
    .compile("(^|_)[lL]og(s|ger|ged|ging)?(_|$)|(^|_)log(ger)?[A-Z]|[a-z]Log(ger)?([A-Z_]|$)");

  // ---- cancelling one's own tasks -----------------------------------------------------------------------------------

  /**
   * True when everything that the guarded code awaits are tasks that this function has cancelled before, or started to
   * be cancelled.
   */
  public boolean awaitsWhatItCancelled() {
    List<Tree> places = suspensions();
    Cancellation cancellation = Cancellation.of(file);
    return !places.isEmpty() && places.stream().allMatch(place -> place instanceof AwaitExpression await
      && (cancellation.isOfCancelled(await) || cancellation.isMadeToBeCancelled(await)));
  }
}
