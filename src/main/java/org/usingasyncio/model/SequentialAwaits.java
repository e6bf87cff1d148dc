package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Blocking;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Trees;

/** Operations on the network or a database that wait for each other for no reason. */
public final class SequentialAwaits {

  /** What is done to each of several connections without asking for an answer. */
  private static final Set<String> TELLS = Set.of("close", "aclose", "disconnect", "connect", "start", "stop",
    "shutdown", "initialize", "send", "send_json", "send_text", "send_str", "send_bytes", "send_message", "cleanup");

  private final FileModel file;
  private final IoProfile.Table profiles;
  private final List<FunctionInfo> coroutines;

  private SequentialAwaits(FileModel file) {
    this.file = file;
    this.profiles = IoProfile.Table.of(file);
    // In code for Trio neither gather nor asyncio's task group works.
    boolean isOfTrio = file.importsAny(Set.of("trio")) && !file.importsAny(Set.of("asyncio"));
    this.coroutines = isOfTrio ? List.of() : file.coroutines();
  }

  public static SequentialAwaits of(FileModel file) {
    return file.facts(SequentialAwaits.class, SequentialAwaits::new);
  }

  // ---- one statement after another --------------------------------------------------------------------------------

  /** Two or more {@code x = await f(…)} in a row of which none needs another. */
  public List<List<CallInfo>> rows() {
    List<List<CallInfo>> found = new ArrayList<>();
    for (FunctionInfo function : coroutines) {
      if (function.awaits().size() < 2) {
        continue;
      }
      for (StatementList block : function.nodes(StatementList.class, Tree.Kind.STATEMENT_LIST)) {
        if (!isGuarded(block)) {
          addRows(block.statements(), found);
        }
      }
      function
        .nodes(Tree.class, Tree.Kind.TUPLE, Tree.Kind.LIST_LITERAL, Tree.Kind.DICTIONARY_LITERAL, Tree.Kind.RETURN_STMT)
        .stream()
        .filter(display -> !isGuarded(display)).forEach(display -> addElements(elements(display), found));
    }
    return found;
  }

  /** {@code return await f(), await g()} and {@code {"a": await f(), "b": await g()}} are rows, too. */
  private void addElements(List<Expression> elements, List<List<CallInfo>> found) {
    List<Step> steps = new ArrayList<>();
    for (Expression element : elements) {
      if (Trees.bare(element) instanceof AwaitExpression await) {
        file.callOf(await.expression()).filter(SequentialAwaits::hasPlainArguments)
          .map(call -> new Step(call, List.of(), profiles.of(call)))
          .filter(step -> step.profile().canRunBesideOthers() && !step.profile().changes()
            && steps.stream().noneMatch(step::needs))
          .ifPresent(steps::add);
      }
    }
    addRow(steps, found);
  }

  private static List<Expression> elements(Tree display) {
    if (display instanceof Tuple tuple) {
      return tuple.elements();
    }
    if (display instanceof ListLiteral list) {
      return list.elements().expressions();
    }
    if (display instanceof ReturnStatement statement) {
      return statement.expressions();
    }
    return ((DictionaryLiteral) display).elements().stream().filter(KeyValuePair.class::isInstance)
      .map(pair -> ((KeyValuePair) pair).value()).toList();
  }

  private void addRows(List<Statement> statements, List<List<CallInfo>> found) {
    List<Step> row = new ArrayList<>();
    for (Statement statement : statements) {
      Optional<Step> step = step(statement);
      if (step.isEmpty() || row.stream().anyMatch(step.get()::needs)) {
        addRow(row, found);
        row = new ArrayList<>();
      }
      if (step.isPresent()) {
        row.add(step.get());
      }
    }
    addRow(row, found);
  }

  private static void addRow(List<Step> row, List<List<CallInfo>> found) {
    if (row.size() > 1) {
      found.add(row.stream().map(Step::call).toList());
    }
  }

  private record Step(CallInfo call, List<Expression> targets, IoProfile profile) {

    boolean needs(Step earlier) {
      return profile.isTiedTo(earlier.profile) || earlier.targets.stream().anyMatch(this::mentions);
    }

