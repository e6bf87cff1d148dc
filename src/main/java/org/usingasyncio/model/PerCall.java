package org.usingasyncio.model;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/**
 * Which functions run once per item, per request or per call of their caller, and which only once in the life of a
 * program.
 */
public final class PerCall {

  public enum Why {
    /** It stands in a loop of its own function. */
    LOOP,
    /** Its function handles requests, commands or events. */
    HANDLER,
    /** Its function is called in a loop, or gathered. */
    CALLED_IN_LOOP,
    /** Its function is a method of a class that could keep it. */
    METHOD,
    /** Its function does what its caller asks for: it takes the address or the parameters. */
    UTILITY
  }

  /**
   * @param evidence what shows it, its first token at least: the loop, the decorator, the call in a loop, the class, or
   *                 the function
   */
  public record Reason(Why why, Tree evidence) {}

  private static final Set<String> MAINS = Set.of("main", "_main", "amain", "async_main", "main_async", "_async_main",
    "cli", "run_main");
  private static final Set<String> LIFESPANS = Set.of(
    "startup", "on_startup", "setup_hook", "lifespan", "shutdown", "on_shutdown", "on_cleanup", "cleanup", "asyncsetup",
    "async_setup", "setup");

  private final FileModel file;
  private final Set<FunctionInfo> handlers = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<FunctionInfo> lifespans = Collections.newSetFromMap(new IdentityHashMap<>());

  private PerCall(FileModel file) {
    this.file = file;
    for (CallInfo call : file.calls().playing(Role.ROUTE, Role.LIFESPAN).or(file.calls().written("append"))) {
      if (call.plays(Role.ROUTE)) {
        addNamed(call, handlers);
      } else if (call.plays(Role.LIFESPAN)
        || call.simpleName().equals("append")
          && call.writtenName().matches(".*\\.on_(startup|shutdown|cleanup)\\.append")) {
        addNamed(call, lifespans);
      }
    }
  }

  public static PerCall of(FileModel file) {
    return file.facts(PerCall.class, PerCall::new);
  }

  private void addNamed(CallInfo registration, Set<FunctionInfo> found) {
    registration.arguments().stream().map(file.names()::valueOf)
      .flatMap(
        value -> value instanceof Value.Named named ? named.function().stream() : java.util.stream.Stream.empty())
      .map(file::functionOf).flatMap(Optional::stream).forEach(found::add);
  }

  /** Why the call is made again and again; empty when it is made once, or nobody knows. */
  public Optional<Reason> why(CallInfo call) {
    FunctionInfo function = call.function();
    Optional<Statement> loop = call.loops().stream().findFirst();
    if (loop.isPresent()) {
      return Optional.of(new Reason(Why.LOOP, loop.get()));
    }
    if (call.comprehension().isPresent()) {
      return Optional.of(new Reason(Why.LOOP, call.comprehension().get()));
    }
    return function.isAsync() ? why(function) : Optional.empty();
  }

  /**
   * True when only the callers of its function show whether the call is made again and again, and this file does not show
   * that they do: they may be in other files.
   */
  public boolean dependsOnCallers(CallInfo call) {
    FunctionInfo function = call.function();
    return function.isCoroutine() && !call.isRepeated() && !isOnce(function)
      && why(call).filter(reason -> reason.why() != Why.UTILITY).isEmpty();
  }

  private Optional<Reason> why(FunctionInfo function) {
    if (isOnce(function)) {
      return Optional.empty();
    }
    Name name = function.definition().orElseThrow().name();
    if (isHandler(function)) {
      return Optional.of(new Reason(Why.HANDLER, name));
    }
    Optional<CallInfo> repeated = callsOf(function).stream().filter(PerCall::isPerItem)
      .findFirst();
    if (repeated.isPresent()) {
      return Optional.of(new Reason(Why.CALLED_IN_LOOP, repeated.get().callee()));
    }
    if (function.owner().isPresent() && !function.decorators().contains("staticmethod")
      && !name.name().startsWith("__")) {
      return Optional.of(new Reason(Why.METHOD, function.owner().get().tree().name()));
    }
    boolean takesParameters = function.parameterNames().stream()
      .anyMatch(parameter -> !parameter.equals("self") && !parameter.equals("cls"));
    return takesParameters ? Optional.of(new Reason(Why.UTILITY, name)) : Optional.empty();
  }

  /** {@code if _models is not None: return _models} before the call: what it brings is kept for the next time. */
  public boolean isKeptForNextTime(CallInfo call) {
    return call.function().nodes(ReturnStatement.class, Tree.Kind.RETURN_STMT).stream()
      .filter(given -> Trees.endsBefore(given, call.tree()) && given.expressions().size() == 1)
      .map(given -> Trees.bare(given.expressions().get(0)))
      .anyMatch(given -> given instanceof Name name
        ? Variable.of(name).filter(variable -> variable.isOfModule(file)).isPresent()
        : given instanceof QualifiedExpression attribute && AttributeInfo.of(file, attribute).isPresent())
      || isRefresh(call.function());
  }

