package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.PythonVersionUtils;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Trees;

/** What a file makes that belongs to the running event loop, at a moment when none runs yet. */
public final class LoopBound {

  private static final List<PythonVersionUtils.Version> BEFORE_310 = List.of(PythonVersionUtils.Version.V_38,
    PythonVersionUtils.Version.V_39);

  private final FileModel file;
  private final List<Early> all = new ArrayList<>();

  /** When the call is made. */
  public enum When {
    IMPORT("when the module is imported"), DEFAULT("once, when the function is defined"),
    CLASS_BODY("when the class is defined"),
    CALLED_AT_IMPORT("by a function that runs at import time"),
    CONSTRUCTOR("in a constructor that may run without a loop");

    private final String words;

    When(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /** A call that is made too early, and what shows it. */
  public record Early(CallInfo call, When when, Tree evidence) {}

  private LoopBound(FileModel file) {
    this.file = file;
    for (CallInfo call : file.calls().ofLibraries()) {
      if (isBound(call)) {
        early(call).ifPresent(all::add);
      }
    }
  }

  public static List<Early> madeTooEarly(FileModel file) {
    return file.facts(LoopBound.class, LoopBound::new).all;
  }

  private boolean isBound(CallInfo call) {
    if (!Calls.argument(call.tree(), -1, "loop").isEmpty()) {
      // The author says which loop it is to use.
      return false;
    }
    if (call.plays(Role.GETS_LOOP)) {
      return !isDriven(call);
    }
    return boundFact(call)
      .filter(fact -> fact.loopBound().until().isEmpty() || BEFORE_310.stream().anyMatch(file::supports)).isPresent();
  }

  private Optional<Fact> boundFact(CallInfo call) {
    if (call.result() instanceof Value.Awaitable) {
      return Optional.empty();
    }
    return call.fact().filter(fact -> fact.loopBound().bound());
  }

  /** A loop that the module itself drives belongs to the rule about entry points. */
  private boolean isDriven(CallInfo call) {
    Life life = Life.of(file, call.tree());
    boolean isUsedAtOnce = life.uses().stream().anyMatch(use -> use.is(Use.How.CHAINED)
      && use.site() instanceof QualifiedExpression method && !(Trees.scopeOf(method) instanceof FunctionDef));
    return isUsedAtOnce || LoopRuns.of(file).ofEntries().stream().anyMatch(run -> run.origin() == call)
      || life.methodCalls().stream()
        .anyMatch(method -> method.plays(Role.DRIVES_LOOP)
          || Set.of("close", "run_forever", "run_until_complete").contains(method.simpleName()))
      || life.uses().isEmpty() && life.globals().isEmpty() && life.attributes().isEmpty();
  }

  private Optional<Early> early(CallInfo call) {
    FunctionInfo function = call.function();
    if (file.isInMainGuard(call.tree()) || isInsideLoopCall(call)) {
      return Optional.empty();
    }
    Optional<ParameterList> parameters = Trees.ancestorInScope(call.tree(), ParameterList.class::isInstance)
      .map(ParameterList.class::cast);
    if (parameters.isPresent()
      || Trees.enclosing(call.tree(), Parameter.class).filter(parameter -> parameter.defaultValue() != null
        && Trees.isInside(call.tree(), parameter.defaultValue())).isPresent()) {
      return Optional.of(new Early(call, When.DEFAULT, null));
    }
    if (function.isModule()) {
      return Optional.of(new Early(call, When.IMPORT, null));
    }
    if (function.isClassBody()) {
      return Optional.of(new Early(call, When.CLASS_BODY,
        function.definition().map(Tree.class::cast).orElse(((ClassDef) function.tree()).name())));
    }
    if (function.isOnLoop() || !function.executions().isEmpty() || function.definition().isEmpty()) {
      return Optional.empty();
    }
    Optional<CallInfo> atImport = callAtImport(function);
    if (atImport.isPresent()) {
      return Optional.of(new Early(call, When.CALLED_AT_IMPORT, atImport.get().tree()));
    }
    return isOpenConstructor(function, call)
      ? Optional.of(new Early(call, When.CONSTRUCTOR, function.definition().get().name()))
      : Optional.empty();
  }

  private static boolean isInsideLoopCall(CallInfo call) {
    return Trees.enclosingInScope(call.tree(), CallExpression.class).stream().map(call.file()::callOf)
      .flatMap(Optional::stream)
      .anyMatch(outer -> outer.plays(Role.DRIVES_LOOP) || outer.plays(Role.RUNS_PROGRAM));
  }

  private Optional<CallInfo> callAtImport(FunctionInfo function) {
    if (function.isAsync()) {
      return Optional.empty();
    }
    return file.calls().calling(function).stream()
      .filter(call -> (call.function().isModule() || call.function().isClassBody()) && !file.isInMainGuard(call.tree()))
      .findFirst();
  }

  /**
   * The synchronous constructor of a plain class, which makes a session whoever calls it, and from wherever. Instances
   * that a coroutine of this file makes show that a loop runs, and so does a framework's base class.
   */
  private boolean isOpenConstructor(FunctionInfo function, CallInfo call) {
    if (!function.name().equals("__init__") || function.owner().isEmpty() || call.plays(Role.GETS_LOOP)
      || call.fact().filter(fact -> fact.resource().filter("session"::equals).isPresent()).isEmpty()) {
      return false;
    }
    ClassInfo owner = function.owner().get();
    boolean isPlain = owner.tree().args() == null || owner.tree().args().arguments().stream()
      .allMatch(argument -> Set.of("object", "ABC", "abc.ABC").contains(Trees.source(argument)));
    return isPlain && takesOrMakes(function, call)
      && file.calls().calling(function).stream().noneMatch(other -> other.function().isOnLoop());
  }

  /** {@code session or ClientSession()}: the author expects callers who have no session, and so maybe no loop. */
  private static boolean takesOrMakes(FunctionInfo function, CallInfo call) {
    return Trees
      .ancestorInScope(call.tree(),
        node -> node.is(Tree.Kind.OR) || node instanceof ConditionalExpression || node instanceof IfStatement)
      .filter(choice -> Trees.within(choice, Name.class).stream()
        .anyMatch(name -> function.parameterNames().contains(name.name()) && !name.name().equals("self")))
      .isPresent();
  }
}