    private boolean mentions(Expression target) {
      if (target instanceof QualifiedExpression attribute) {
        String name = attribute.name().name();
        return profile.reads().contains(name) || Trees.within(call.tree(), QualifiedExpression.class).stream()
          .anyMatch(other -> other.name().name().equals(name));
      }
      return target instanceof Name variable
        && Trees.within(call.tree(), Name.class).stream()
          .anyMatch(other -> other.isVariable() && other.name().equals(variable.name()));
    }
  }

  private Optional<Step> step(Statement statement) {
    // The await may stand within what is made of its result: [row for row in await store.rows() if row.valid]
    if (!(statement instanceof AssignmentStatement assignment)
      || !(onlyAwait(assignment.assignedValue()) instanceof AwaitExpression await)) {
      return Optional.empty();
    }
    List<Expression> targets = new ArrayList<>();
    assignment.lhsExpressions().forEach(list -> list.expressions().forEach(target -> addTargets(target, targets)));
    boolean isSimple = targets.stream()
      .allMatch(target -> target instanceof Name || target instanceof QualifiedExpression);
    return file.callOf(await.expression())
      .filter(call -> isSimple && hasPlainArguments(call))
      .map(call -> new Step(call, targets, profiles.of(call)))
      .filter(step -> step.profile().canRunBesideOthers() && !step.profile().changes());
  }

  private static Expression onlyAwait(Expression value) {
    List<AwaitExpression> awaits = Trees.within(value, AwaitExpression.class);
    boolean isRepeatedOrOptional = awaits.size() == 1 && Trees.ancestorInScope(awaits.get(0),
      node -> Trees.isInside(node, value) && (node instanceof ConditionalExpression
        || node.is(Tree.Kind.AND, Tree.Kind.OR)
        || node instanceof ComprehensionExpression display
          && !Trees.isInside(awaits.get(0), display.comprehensionFor().iterable())
        || node instanceof DictCompExpression))
      .isPresent();
    return awaits.size() == 1 && !isRepeatedOrOptional ? awaits.get(0) : null;
  }

  private static void addTargets(Expression target, List<Expression> found) {
    Expression bare = Trees.bare(target);
    if (bare instanceof Tuple tuple) {
      tuple.elements().forEach(element -> addTargets(element, found));
    } else {
      found.add(bare);
    }
  }

  /** No await among the arguments: that one must come first anyway. */
  private static boolean hasPlainArguments(CallInfo call) {
    return Trees.within(call.tree(), AwaitExpression.class).isEmpty();
  }

  private boolean isGuarded(Tree node) {
    return Trees.enclosingInScope(node, WithStatement.class).stream().anyMatch(with -> IoProfile.isGuard(file, with));
  }

  // ---- one turn after another -------------------------------------------------------------------------------------

  /** {@code for x in xs: found.append(await f(x))} and the same as a comprehension: the call, and the loop around it. */
  public Map<CallInfo, Tree> turns() {
    Map<CallInfo, Tree> found = new LinkedHashMap<>();
    for (FunctionInfo function : coroutines) {
      for (AwaitExpression await : function.awaits()) {
        file.callOf(await.expression())
          .filter(call -> profiles.of(call).canRunBesideOthers() && !isGuarded(await) && hasPlainArguments(call)
            && !isAlsoGathered(call))
          .ifPresent(call -> loopAround(await, call).ifPresent(loop -> found.put(call, loop)));
      }
      function.calls().forEach(call -> enteredInTurns(call).ifPresent(loop -> found.put(call, loop)));
      function.calls().forEach(call -> toldInTurns(call).ifPresent(loop -> found.put(call, loop)));
    }
    return found;
  }

  /** {@code if one_by_one: return [await f(x) for x in xs]}, or else {@code gather(*(f(x) for x in xs))}: a choice. */
  private static boolean isAlsoGathered(CallInfo call) {
    return call.function().calls().stream().filter(other -> other.plays(Role.GATHERS))
      .flatMap(gather -> Trees.within(gather.tree(), CallExpression.class).stream())
      .anyMatch(other -> Trees.written(other.callee()).equals(call.writtenName()));
  }

