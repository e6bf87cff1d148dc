package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.reach.Execution;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** One {@code asyncio.Queue}: who puts into it and who takes out of it, as far as the file shows. */
public final class QueueInfo {

  private static final int DEPTH = 4;
  private static final Set<String> FILLING = Set.of("add", "append", "appendleft");
  private static final Set<String> ONCE = Set.of("add_done_callback", "call_later", "call_at");
  private static final Pattern SUBSCRIBES = Pattern.compile(
    "_?(subscribe|consume|listen|on|add_(listener|handler|callback|subscriber)|register_(callback|handler|listener)).*");
  /** A bus: whoever has a message puts it in, and its reader asks for the next one. A pool gives back what it lent. */
  private static final Pattern PUBLISHES = Pattern
    .compile("_?(publish|send|emit|enqueue|submit|push|post|broadcast|notify|dispatch|add_(message|event|job|task)).*");

  private final CallInfo making;
  private final FileModel file;
  private final List<CallInfo> puts = new ArrayList<>();
  private final List<CallInfo> gets = new ArrayList<>();
  private final List<CallInfo> sizes = new ArrayList<>();
  private final List<QualifiedExpression> handedPuts = new ArrayList<>();
  private final List<CallInfo> unseen = new ArrayList<>();
  private final Set<CallInfo> deliveries = new LinkedHashSet<>();
  private final Set<Tree> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  private QueueInfo(CallInfo making) {
    this.making = making;
    this.file = making.file();
    Life life = Life.of(file, making.tree());
    life.variables().forEach(variable -> variable.reads().forEach(read -> follow(read, DEPTH)));
    life.globals().forEach(variable -> variable.reads().forEach(read -> follow(read, DEPTH)));
    life.attributes().forEach(attribute -> attribute.mentions().forEach(mention -> follow(mention, DEPTH)));
    followUse(making.tree(), Use.of(making.tree()), DEPTH);
  }

  /** Every queue that the file makes. */
  public static List<QueueInfo> of(FileModel file) {
    return file.facts(All.class, All::new).found;
  }

  private static final class All {
    private final List<QueueInfo> found;

    private All(FileModel file) {
      found = file.calls().playing(Role.QUEUE)
        .where(call -> call.name().filter(name -> name.startsWith("asyncio.")).isPresent())
        .stream().map(QueueInfo::new).toList();
    }
  }

  private void follow(Expression read, int depth) {
    if (depth == 0 || !seen.add(read)) {
      return;
    }
    if (read.parent() instanceof QualifiedExpression method && method.qualifier() == read) {
      Optional<CallInfo> call = file.callOf(method.parent()).filter(found -> Trees.bare(found.callee()) == method);
      String name = method.name().name();
      if (call.isEmpty()) {
        if (name.startsWith("put") && isRegistered(method)) {
          handedPuts.add(method);
        }
        return;
      }
      switch (name) {
        case "put", "put_nowait" -> puts.add(call.get());
        case "get", "get_nowait" -> gets.add(call.get());
        case "qsize" -> sizes.add(call.get());
        default -> {
        }
      }
      return;
    }
    followUse(read, Use.of(read), depth);
  }

  /** {@code client.on_message(queue.put_nowait)}: an object that is just given the method may use it once. */
  private boolean isRegistered(QualifiedExpression method) {
    return Use.of(method).is(Use.How.ARGUMENT) && file.callOf(Use.of(method).site())
      .filter(call -> !call.simpleName().isEmpty() && Character.isLowerCase(call.simpleName().charAt(0))).isPresent();
  }

  private void followUse(Expression read, Use use, int depth) {
    if (use.is(Use.How.ARGUMENT)) {
      file.callOf(use.site()).ifPresent(call -> {
        Optional<Variable> parameter = Parameters.receiving(call, read);
        if (parameter.isPresent()) {
          parameter.get().reads().forEach(inner -> follow(inner, depth - 1));
        } else if (FILLING.contains(call.simpleName()) && call.receiver().isPresent() && call.arguments().size() == 1) {
          followContainer(call.receiver().get());
        } else {
          unseen.add(call);
        }
      });
    } else if (use.is(Use.How.RETURNED) && depth > 0) {
      // self.queue = self.make_queue()
      PerCall.of(file).callsOf(file.functionAround(read))
        .forEach(call -> followUse(call.tree(), Use.of(call.tree()), depth - 1));
    } else if (use.is(Use.How.ASSIGNED) && use.site() instanceof AssignmentStatement assignment) {
      assignment.lhsExpressions().stream().flatMap(list -> list.expressions().stream())
        .forEach(target -> followTarget(target, depth));
    }
  }