  /**
   * {@code if self.expired: await self.refresh()}, also in a base class, where the refresh changes what the condition
   * looks at.
   */
  private boolean isRefresh(FunctionInfo function) {
    // one that takes parameters does more than one thing, one that is handed on is called in other places, too
    if (function.owner().isEmpty() || function.parameterNames().size() > 1
      || file.attributesNamed(function.name()).stream()
        .anyMatch(method -> !(method.parent() instanceof CallExpression))) {
      return false;
    }
    Set<String> changed = new HashSet<>(changedBy(function));
    function.calls().forEach(call -> call.target().ifPresent(helper -> changed.addAll(changedBy(helper))));
    return file.calls().written(function.name()).stream().filter(PerCall::isOfSelf)
      .anyMatch(call -> Trees.enclosingInScope(call.tree(), IfStatement.class).stream()
        .filter(choice -> Trees.isInside(call.tree(), choice.body()))
        .flatMap(choice -> Trees.within(choice.condition(), QualifiedExpression.class).stream())
        .anyMatch(asked -> changed.contains(Trees.source(asked))
          || call.function().owner().flatMap(owner -> owner.method(asked.name().name())).stream()
            .flatMap(property -> property.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).stream())
            .anyMatch(part -> changed.contains(Trees.source(part)))));
  }

  private static boolean isOfSelf(CallInfo call) {
    return call.receiver().map(Trees::source).filter("self"::equals).isPresent();
  }

  private static List<String> changedBy(FunctionInfo function) {
    return function.nodes(AssignmentStatement.class, Tree.Kind.ASSIGNMENT_STMT).stream()
      .flatMap(assignment -> assignment.lhsExpressions().stream()).flatMap(list -> list.expressions().stream())
      .map(Trees::source).toList();
  }

  /** True for a call that is made for each of something: in a loop over it, or a comprehension. */
  public static boolean isPerItem(CallInfo call) {
    return call.isRepeated() && !isInEndlessLoop(call);
  }

  private static boolean isInEndlessLoop(CallInfo call) {
    return call.comprehension().isEmpty()
      && call.loops().stream().allMatch(loop -> loop instanceof WhileStatement head && Flow.isEndless(head));
  }

  /** The calls of the function in this file. */
  public List<CallInfo> callsOf(FunctionInfo function) {
    return file.calls().calling(function).list();
  }

  // ---- handlers ---------------------------------------------------------------------------------------------------

  /** True when a framework calls the function for each request, command or event. */
  public boolean isHandler(FunctionInfo function) {
    return handlers.contains(function) || function.decorators().stream().anyMatch(this::registersHandler);
  }

  private boolean registersHandler(String decorator) {
    if (file.knowledge().plays(decorator, Role.ROUTE)) {
      return true;
    }
    String plain = decorator.replace("?", "");
    String last = plain.substring(plain.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String object = plain.contains(".") ? plain.substring(0, plain.lastIndexOf('.')).toLowerCase(Locale.ROOT) : "";
    return switch (last) {
      case "command", "group", "hybrid_command", "slash_command", "slash", "user_command", "message_command" ->
        !object.isEmpty() && !object.matches("(.*\\.)?(click|typer|cli|app)") || last.contains("_command");
      case "listener", "listen", "event", "callback", "message_handler", "callback_query_handler", "on_message",
        "route", "websocket" -> !object.isEmpty();
      case "get", "post", "put", "patch", "delete" ->
        object.matches("(.*\\.)?(app|router|routes|api|blueprint|bp|.*_router|.*_api|server)");
      default -> false;
    };
  }

  // ---- once -------------------------------------------------------------------------------------------------------

  /** True for the main coroutine of a program, what starts or stops it, and what only these call, once each. */
  public boolean isOnce(FunctionInfo function) {
    return isOnce(function, 4);
  }

  private boolean isOnce(FunctionInfo function, int depth) {
    String name = function.name().toLowerCase(Locale.ROOT);
    if (function.isModule() || Programs.of(file).isMain(function) || Programs.isCommandLine(function)
      || lifespans.contains(function)
      || MAINS.contains(name)) {
      return true;
    }
    boolean isLifespan = LIFESPANS.contains(name) || function.decorators().stream()
      .anyMatch(decorator -> file.knowledge().plays(decorator, Role.LIFESPAN)
        || decorator
          .matches("\\??(.*\\.)?(on_event|before_serving|after_serving|fixture)")
        || decorator.matches("\\??(.*\\.)?(async)?contextmanager") && !isAskedFor(function));
    if (isLifespan) {
      return true;
    }
    List<CallInfo> calls = callsOf(function);
    return depth > 0 && !isHandler(function) && !calls.isEmpty() && calls.stream()
      .allMatch(call -> !call.isRepeated() && call.function() != function && isProgram(call.function(), depth - 1));
  }

  /**
   * {@code @asynccontextmanager async def request(self, path)}: a method that gives what its caller asks for, no
   * lifespan.
   */
  private static boolean isAskedFor(FunctionInfo function) {
    return function.owner().isPresent() && function.parameterNames().size() > 1;
  }

  private boolean isProgram(FunctionInfo caller, int depth) {
    return file.isInMainGuard(caller.tree()) || isOnce(caller, depth);
  }
}
