package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/**
 * The errors of a file that nobody hears of: handlers that do nothing, and callbacks that do not ask how their task
 * ended.
 */
public final class DroppedErrors {

  private static final Set<String> CLOSING = Set.of(
    "close", "aclose", "disconnect", "stop", "shutdown", "cancel", "wait_closed", "terminate", "kill", "cleanup",
    "release", "unlink", "remove",
    "delete", "rollback", "logout", "quit", "abort", "clear", "unsubscribe", "detach", "write_eof", "__aexit__",
    "__exit__", "discard", "unregister",
    "shutdown_asyncgens", "unload", "leave", "end", "finish",
    // A task that has ended is asked so that its error counts as seen.
    "result", "exception");

  /**
   * A done callback that never looks at the end of its task.
   *
   * @param registration the call of {@code add_done_callback}
   * @param callback the function or lambda
   */
  public record BlindCallback(CallInfo registration, FunctionInfo callback) {}

  private static final Pattern LOGGED = Pattern.compile("(?<!not |never )\\b(logged|reported)\\b",
    Pattern.CASE_INSENSITIVE);
  private static final Pattern ERRORS = Pattern.compile("\\b(exception|error)s?\\b", Pattern.CASE_INSENSITIVE);

  /** How a callback takes its task out of the set that keeps it. */
  private static final Set<String> FORGETTING = Set.of("discard", "remove", "pop");

  private final FileModel file;

  private DroppedErrors(FileModel file) {
    this.file = file;
  }

  public static DroppedErrors of(FileModel file) {
    return file.facts(DroppedErrors.class, DroppedErrors::new);
  }

  /** The handlers of every error, in coroutines, that do nothing with it. */
  public List<Handler> handlers() {
    return Handlers.of(file).inCoroutines().stream()
      .filter(Handlers::handlesEveryError)
      .filter(this::doesNothing)
      .filter(handler -> !isClosing(handler))
      .filter(handler -> !onlyWaitsForTasks(handler))
      .filter(handler -> !isMadeToIgnore(handler) && !isLoggedElsewhere(handler))
      .toList();
  }

  /** A decorator that does nothing else than to ignore errors, and is documented to. */
  private static boolean isMadeToIgnore(Handler handler) {
    FunctionInfo wrapper = handler.function();
    return wrapper.definition().filter(def -> def.body().statements().equals(List.of(handler.tree().parent())))
      .isPresent()
      && wrapper.parent().definition().filter(decorator -> decorator.docstring() != null
        && ERRORS.matcher(Trees.source(decorator.docstring())).find())
        .isPresent()
      && wrapper.awaits().stream().allMatch(await -> Trees.bare(await.expression()) instanceof CallExpression call
        && wrapper.parent().parameterNames().contains(Trees.written(call.callee())));
  }

  /** The comment in the handler says that the middleware has logged the error. */
  private static boolean isLoggedElsewhere(Handler handler) {
    return !handler.isSuppress() && handler.body().statements().stream().map(Deliberate::commentsAbove)
      .anyMatch(comment -> LOGGED.matcher(comment).find());
  }

  /** {@code pass}, {@code continue}, {@code break}, {@code ...}, {@code return None}; a docstring counts for nothing. */
  private boolean doesNothing(Handler handler) {
    return handler.isSuppress()
      ? !handler.suspensions().isEmpty()
      : handler.body().statements().stream().allMatch(DroppedErrors::isNothing);
  }

  private static boolean isNothing(Statement statement) {
    if (statement instanceof ReturnStatement leaving) {
      return leaving.expressions().stream().allMatch(DroppedErrors::isConstant);
    }
    if (statement instanceof ExpressionStatement expression) {
      return expression.expressions().stream()
        .allMatch(value -> value.is(Tree.Kind.STRING_LITERAL, Tree.Kind.ELLIPSIS));
    }
    return statement.is(Tree.Kind.PASS_STMT, Tree.Kind.CONTINUE_STMT, Tree.Kind.BREAK_STMT);
  }

  private static boolean isConstant(Expression value) {
    Expression bare = Trees.bare(value);
    // A text that is not empty tells the caller what went wrong.
    return bare.is(Tree.Kind.NONE, Tree.Kind.NUMERIC_LITERAL) || Literals.text(bare).filter(String::isEmpty).isPresent()
      || bare instanceof Name name && (name.name().equals("True") || name.name().equals("False"))
      || bare instanceof ListLiteral list && list.elements().expressions().isEmpty()
      || bare instanceof DictionaryLiteral dictionary && dictionary.elements().isEmpty()
      || bare instanceof Tuple tuple && tuple.elements().stream().allMatch(DroppedErrors::isConstant);
  }

  /** True when the guarded code only ends something: there, an error says no more than that it had ended before. */
  private boolean isClosing(Handler handler) {
    List<CallInfo> calls = handler.function().calls().stream()
      .filter(call -> Trees.isInside(call.tree(), handler.guarded()))
      .filter(call -> isClosingName(call.simpleName()) || !Handler.isReport(call))
      .filter(call -> !call.plays(Role.TIMEOUT_SCOPE) && !call.plays(Role.GATHERS))
      .toList();
    // In a finally, the error that matters is the one that led there.
    boolean isCleanUp = !Trees.enclosingInScope(handler.tree(), FinallyClause.class).isEmpty();
    return isCleanUp || handler.awaitsWhatItCancelled()
      || !calls.isEmpty() && calls.stream().allMatch(DroppedErrors::closes);
  }