  /**
   * {@code self.subscribers.add(queue)}, {@code self.subscribers[topic].append(queue)}: others put into all that are in
   * there.
   */
  private void followContainer(Expression holder) {
    Expression bare = Trees.bare(holder);
    boolean isNested = bare instanceof SubscriptionExpression;
    Expression outer = bare instanceof SubscriptionExpression part ? Trees.bare(part.object()) : bare;
    Optional<Container> container = outer instanceof Name name
      ? Variable.of(name).map(variable -> Container.of(file, variable))
      : outer instanceof QualifiedExpression attribute
        ? AttributeInfo.of(file, attribute).map(known -> Container.of(file, known))
        : Optional.empty();
    container.map(found -> isNested ? found.innerElementUses() : found.elementUses()).stream().flatMap(List::stream)
      .map(file::methodCall).flatMap(Optional::stream)
      .filter(call -> Set.of("put", "put_nowait").contains(call.simpleName())).forEach(deliveries::add);
  }

  private void followTarget(Expression target, int depth) {
    if (target instanceof QualifiedExpression attribute) {
      AttributeInfo.of(file, attribute)
        .ifPresent(known -> known.mentions().forEach(mention -> follow(mention, depth - 1)));
    } else if (target instanceof Name name) {
      Variable.of(name).ifPresent(variable -> variable.reads().forEach(inner -> follow(inner, depth - 1)));
    } else if (target instanceof SubscriptionExpression item) {
      followContainer(item.object());
    }
  }

  /** The call that makes it. */
  public CallInfo making() {
    return making;
  }

  public List<CallInfo> puts() {
    return puts;
  }

  /** True when nothing says how many items it may hold; a size that is written out, also zero, is a decision. */
  public boolean lacksSize() {
    return making.lacks(0, "maxsize");
  }

  public boolean hasSize() {
    return making.argument(0, "maxsize")
      .filter(size -> Literals.integer(size).isEmpty() || Literals.integer(size).getAsLong() > 0).isPresent();
  }

  /** True when the code looks at the number of items: it keeps the limit by hand. */
  public boolean isMeasured() {
    return sizes.stream()
      .anyMatch(call -> call.use().is(Use.How.TESTED) && !isComparedWithZero(call));
  }

  private static boolean isComparedWithZero(CallInfo call) {
    return call.use().site() instanceof BinaryExpression comparison
      && (Literals.integer(comparison.rightOperand()).orElse(1) == 0
        || Literals.integer(comparison.leftOperand()).orElse(1) == 0)
      || !(call.use().site() instanceof BinaryExpression);
  }

  // ---- producers --------------------------------------------------------------------------------------------------

  /** A place that puts one item after another, faster than somebody may take them. */
  public Optional<Tree> producer() {
    boolean nobodyWaits = !gets.isEmpty() && gets.stream().allMatch(get -> get.simpleName().equals("get_nowait"));
    // transport.pause_reading() beside the put: nothing more arrives until the queue has been emptied
    boolean pauses = puts.stream().anyMatch(put -> put.function().callsAny(Set.of("pause_reading")));
    if (nobodyWaits || pauses || holdsAnswers()) {
      // results that are collected at the end: a size would stop those who put them in
      return Optional.empty();
    }
    return puts.stream().filter(put -> produces(put) && !isOncePerItem(put) && !isOncePerFuture(put))
      .map(put -> (Tree) put.callee()).findFirst()
      .or(() -> deliveries.stream().filter(this::delivers).map(put -> (Tree) put.callee()).findFirst())
      .or(() -> handedPuts.stream().filter(method -> file.functionAround(method) != making.function())
        .map(Tree.class::cast).findFirst())
      .or(this::backgroundProducer);
  }

  /** {@code if key in asked: return; asked.add(key); queue.put_nowait(key)}: what is put in again comes in once. */
  private static boolean isOncePerItem(CallInfo put) {
    Set<String> items = put.arguments().stream().flatMap(item -> Trees.within(item, Expression.class).stream())
      .map(Trees::source).collect(Collectors.toSet());
    return put.function().nodes(InExpression.class, Tree.Kind.IN).stream()
      .filter(test -> items.contains(Trees.source(test.leftOperand())))
      .anyMatch(test -> put.function().calls().stream().filter(call -> call.simpleName().equals("add"))
        .anyMatch(call -> Trees.source(call.tree())
          .equals(Trees.source(test.rightOperand()) + ".add(" + Trees.source(test.leftOperand()) + ")")));
  }

  /** {@code for future in futures: future.add_done_callback(put_it_in)} */
  private static boolean isOncePerFuture(CallInfo put) {
    return put.function().file().calls().written("add_done_callback").stream()
      .anyMatch(call -> call.arguments().stream().map(IoReach::lastName).anyMatch(put.function().name()::equals)
        && call.loops().stream().allMatch(loop -> loop instanceof ForStatement each && !each.isAsync()));
  }

  private boolean holdsAnswers() {
    return isReadOnce() && gets.stream().anyMatch(QueueInfo::isAnswer);
  }

