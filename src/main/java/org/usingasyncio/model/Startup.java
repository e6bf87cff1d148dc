package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** What a coroutine that starts things does in the wrong order. */
public final class Startup {

  private final FileModel file;
  private final List<Race> races = new ArrayList<>();
  private final List<Blocked> blocked = new ArrayList<>();

  /** A task that reads an attribute or global which is assigned only after the task may have run. */
  public record Race(Task task, String state, Tree assignment, Tree read) {}

  /** A coroutine that never ends, awaited where more is to be done. */
  public record Blocked(CallInfo call, FunctionInfo endless, Statement next) {}

  private Startup(FileModel file) {
    this.file = file;
    for (Task task : Tasks.of(file).madeBy(Task.Maker.CREATE_TASK, Task.Maker.ENSURE_FUTURE, Task.Maker.GROUP)) {
      workerOf(task).ifPresent(worker -> findRace(task, worker));
    }
    for (CallInfo call : file.calls()) {
      if (call.isAwaited() && call.function().isAsync()) {
        call.target().filter(FunctionInfo::isCoroutine).filter(Startup::isEndless)
          .ifPresent(endless -> findBlocked(call, endless));
      }
    }
  }

  public static Startup of(FileModel file) {
    return file.facts(Startup.class, Startup::new);
  }

  public List<Race> races() {
    return races;
  }

  public List<Blocked> blocked() {
    return blocked;
  }

  private Optional<FunctionInfo> workerOf(Task task) {
    return task.call().arguments().stream().findFirst().flatMap(file::callOf).flatMap(CallInfo::target)
      .filter(FunctionInfo::isCoroutine);
  }

  // ---- races ------------------------------------------------------------------------------------------------------

  private void findRace(Task task, FunctionInfo worker) {
    FunctionInfo starter = task.call().function();
    if (!starter.isAsync() || starter == worker) {
      return;
    }
    Statement start = Trees.statementOf(task.call().tree()).orElse(null);
    if (start == null) {
      return;
    }
    for (Statement later : Trees.following(start)) {
      if (later instanceof AssignmentStatement assignment && assignment.lhsExpressions().size() == 1) {
        // A task runs at the next suspension, not before.
        boolean mayHaveRun = starter.suspensions().stream()
          .anyMatch(node -> Trees.endsBefore(start, node) && !Trees.endsBefore(assignment, node));
        if (mayHaveRun) {
          assignment.lhsExpressions().get(0).expressions().stream()
            .forEach(target -> readOf(target, worker).filter(read -> isUnsetBefore(target, start))
              .ifPresent(read -> races.add(new Race(task, Trees.written(target), assignment, read))));
        }
      }
    }
  }

  /** The first place where the worker uses the state without having looked whether it is there. */
  private Optional<Tree> readOf(Expression target, FunctionInfo worker) {
    if (target instanceof QualifiedExpression attribute && AttributeInfo.of(file, attribute).isPresent()) {
      List<QualifiedExpression> reads = AttributeInfo.of(file, attribute).get().mentions().stream()
        .filter(mention -> file.functionAround(mention) == worker).toList();
      boolean isGuarded = reads.stream().anyMatch(read -> Use.of(read).is(Use.How.TESTED) || isAssigned(read));
      return isGuarded ? Optional.empty() : reads.stream().map(Tree.class::cast).findFirst();
    }
    if (target instanceof Name name
      && file.functionAround(name).nodes(GlobalStatement.class, Tree.Kind.GLOBAL_STMT).stream()
        .anyMatch(global -> global.variables().stream().anyMatch(other -> other.name().equals(name.name())))) {
      List<Name> reads = Variable.of(name).map(Variable::reads).orElse(List.of()).stream()
        .filter(read -> file.functionAround(read) == worker).toList();
      return reads.stream().anyMatch(read -> Use.of(read).is(Use.How.TESTED))
        ? Optional.empty()
        : reads.stream().map(Tree.class::cast).findFirst();
    }
    return Optional.empty();
  }

  private static boolean isAssigned(QualifiedExpression read) {
    return Trees.parentOf(read) instanceof ExpressionList list && list.parent() instanceof AssignmentStatement;
  }

  /** True when nothing but {@code None} was assigned before the task starts: not in the constructor, not above. */
  private boolean isUnsetBefore(Expression target, Statement start) {
    List<Binding> bindings = target instanceof QualifiedExpression attribute
      ? AttributeInfo.of(file, attribute).map(AttributeInfo::assignments).orElse(List.of())
      : file.names().bindingsOf(((Name) target).symbol());
    return bindings.stream().allMatch(binding -> binding.value() == null || Literals.isNone(binding.value())
      || Trees.scopeOf(binding.target()) == Trees.scopeOf(start) && Trees.endsBefore(start, binding.target()));
  }

  // ---- never reached ----------------------------------------------------------------------------------------------

  private void findBlocked(CallInfo call, FunctionInfo endless) {
    if (!(call.use().site().parent() instanceof ExpressionStatement statement)) {
      return;
    }
    Trees.following(statement).stream()
      .filter(next -> !next.is(Tree.Kind.PASS_STMT, Tree.Kind.RETURN_STMT, Tree.Kind.RAISE_STMT, Tree.Kind.BREAK_STMT,
        Tree.Kind.CONTINUE_STMT))
      .findFirst()
      .ifPresent(next -> blocked.add(new Blocked(call, endless, next)));
  }

  /** True when the body cannot return: it comes to a loop that nothing leaves but an exception. */
  private static boolean isEndless(FunctionInfo function) {
    if (!function.isCalledAsWritten()) {
      return false;
    }
    Set<Flow.Exit> exits = Flow.exits(function.definition().get().body());
    return !exits.contains(Flow.Exit.END) && !exits.contains(Flow.Exit.RETURN)
      && function.nodes(WhileStatement.class, Tree.Kind.WHILE_STMT).stream()
        .anyMatch(loop -> Flow.neverEnds(loop) && !Flow.exits(loop.body()).contains(Flow.Exit.RAISE));
  }
}