  /**
   * {@code for socket in sockets: await socket.send_json(news)}: each has a connection of its own, and none needs
   * another.
   */
  private Optional<Tree> toldInTurns(CallInfo call) {
    boolean isTold = call.isAwaited() && call.finalUse().is(Use.How.DROPPED) && TELLS.contains(call.simpleName())
      && hasPlainArguments(call) && !isGuarded(call.tree());
    if (!isTold || !(call.loops().stream().findFirst().orElse(null) instanceof ForStatement each) || each.isAsync()) {
      return Optional.empty();
    }
    Expression receiver = call.receiver().orElse(null);
    List<Expression> iterables = each.testExpressions();
    boolean isOnPeer = receiver != null && each.expressions().stream()
      .anyMatch(target -> Trees.within(target, Name.class).stream().anyMatch(name -> isRootOf(name, receiver)))
      && (IoReach.isPeer(IoReach.lastName(receiver)) || iterables.size() == 1
        && IoReach.isPeer(IoReach.lastName(source(iterables.get(0)))));
    boolean isAlone = Trees.within(each.body(), AwaitExpression.class).size() == 1
      && Trees.within(each.body(), YieldExpression.class).isEmpty()
      && Trees.within(each.body(), WithStatement.class).isEmpty();
    return isOnPeer && isAlone && !canEnd(each) && !carries(each) ? Optional.of(each) : Optional.empty();
  }

  private static boolean isRootOf(Name name, Expression receiver) {
    Expression root = Trees.bare(receiver);
    while (root instanceof QualifiedExpression qualified) {
      root = Trees.bare(qualified.qualifier());
    }
    return root instanceof Name other && other.symbol() != null && other.symbol() == name.symbol();
  }

  /** What is gone through: {@code self.sockets} of {@code list(self.sockets.values())}. An order that is made is meant. */
  private static Expression source(Expression iterable) {
    Expression bare = Trees.bare(iterable);
    while (bare instanceof CallExpression call) {
      Expression callee = Trees.bare(call.callee());
      boolean isView = callee instanceof QualifiedExpression method
        && Set.of("values", "items", "copy").contains(method.name().name());
      boolean isCopy = callee instanceof Name name && Set.of("list", "tuple", "set").contains(name.name())
        && call.arguments().size() == 1 && call.arguments().get(0) instanceof RegularArgument;
      if (isView) {
        bare = Trees.bare(((QualifiedExpression) callee).qualifier());
      } else if (isCopy) {
        bare = Trees.bare(((RegularArgument) call.arguments().get(0)).expression());
      } else {
        return bare;
      }
    }
    return bare;
  }

  /** {@code for url in urls: async with session.get(url) as response: found.append(await response.text())} */
  private Optional<Tree> enteredInTurns(CallInfo call) {
    if (!call.use().is(Use.How.ENTERED) || !(call.use().site().parent() instanceof WithStatement with)
      || !with.isAsync() || isGuarded(with)
      || !profiles.of(call).canRunBesideOthers()) {
      return Optional.empty();
    }
    return call.loops().stream().findFirst()
      .filter(loop -> loop instanceof ForStatement each && !each.isAsync() && !canEnd(each) && !carries(each)
        && uses(call, each.expressions())
        && Trees.within(each.body(), WithStatement.class).stream().allMatch(other -> other == with)
        && Trees.within(each.body(), CallExpression.class).stream().anyMatch(SequentialAwaits::isFilling)
        && Trees.within(each.body(), AwaitExpression.class).stream().allMatch(await -> isPartOf(with, await)))
      .map(Tree.class::cast);
  }

  /** An await of what was entered: the body of the response. */
  private boolean isPartOf(WithStatement with, AwaitExpression await) {
    return Trees.isInside(await, with.statements())
      && file.callOf(await.expression())
        .filter(
          call -> call.fact().isPresent() && !call.isTo("asyncio.sleep") && profiles.onOwnObject(call).isShareable())
        .isPresent();
  }

  private static boolean canEnd(ForStatement loop) {
    Set<Flow.Exit> exits = Flow.exits(loop.body());
    return exits.contains(Flow.Exit.BREAK) || exits.contains(Flow.Exit.RETURN) || exits.contains(Flow.Exit.RAISE);
  }