  private boolean isReadOnce() {
    return gets.stream().allMatch(get -> get.loops().isEmpty());
  }

  /** {@code transport.write(request); return await self.answers.get()}: the peer sends one answer for each request. */
  private static boolean isAnswer(CallInfo get) {
    return get.function().calls().stream()
      .anyMatch(call -> Trees.isBefore(call.tree(), get.tree())
        && call.receiver().map(IoReach::lastName).filter(name -> name.matches("_*(transport|writer)")).isPresent()
        && Set.of("write", "sendto", "send").contains(call.simpleName()));
  }

  /** True for a put that is made again and again while others take items out. */
  public boolean produces(CallInfo put) {
    if (isSentinel(put)) {
      return false;
    }
    FunctionInfo function = put.function();
    Optional<Statement> loop = put.loops().stream().findFirst();
    if (loop.isPresent() && isCounted(loop.get())) {
      return false;
    }
    if (loop.isPresent()) {
      return !(loop.get() instanceof ForStatement head) || head.isAsync()
        || function != making.function() && function.isAsync() && !isFilledFirst(put)
        || suspendsBesides(head, put);
    }
    return function != making.function()
      && (isCallback(function) || isCalledInLoop(function) || isForItems(put, function));
  }

  /**
   * True when what is put into every queue of a container comes from outside, again and again: a subscriber that is
   * slow keeps it all.
   */
  private boolean delivers(CallInfo put) {
    FunctionInfo function = put.function();
    boolean isForOneAnswer = !gets.isEmpty() && isReadOnce();
    if (isSentinel(put) || isForOneAnswer || function == making.function()) {
      return false;
    }
    boolean isInWorker = put.loops().stream()
      .anyMatch(loop -> loop instanceof WhileStatement || loop instanceof ForStatement each && each.isAsync());
    return isInWorker || isCallback(function) || isCalledInLoop(function)
      || putsParameter(put) && PUBLISHES.matcher(function.name()).matches();
  }

  private static boolean putsParameter(CallInfo put) {
    return put.arguments().stream().flatMap(item -> Trees.within(item, Name.class).stream())
      .anyMatch(name -> !name.name().equals("self") && put.function().parameterNames().contains(name.name()));
  }

  /** True when a container hands out what is put: one that waits for a slow subscriber would stop them all. */
  public boolean isOneOfMany() {
    return !deliveries.isEmpty();
  }

  /** A stop signal is one item: {@code None}, {@code STOP}, {@code Event(Kind.CLOSE, None)}. */
  private static boolean isSentinel(CallInfo put) {
    return put.arguments().stream().allMatch(QueueInfo::isFixed);
  }

  private static boolean isFixed(Expression item) {
    Expression bare = Trees.bare(item);
    if (bare instanceof CallExpression made && !made.arguments().isEmpty() && isClassName(made.callee())) {
      return Calls.values(made).size() == made.arguments().size()
        && Calls.values(made).stream().allMatch(QueueInfo::isFixed);
    }
    return bare instanceof NoneExpression || bare instanceof StringLiteral || bare instanceof NumericLiteral
      || bare instanceof Name name && name.name().equals(name.name().toUpperCase(Locale.ROOT))
      || bare instanceof QualifiedExpression member && isClassName(member.qualifier());
  }

  private static boolean isClassName(Expression expression) {
    return expression instanceof Name name && Character.isUpperCase(name.name().charAt(0));
  }

  /** {@code for url in urls: queue.put_nowait(url)}: the items are in memory already, and the workers start afterwards. */
  private static boolean isFilledFirst(CallInfo put) {
    return put.simpleName().equals("put_nowait");
  }

  /** {@code for _ in range(size): pool.put_nowait(connection)}: the queue holds what the author counted. */
  private static boolean isCounted(Statement loop) {
    return loop instanceof ForStatement head && Trees.source(head.testExpressions().get(0)).startsWith("range");
  }

  private static boolean suspendsBesides(ForStatement loop, CallInfo put) {
    return put.function().suspensions().stream()
      .anyMatch(place -> Trees.isInside(place, loop.body()) && !Trees.isInside(put.tree(), place)
        && !(place instanceof WithStatement));
  }

  private boolean isCallback(FunctionInfo function) {
    boolean isCalledOnce = function.handover(Execution.LOOP)
      .filter(handover -> ONCE.contains(handover.call().simpleName()) && !handover.call().isRepeated()).isPresent();
    if (isCalledOnce || isForGestures(function)) {
      // as many items as there are tasks or timers, or as a person can click
      return false;
    }
    if (function.isOnLoop() && !function.isAsync() || PerCall.of(file).isHandler(function)) {
      return true;
    }
    if (function.isLambda()) {
      return Use.of((Expression) function.tree()).is(Use.How.ARGUMENT);
    }
    String name = function.name();
    return isGivenToSubscription(function) || name.matches(
      "(data|datagram|message|frame|packet|event|line)_received|_?on_[a-z_]+|_?handle_[a-z_]+|.*_(callback|cb|handler)|callback|emit")
      && !isSetup(name);
  }