  /** {@code file.close()}, {@code await run_in_executor(None, file.close)} */
  private static boolean closes(CallInfo call) {
    return isClosingName(call.simpleName()) || call.arguments().stream().map(Trees::bare)
      .anyMatch(handed -> handed instanceof QualifiedExpression method && isClosingName(method.name().name()));
  }

  /** {@code await self.serving}: whoever started it looks after its errors. */
  private static boolean onlyWaitsForTasks(Handler handler) {
    List<Tree> places = handler.suspensions();
    return !places.isEmpty() && handler.guarded().statements().size() == places.size()
      && places.stream().allMatch(
        place -> place instanceof AwaitExpression await && !(Trees.bare(await.expression()) instanceof CallExpression));
  }

  private static boolean isClosingName(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceFirst("^_+(?!_)", "");
    return CLOSING.contains(plain)
      || CLOSING.stream().anyMatch(word -> plain.startsWith(word + "_") || plain.endsWith("_" + word));
  }

  // ---- done callbacks -----------------------------------------------------------------------------------------------

  /** The done callbacks of tasks that nothing awaits and that do not ask for {@code exception()} or {@code result()}. */
  public List<BlindCallback> blindCallbacks() {
    List<BlindCallback> found = new ArrayList<>();
    for (Task task : Tasks.of(file).all()) {
      if (!task.isStarted() || task.isAwaited() || task.isMadeBy(Task.Maker.GROUP) || asksForEnd(task)) {
        continue;
      }
      for (CallInfo registration : callbacksOf(task)) {
        callbackOf(registration).filter(callback -> !isForgetting(registration) && !looksAtTask(callback))
          .ifPresent(callback -> found.add(new BlindCallback(registration, callback)));
      }
    }
    return found;
  }

  /** Another callback, or other code, looks at the end of the task; or the task is handed to something that may. */
  private boolean asksForEnd(Task task) {
    boolean asks = task.methodCalls().stream()
      .anyMatch(call -> Set.of("exception", "result").contains(call.simpleName()));
    boolean leaves = task.uses().stream().anyMatch(use -> use.is(Use.How.RETURNED, Use.How.YIELDED, Use.How.OTHER))
      // other files may await a public attribute
      || task.attributes().stream().anyMatch(attribute -> !attribute.name().startsWith("_"));
    boolean isWatched = callbacksOf(task).stream()
      .anyMatch(registration -> callbackOf(registration).filter(callback -> !looksAtTask(callback)).isEmpty()
        && !isForgetting(registration));
    return asks || leaves || isWatched || handlesOwnErrors(task);
  }

  /**
   * {@code task.add_done_callback(tasks.discard)}, also in a lambda: the way to keep a task, which says nothing of errors.
   */
  static boolean isForgetting(CallInfo registration) {
    return registration.argument(0, "fn").map(Trees::bare)
      .map(callback -> callback instanceof LambdaExpression lambda
        && Trees.bare(lambda.expression()) instanceof CallExpression call ? call.callee() : callback)
      .filter(QualifiedExpression.class::isInstance).map(Trees::lastName).filter(FORGETTING::contains).isPresent();
  }

  /** A coroutine whose whole body stands in a {@code try} that handles every error fails no more. */
  private boolean handlesOwnErrors(Task task) {
    return task.coroutine()
      .filter(coroutine -> coroutine.awaits().stream().allMatch(await -> Handlers.of(file).isErrorHandled(await))
        && !coroutine.awaits().isEmpty())
      .isPresent();
  }

  private List<CallInfo> callbacksOf(Task task) {
    List<CallInfo> found = new ArrayList<>(
      task.methodCalls().stream().filter(call -> call.simpleName().equals("add_done_callback")).toList());
    file.methodCall(task.call().use())
      .filter(call -> call.simpleName().equals("add_done_callback") && !found.contains(call)).ifPresent(found::add);
    return found;
  }

  private Optional<FunctionInfo> callbackOf(CallInfo registration) {
    return registration.argument(0, "fn").map(file::withoutPartial).map(file.names()::valueOf)
      .flatMap(value -> value instanceof Value.Named named ? named.function() : Optional.empty())
      .flatMap(file::functionOf);
  }

  /** True when the callback asks its task how it ended, or hands it on. */
  private boolean looksAtTask(FunctionInfo callback) {
    List<String> parameters = callback.parameterNames();
    if (parameters.isEmpty()) {
      return true;
    }
    boolean asks = callback.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).stream()
      .anyMatch(member -> Set.of("exception", "result").contains(member.name().name()));
    return asks || callback.nodes(Name.class, Tree.Kind.NAME).stream()
      .filter(name -> parameters.contains(name.name()) && !name.name().equals("self"))
      .map(Use::of)
      .anyMatch(use -> use.is(Use.How.RETURNED, Use.How.COLLECTED, Use.How.ASSIGNED, Use.How.AWAITED)
        || use.is(Use.How.ARGUMENT) && file.callOf(use.site())
          .filter(call -> !Handler.isReport(call) && !FORGETTING.contains(call.simpleName()))
          .isPresent());
  }
}
