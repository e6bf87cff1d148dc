package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Trees;

/**
 * What becomes of a value from the expression that makes it: a task, a session, a connection. Follows local variables and
 * aliases of them; what is kept on {@code self} or in a global is named as the owner, and its further life asked of
 * {@link AttributeInfo}.
 */
public final class Life {

  private final FileModel file;
  private final Expression origin;
  private final List<Use> uses = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();
  private final List<AttributeInfo> attributes = new ArrayList<>();
  private final List<Variable> globals = new ArrayList<>();
  private final List<Expression> shelves = new ArrayList<>();
  private boolean stored;
  private boolean discarded;

  private Life(FileModel file, Expression origin, int part) {
    this.file = file;
    this.origin = origin;
    Use first = Use.of(origin);
    if (part < 0) {
      follow(first, new HashSet<>());
    } else {
      followPart(first, part);
    }
  }

  /** The life of what the expression gives; for a coroutine, pass the {@code await} around it. */
  public static Life of(FileModel file, Expression origin) {
    return new Life(file, origin, -1);
  }

  /** The life of one of several values that the expression gives in a tuple: the writer of {@code open_connection()}. */
  public static Life ofPart(FileModel file, Expression origin, int part) {
    return new Life(file, origin, part);
  }

  private void followPart(Use use, int part) {
    if (!use.is(Use.How.ASSIGNED)) {
      // A tuple that is used as a whole is not taken apart here.
      stored |= use.is(Use.How.CHAINED, Use.How.ITERATED);
      uses.add(use);
      return;
    }
    Optional<Tree> target = use.site() instanceof AssignmentStatement assignment
      ? part(assignment, part)
      : Optional.empty();
    if (target.isEmpty()) {
      stored = true;
    } else if (target.get() instanceof Name name) {
      Set<Tree> seen = new HashSet<>();
      seen.add(use.site());
      assignedTo(name, use, seen);
    } else if (target.get() instanceof QualifiedExpression attribute) {
      assignedTo(attribute);
    } else {
      stored = true;
    }
  }

  private static Optional<Tree> part(AssignmentStatement assignment, int part) {
    if (assignment.lhsExpressions().size() != 1) {
      return Optional.empty();
    }
    List<Expression> targets = assignment.lhsExpressions().get(0).expressions();
    if (targets.size() == 1 && Trees.bare(targets.get(0)) instanceof Tuple tuple) {
      targets = tuple.elements();
    }
    return targets.size() > 1 && part < targets.size() ? Optional.of(Trees.bare(targets.get(part))) : Optional.empty();
  }

  private void follow(Use use, Set<Tree> seen) {
    if (!seen.add(use.site())) {
      return;
    }
    if (!use.is(Use.How.ASSIGNED)) {
      uses.add(use);
      return;
    }
    for (Tree target : targets(use.site())) {
      if (target instanceof Name name) {
        assignedTo(name, use, seen);
      } else if (target instanceof QualifiedExpression attribute) {
        assignedTo(attribute);
      } else if (target instanceof SubscriptionExpression element) {
        shelves.add(element.object());
      } else {
        stored = true;
      }
    }
    if (use.site() instanceof AssignmentExpression walrus) {
      follow(Use.of(walrus), seen);
    }
  }

  private void assignedTo(Name name, Use assignment, Set<Tree> seen) {
    if (name.name().equals("_")) {
      discarded = true;
    }
    Optional<Variable> variable = Variable.of(name);
    if (variable.isEmpty()) {
      stored = true;
      return;
    }
    if (file.functionAround(name).isClassBody()) {
      file.classOf((ClassDef) file.functionAround(name).tree()).map(owner -> AttributeInfo.of(owner, name.name()))
        .ifPresent(attributes::add);
      return;
    }
    if (file.facts(DeclaredOutside.class, DeclaredOutside::of).has(variable.get(), name)
      || file.functionAround(name).isModule()) {
      globals.add(variable.get());
    } else {
      variables.add(variable.get());
    }
    for (Name read : variable.get().reads()) {
      if (sees(read, name)) {
        follow(Use.of(read), seen);
      }
    }
  }

  /** True when the read may see the value that was bound at {@code name}. */
  private boolean sees(Name read, Name name) {
    List<Binding> reaching = file.names().reaching(read);
    return reaching.isEmpty() || reaching.stream().anyMatch(binding -> binding.target() == name);
  }

  /** For each scope, the names that it or a function in it declares {@code global} or {@code nonlocal}. */
  private record DeclaredOutside(Map<Tree, Set<String>> names) {

    static DeclaredOutside of(FileModel file) {
      DeclaredOutside declared = new DeclaredOutside(new IdentityHashMap<>());
      file.nodes(GlobalStatement.class, Tree.Kind.GLOBAL_STMT)
        .forEach(statement -> declared.add(statement, statement.variables()));
      file.nodes(NonlocalStatement.class, Tree.Kind.NONLOCAL_STMT)
        .forEach(statement -> declared.add(statement, statement.variables()));
      return declared;
    }