  /** {@code board.connect("action", self.on_action)}, the signals of a user interface. */
  private boolean isForGestures(FunctionInfo function) {
    return file.calls().written("connect").stream()
      .filter(call -> call.arguments().size() >= 2 && Trees.bare(call.arguments().get(0)) instanceof StringLiteral)
      .anyMatch(call -> call.arguments().get(1) instanceof QualifiedExpression method
        && method.name().name().equals(function.name()));
  }

  /** {@code await consumer.subscribe("logs", self._add_log)}: it is called for each message that arrives. */
  private boolean isGivenToSubscription(FunctionInfo function) {
    return function.owner().isPresent() && file.attributesNamed(function.name()).stream()
      .filter(mention -> Trees.bare(mention.qualifier()) instanceof Name self && self.name().equals("self"))
      .map(Use::of)
      .anyMatch(use -> use.is(Use.How.ARGUMENT) && file.callOf(use.site())
        .filter(call -> SUBSCRIBES.matcher(call.simpleName()).matches()).isPresent());
  }

  private static boolean isSetup(String name) {
    return name.matches("on_(start|startup|stop|shutdown|close|exit|connect|disconnect|ready).*");
  }

  private boolean isCalledInLoop(FunctionInfo function) {
    return function.definition().isPresent()
      && PerCall.of(file).callsOf(function).stream().anyMatch(CallInfo::isRepeated);
  }

  /** {@code async def submit(self, job): await self.queue.put(job)} with a worker that takes one job after another. */
  private boolean isForItems(CallInfo put, FunctionInfo function) {
    return putsParameter(put) && function.owner().isPresent() && !function.name().startsWith("__")
      && gets.stream().anyMatch(get -> !get.loops().isEmpty() && Workers.endlessLoop(get.function()).isPresent()
        || PUBLISHES.matcher(function.name()).matches() && get.finalUse().is(Use.How.RETURNED));
  }

  /** The queue goes to a task whose code another file has, nobody here puts, and somebody else gets it, too. */
  private Optional<Tree> backgroundProducer() {
    if (!puts.isEmpty() || unseen.size() < 2 && gets.isEmpty()) {
      return Optional.empty();
    }
    // session.subscribe("prices", queue): what arrives is put in for as long as the subscription lasts
    Optional<Tree> subscription = unseen.stream()
      .filter(call -> call.simpleName()
        .matches("_?(subscribe|add_(listener|subscriber|consumer)|register_(listener|queue)).*"))
      .map(call -> (Tree) call.callee()).findFirst();
    if (subscription.isPresent()
      && gets.stream().anyMatch(get -> Workers.endlessLoop(get.function()).isPresent())) {
      return subscription;
    }
    return unseen.stream()
      .filter(call -> call.fact().isEmpty() && call.target().isEmpty() && call.use().is(Use.How.ARGUMENT))
      .filter(call -> file.callOf(call.use().site()).filter(start -> start.plays(Role.CREATES_TASK)).isPresent())
      .map(call -> (Tree) call.callee()).findFirst();
  }

  // ---- QueueFull --------------------------------------------------------------------------------------------------

  /** The places that put without waiting and let {@code QueueFull} end their caller. */
  public List<CallInfo> unhandledPuts() {
    return holdsAnswers()
      ? List.of()
      : puts.stream()
        .filter(put -> put.simpleName().equals("put_nowait") && produces(put) && !isHandled(put) && !isGivenBack(put))
        .toList();
  }

  /** {@code token = await tokens.get()}, then {@code tokens.put_nowait(token)}: there was room for it before. */
  private boolean isGivenBack(CallInfo put) {
    return put.arguments().stream().map(Trees::written).anyMatch(item -> gets.stream().map(CallInfo::finalUse)
      .anyMatch(use -> use.site() instanceof AssignmentStatement taken && taken.lhsExpressions().stream()
        .anyMatch(target -> Trees.written(target.expressions().get(0)).equals(item))));
  }

  private static boolean isHandled(CallInfo put) {
    return Trees.enclosingInScope(put.tree(), TryStatement.class).stream()
      .filter(attempt -> Trees.isInside(put.tree(), attempt.body()))
      .flatMap(attempt -> attempt.exceptClauses().stream())
      .anyMatch(
        clause -> clause.exception() == null || Trees.source(clause.exception()).matches(".*(QueueFull|Exception).*"))
      || Trees.enclosingInScope(put.tree(), WithStatement.class).stream()
        .anyMatch(with -> Trees.source(with.withItems().get(0)).contains("suppress"));
  }
}
