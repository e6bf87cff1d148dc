package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Trees;

/** A session, connection, pool, file or other thing that must be closed: where it is opened, who owns it, what closes it. */
public final class ResourceInfo {

  /** Calls that look at their arguments and forget them. */
  private static final Set<String> LOOKERS = Set.of(
    "print", "len", "str", "repr", "isinstance", "id", "type", "bool", "hasattr", "getattr", "callable", "iter", "next", "aiter", "anext");

  /** How many project functions a resource is followed through as an argument. */
  private static final int DEPTH = 3;

  private final FileModel file;
  private final CallInfo opening;
  private final Fact type;
  private final Life life;

  ResourceInfo(CallInfo opening, Fact type) {
    this.file = opening.file();
    this.opening = opening;
    this.type = type;
    this.life = Life.of(file, opening.wholeExpression());
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

  public Life life() {
    return life;
  }

  // ---- who owns it ------------------------------------------------------------------------------------------------

  /** The attribute of {@code self} that keeps it. */
  public Optional<AttributeInfo> attribute() {
    return life.attributes().stream().findFirst();
  }

  /** The module variable, class attribute or outer variable that keeps it. */
  public Optional<Variable> global() {
    return life.globals().stream().findFirst();
  }

  /** The local variable that is its only home. */
  public Optional<Variable> local() {
    return life.isLocal() ? life.variables().stream().findFirst() : Optional.empty();
  }

  /** True when nothing keeps it, not even until the end of the statement's own work. */
  public boolean isDropped() {
    return life.isDropped();
  }

  // ---- how its life ends ------------------------------------------------------------------------------------------

  /** True when a {@code with} statement or an exit stack closes it, here or later. */
  public boolean isManaged() {
    return uses().stream().anyMatch(use -> use.is(Use.How.ENTERED))
      || passedTo().stream().anyMatch(call -> call.plays(Role.TAKES_OWNERSHIP) || call.plays(Role.EXIT_STACK));
  }

  /** The calls of its closers, wherever its owner makes them. */
  public List<CallInfo> closings() {
    return methodCalls().stream().filter(this::isCloser).toList();
  }

  private boolean isCloser(CallInfo call) {
    return type.closers().contains(call.simpleName());
  }

  /** True when a closer is mentioned without being called: {@code stack.callback(connection.close)}. */
  public boolean handsOverCloser() {
    return uses().stream().filter(use -> use.is(Use.How.CHAINED)).map(Use::site)
      .anyMatch(site -> site instanceof QualifiedExpression method && type.closers().contains(method.name().name())
        && !(Trees.parentOf(method) instanceof CallExpression call && Trees.bare(call.callee()) == method));
  }

  /**
   * True when it may be closed where this file does not show it: it is returned, yielded, collected, kept on an object
   * that is not followed, or passed to a function that may keep or close it.
   */
  public boolean isHandedOn() {
    if (uses().stream().anyMatch(use -> use.is(Use.How.RETURNED, Use.How.YIELDED, Use.How.COLLECTED, Use.How.OTHER))) {
      return true;
    }
    return handsOverCloser() || passedTo().stream().anyMatch(call -> mayKeep(call, uses(), DEPTH))
      || attribute().isEmpty() && global().isEmpty() && life.escapes() && !life.isLocal();
  }

  /** True when somebody, somewhere, may close it: nothing is to be reported then. */
  public boolean mayBeClosed() {
    return isManaged() || isHandedOn() || !closings().isEmpty();
  }

  private List<Use> uses() {
    List<Use> all = new ArrayList<>(life.uses());
    life.attributes().forEach(attribute -> all.addAll(attribute.uses()));
    return all;
  }

  private List<CallInfo> methodCalls() {
    List<CallInfo> all = new ArrayList<>(life.methodCalls());
    life.attributes().forEach(attribute -> all.addAll(attribute.methodCalls()));
    return all;
  }

  private List<CallInfo> passedTo() {
    return uses().stream().filter(use -> use.is(Use.How.ARGUMENT)).map(Use::site).map(file::callOf).flatMap(Optional::stream).toList();
  }

  /** A function of this file is looked into; a library function of which facts are known only uses what it is given. */
  private boolean mayKeep(CallInfo call, List<Use> uses, int depth) {
    Optional<FunctionInfo> target = call.target();
    if (target.isPresent()) {
      return depth == 0 || parametersFor(call, target.get(), uses).stream().anyMatch(parameter -> mayKeep(parameter, depth - 1))
        || parametersFor(call, target.get(), uses).isEmpty();
    }
    boolean onlyLooks = call.name().filter(LOOKERS::contains).isPresent();
    boolean isKnownUser = call.fact().filter(fact -> !fact.isClass() && !fact.is(Role.TAKES_OWNERSHIP) && !fact.is(Role.CREATES_TASK) && !fact.is(Role.GATHERS)).isPresent();
    return !onlyLooks && !isKnownUser;
  }

  private List<Variable> parametersFor(CallInfo call, FunctionInfo target, List<Use> uses) {
    List<Variable> found = new ArrayList<>();
    if (!(target.tree() instanceof FunctionLike function) || function.parameters() == null) {
      return found;
    }
    List<Parameter> parameters = function.parameters().nonTuple();
    int shift = target.owner().isPresent() && !target.decorators().contains("staticmethod") ? 1 : 0;
    List<Argument> arguments = call.tree().arguments();
    for (int i = 0; i < arguments.size(); i++) {
      if (!(arguments.get(i) instanceof RegularArgument argument) || !isUse(argument.expression(), uses)) {
        continue;
      }
      String keyword = argument.keywordArgument() == null ? null : argument.keywordArgument().name();
      int position = i + shift;
      for (int p = 0; p < parameters.size(); p++) {
        Name name = parameters.get(p).name();
        if (name != null && (keyword == null ? p == position : keyword.equals(name.name()))) {
          Variable.of(name).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private boolean isUse(Expression argument, List<Use> uses) {
    Use use = Use.of(argument);
    return uses.stream().anyMatch(other -> other.site() == use.site()) && file.names().typeOf(argument).filter(name -> file.knowledge().isA(name, type.name())).isPresent()
      || Trees.bare(argument) instanceof Name name && life.variables().stream().anyMatch(variable -> variable.is(name));
  }

  private boolean mayKeep(Variable parameter, int depth) {
    for (Name read : parameter.reads()) {
      Use use = Use.of(read);
      boolean ends = use.is(Use.How.ENTERED, Use.How.RETURNED, Use.How.YIELDED, Use.How.COLLECTED, Use.How.ASSIGNED, Use.How.OTHER)
        || use.site() instanceof QualifiedExpression method && type.closers().contains(method.name().name());
      if (ends || use.is(Use.How.ARGUMENT) && file.callOf(use.site()).filter(call -> !mayNotKeep(call, read, depth)).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private boolean mayNotKeep(CallInfo call, Name read, int depth) {
    Optional<FunctionInfo> target = call.target();
    if (target.isEmpty() || depth == 0) {
      return call.name().filter(LOOKERS::contains).isPresent();
    }
    List<Variable> parameters = parametersFor(call, target.get(), List.of(Use.of(read)));
    return !parameters.isEmpty() && parameters.stream().noneMatch(parameter -> mayKeep(parameter, depth - 1));
  }

  // ---- on which paths it is closed --------------------------------------------------------------------------------

  /** True when one of the closings stands in a {@code finally}, or in an {@code except} beside one on the straight path. */
  public boolean isClosedOnError() {
    return closings().stream().anyMatch(closing -> closing.function() != opening.function()
      || Trees.ancestorInScope(closing.tree(), node -> node.is(Tree.Kind.FINALLY_CLAUSE)).isPresent()
      || Trees.ancestorInScope(closing.tree(), node -> node instanceof ExceptClause).isPresent());
  }

  /**
   * What may raise between the opening and the first closing on the straight path, in source order: awaits and calls.
   * What stands in the same statement as either is left out.
   */
  public List<Tree> risksBeforeClosing() {
    Optional<CallInfo> closing = closings().stream().filter(call -> call.function() == opening.function()).findFirst();
    if (closing.isEmpty()) {
      return List.of();
    }
    Tree from = Trees.statementOf(opening.tree()).map(Tree.class::cast).orElse(opening.tree());
    Tree to = Trees.statementOf(closing.get().tree()).map(Tree.class::cast).orElse(closing.get().tree());
    List<Tree> risks = new ArrayList<>();
    opening.function().suspensions().stream().filter(node -> Trees.endsBefore(from, node) && Trees.endsBefore(node, to)).forEach(risks::add);
    opening.function().calls().stream().map(CallInfo::tree).filter(node -> Trees.endsBefore(from, node) && Trees.endsBefore(node, to)).forEach(risks::add);
    risks.sort((a, b) -> Trees.compare(a.firstToken(), b.firstToken()));
    return risks;
  }
}