  private Optional<Tree> loopAround(AwaitExpression await, CallInfo call) {
    Optional<Tree> comprehension = call.comprehension();
    if (comprehension.isPresent()) {
      return comprehension.filter(display -> isEachOnce(display, await, call));
    }
    return call.loops().stream().findFirst()
      .filter(loop -> loop instanceof ForStatement each && !each.isAsync() && isIndependent(each, await, call))
      .map(Tree.class::cast);
  }

  private static boolean isEachOnce(Tree display, AwaitExpression await, CallInfo call) {
    if (display.is(Tree.Kind.GENERATOR_EXPR)) {
      return false;
    }
    ComprehensionFor loop = display instanceof DictCompExpression pairs
      ? pairs.comprehensionFor()
      : ((ComprehensionExpression) display).comprehensionFor();
    return loop.asyncToken() == null && !Trees.isInside(await, loop)
      && uses(call, List.of(loop.loopExpression()));
  }

  private boolean isIndependent(ForStatement loop, AwaitExpression await, CallInfo call) {
    List<AwaitExpression> awaits = Trees.within(loop.body(), AwaitExpression.class);
    boolean isAlone = awaits.size() == 1 && awaits.get(0) == await
      && !Trees.within(loop.body(), YieldExpression.class).stream().findAny().isPresent()
      && Trees.within(loop.body(), WithStatement.class).stream().noneMatch(WithStatement::isAsync)
      && Trees.within(loop.body(), ForStatement.class).stream().noneMatch(inner -> inner != loop && inner.isAsync());
    return !canEnd(loop) && isAlone && uses(call, loop.expressions()) && collects(loop, await) && !carries(loop)
      && profiles.of(call).writes().isEmpty();
  }

  private static boolean uses(CallInfo call, List<Expression> targets) {
    List<String> names = targets.stream().flatMap(target -> Trees.within(target, Name.class).stream()).map(Name::name)
      .toList();
    return Trees.within(call.tree(), Name.class).stream()
      .anyMatch(name -> name.isVariable() && names.contains(name.name()));
  }

  /**
   * True when the result goes into a collection: {@code found.append(await …)}, {@code found[key] = await …}, also in
   * two steps.
   */
  private static boolean collects(ForStatement loop, AwaitExpression await) {
    Use use = Use.of(await);
    if (use.is(Use.How.ARGUMENT) && isFilling(use.site())) {
      return true;
    }
    if (!(use.site() instanceof AssignmentStatement assignment)) {
      return false;
    }
    Expression target = assignment.lhsExpressions().get(0).expressions().get(0);
    if (target instanceof SubscriptionExpression) {
      return true;
    }
    return Trees.bare(target) instanceof Name result && (Trees.within(loop.body(), CallExpression.class).stream()
      .anyMatch(call -> isFilling(call) && mentions(call, result))
      || Trees.within(loop.body(), AssignmentStatement.class).stream()
        .anyMatch(other -> isEntry(other) && mentions(other.assignedValue(), result)));
  }

  private static boolean mentions(Tree tree, Name variable) {
    return Trees.within(tree, Name.class).stream().anyMatch(name -> name.name().equals(variable.name()));
  }

  private static boolean isEntry(AssignmentStatement assignment) {
    return assignment.lhsExpressions().get(0).expressions().get(0) instanceof SubscriptionExpression;
  }

  private static boolean isFilling(Tree site) {
    return site instanceof CallExpression call && call.callee() instanceof QualifiedExpression method
      && Set.of("append", "add", "extend", "insert").contains(method.name().name())
      && site.parent() instanceof ExpressionStatement;
  }

  /**
   * True when a turn may use what an earlier one left: a variable of the body that is read before it is written, or
   * changed in place.
   */
  private static boolean carries(ForStatement loop) {
    if (!Trees.within(loop.body(), CompoundAssignmentStatement.class).isEmpty() || movesIndices(loop)) {
      return true;
    }
    List<Name> names = Trees.within(loop.body(), Name.class).stream()
      .filter(name -> name.symbol() != null && name.isVariable()).toList();
    for (Name written : names) {
      Symbol symbol = written.symbol();
      boolean isWrite = symbol.usages().stream().anyMatch(usage -> usage.tree() == written && usage.isBindingUsage());
      if (isWrite
        && names.stream().anyMatch(read -> read.symbol() == symbol && read != written && precedes(read, written)
          && symbol.usages().stream().anyMatch(usage -> usage.tree() == read && !usage.isBindingUsage()))) {
        return true;
      }
    }
    return false;
  }