    private void add(Tree statement, List<Name> variables) {
      Tree scope = statement;
      do {
        scope = Trees.scopeOf(scope);
        Set<String> known = names.computeIfAbsent(scope, key -> new HashSet<>());
        variables.forEach(variable -> known.add(variable.name()));
      } while (scope.parent() != null);
    }

    boolean has(Variable variable, Name name) {
      return names.getOrDefault(Trees.scopeOf(name), Set.of()).contains(variable.name());
    }
  }

  private void assignedTo(QualifiedExpression target) {
    Optional<AttributeInfo> attribute = AttributeInfo.of(file, target);
    if (attribute.isPresent()) {
      attributes.add(attribute.get());
    } else {
      stored = true;
    }
  }

  private static List<Tree> targets(Tree assignment) {
    List<Tree> found = new ArrayList<>();
    if (assignment instanceof AssignmentStatement statement) {
      statement.lhsExpressions().forEach(list -> {
        if (list.expressions().size() == 1) {
          found.add(Trees.bare(list.expressions().get(0)));
        } else {
          // A tuple on the left takes the value apart.
          found.addAll(list.expressions());
        }
      });
    } else if (assignment instanceof AnnotatedAssignment annotated) {
      found.add(Trees.bare(annotated.variable()));
    } else if (assignment instanceof AssignmentExpression walrus) {
      found.add(walrus.lhsName());
    }
    return found;
  }

  /** The expression that makes the value. */
  public Expression origin() {
    return origin;
  }

  /** Every use of the value, through its variables; assignments themselves left out. */
  public List<Use> uses() {
    return uses;
  }

  /** The uses of one kind. */
  public List<Use> uses(Use.How... kinds) {
    return uses.stream().filter(use -> use.is(kinds)).toList();
  }

  /** The local variables that hold it. */
  public List<Variable> variables() {
    return variables;
  }

  /** The attributes of {@code self}, and of the class itself, that hold it. */
  public List<AttributeInfo> attributes() {
    return attributes;
  }

  /** The module variables and outer variables that hold it. */
  public List<Variable> globals() {
    return globals;
  }

  /** True when nothing keeps it: it is a statement of its own, bound to {@code _}, or to a variable that nothing reads. */
  public boolean isDropped() {
    if (isStored() || !attributes.isEmpty() || !globals.isEmpty()) {
      return false;
    }
    return discarded && uses.isEmpty() || uses.stream().allMatch(use -> use.is(Use.How.DROPPED));
  }

  /** True when it is kept on an object, or in a container, that this class does not follow: {@code bot.session = …}. */
  public boolean isStored() {
    return stored || !shelves.isEmpty();
  }

  /** True when it is kept on an object, and not just in a container. */
  boolean isStoredOutOfSight() {
    return stored;
  }

  /** What is written before the brackets in {@code sessions[host] = …}. */
  List<Expression> shelves() {
    return shelves;
  }

  /** True when a plain local variable is its only home: what happens to it is all in {@link #uses()}. */
  public boolean isLocal() {
    return !isStored() && attributes.isEmpty() && globals.isEmpty() && !variables.isEmpty();
  }

  /** {@code [asyncio.create_task(f(x)) for x in xs]} as a statement, or under a name that nothing reads. */
  public static boolean isLostWithDisplay(CallInfo call) {
    return call.use().is(Use.How.COLLECTED) && call.use().site() instanceof ComprehensionExpression display
      && Life.of(call.file(), display).isDropped();
  }

  /** The methods that are called on it: {@code task.cancel()}, {@code session.close()}. */
  public List<CallInfo> methodCalls() {
    return uses().stream().map(file::methodCall).flatMap(Optional::stream).toList();
  }

  /** True when one of its methods is mentioned without being called ({@code callback(session.close)}). */
  public boolean handsOverMethod() {
    return uses(Use.How.CHAINED).stream()
      .anyMatch(use -> use.site() instanceof QualifiedExpression method
        && Use.of(method).is(Use.How.ARGUMENT, Use.How.RETURNED, Use.How.COLLECTED, Use.How.ASSIGNED));
  }

  /** The calls it is passed to as an argument, those in nested functions included. */
  public List<CallInfo> passedTo() {
    return uses(Use.How.ARGUMENT).stream().map(Use::site).map(file::callOf).flatMap(Optional::stream).toList();
  }

  /**
   * True when it may live on where this file does not follow it: returned, yielded, passed on, collected, kept on another
   * object, read by a nested function.
   */
  public boolean escapes() {
    return isStored() || !attributes.isEmpty() || !globals.isEmpty()
      || variables.stream().anyMatch(Variable::isShared)
      || uses.stream()
        .anyMatch(use -> use.is(Use.How.RETURNED, Use.How.YIELDED, Use.How.ARGUMENT, Use.How.COLLECTED, Use.How.OTHER));
  }
}