  /** {@code for i, peer in reversed(list(enumerate(peers)))} with {@code peers.pop(i)}: the indices after it change. */
  private static boolean movesIndices(ForStatement loop) {
    return loop.expressions().size() > 1
      && loop.testExpressions().stream().flatMap(all -> Trees.within(all, CallExpression.class).stream())
        .anyMatch(call -> Trees.written(call.callee()).equals("enumerate"))
      && Trees.within(loop.body(), CallExpression.class).stream()
        .anyMatch(call -> call.callee() instanceof QualifiedExpression method && method.name().name().equals("pop")
          && Calls.positional(call).stream()
            .anyMatch(index -> Trees.written(index).equals(Trees.written(loop.expressions().get(0)))));
  }

  /** True when the variable is read before it is written in a turn, or in the very statement that writes it. */
  private static boolean precedes(Name read, Name written) {
    return Trees.isBefore(read, written)
      || Trees.statementOf(written)
        .filter(statement -> statement instanceof AssignmentStatement && Trees.isInside(read, statement)).isPresent();
  }

  // ---- blocking requests in turns ---------------------------------------------------------------------------------

  /** The loops of coroutines that make a blocking request for each element, with the requests. */
  public Map<ForStatement, List<CallInfo>> blockingTurns() {
    Map<ForStatement, List<CallInfo>> found = new LinkedHashMap<>();
    for (CallInfo call : file.callsOnLoop()) {
      if (call.function().isAsync() && !call.loops().isEmpty() && requests(call) && !isGuarded(call.tree())) {
        call.loops().stream().findFirst()
          .filter(loop -> loop instanceof ForStatement each && canRunTogether(each, call))
          .ifPresent(loop -> found.computeIfAbsent((ForStatement) loop, key -> new ArrayList<>()).add(call));
      }
    }
    return found;
  }

  private boolean requests(CallInfo call) {
    return call.blocking().filter(kind -> kind == Blocking.HTTP).isPresent()
      || file.pathTo(call, inner -> inner.blocking().filter(kind -> kind == Blocking.HTTP).isPresent()).isPresent();
  }

  private boolean canRunTogether(ForStatement loop, CallInfo call) {
    Set<Flow.Exit> exits = Flow.exits(loop.body());
    boolean pauses = Trees.within(loop.body(), CallExpression.class).stream().map(file::callOf)
      .flatMap(Optional::stream).anyMatch(other -> other.isTo("asyncio.sleep"));
    return !exits.contains(Flow.Exit.BREAK) && !exits.contains(Flow.Exit.RETURN) && !pauses && dependsOn(loop, call)
      && !leavesItsResult(loop, call);
  }

  /** {@code self.search(query)}, after which the turn reads {@code self.found}: the next call would overwrite it. */
  private boolean leavesItsResult(ForStatement loop, CallInfo call) {
    return call.use().is(Use.How.DROPPED) && call.target().filter(target -> Trees
      .within(loop.body(), QualifiedExpression.class).stream()
      .flatMap(member -> AttributeInfo.of(file, member).stream()).flatMap(member -> member.assignments().stream())
      .anyMatch(binding -> Trees.isInside(binding.site(), target.tree()))).isPresent();
  }

  /** The request is for this element: it mentions the loop's variable, or one that is made from it in the turn. */
  private static boolean dependsOn(ForStatement loop, CallInfo call) {
    if (uses(call, loop.expressions())) {
      return true;
    }
    return Trees.within(loop.body(), AssignmentStatement.class).stream()
      .filter(assignment -> Trees.isBefore(assignment, call.tree()))
      .anyMatch(assignment -> uses(call, assignment.lhsExpressions().get(0).expressions()));
  }
}
