package org.usingasyncio.project;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.model.BlockingPaths;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.CallQuery;
import org.usingasyncio.model.ClassInfo;
import org.usingasyncio.model.Coroutines;
import org.usingasyncio.model.EndlessPrograms;
import org.usingasyncio.model.Endings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FirstUse;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.IoReach;
import org.usingasyncio.model.LongLoops;
import org.usingasyncio.model.LoopRuns;
import org.usingasyncio.model.LostTasks;
import org.usingasyncio.model.Passings;
import org.usingasyncio.model.PerCall;
import org.usingasyncio.model.Tasks;
import org.usingasyncio.model.ThreadTargets;
import org.usingasyncio.model.ThreadUse;
import org.usingasyncio.model.Use;
import org.usingasyncio.model.Workers;
import org.usingasyncio.names.Value;
import org.usingasyncio.reach.Passing;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** Makes the summary of a file from its model. */
final class Summarizer {

  /** From how many turns a loop without an await computes for long: the default of UA101's parameter. */
  private static final long TURNS = 100_000;

  private static final Set<String> SUPER = Set.of("super");

  private final FileModel file;
  private final BlockingPaths paths;
  private final LoopRuns runs;
  private final ThreadTargets threads;
  private final Touches touches;
  private final Passings passings;
  private final Set<FunctionInfo> askingForThread;
  private final Set<FunctionInfo> bridging;
  private final Set<FunctionInfo> givingTask;
  private final Map<FunctionInfo, Map<String, List<Expression>>> passed = new HashMap<>();
  private final Map<Passing, Passing> sharedPassings = new HashMap<>();
  private final List<String> starImports = new ArrayList<>();
  private final Map<String, String> texts = new HashMap<>();
  private final SummaryCodec.Sets<FunctionSummary.Trait> traitSets = new SummaryCodec.Sets<>(
    FunctionSummary.Trait.class);
  private final SummaryCodec.Sets<CallSummary.Effect> effectSets = new SummaryCodec.Sets<>(CallSummary.Effect.class);
  private final SummaryCodec.Sets<CallSummary.Trait> callTraitSets = new SummaryCodec.Sets<>(CallSummary.Trait.class);

  private Summarizer(FileModel file) {
    this.file = file;
    this.paths = file.facts(BlockingPaths.class, BlockingPaths::new);
    this.runs = LoopRuns.of(file);
    this.threads = ThreadTargets.of(file);
    this.touches = new Touches(file);
    this.passings = Passings.of(file);
    this.askingForThread = making(
      file.calls().to("threading.current_thread", "threading.get_ident", "threading.main_thread"));
    this.givingTask = Tasks.of(file).all().stream().filter(LostTasks::isHandedOut).map(task -> task.call().function())
      .collect(Collectors.toSet());
    this.bridging = making(
      file.calls().playing(Role.BRIDGES_TO_LOOP).or(file.calls().written("call_soon_threadsafe")));
  }

  static FileSummary summarize(FileModel file, List<Mark> marks, List<Suspicion> suspicions) {
    return new Summarizer(file).summary(marks, suspicions);
  }

  private FileSummary summary(List<Mark> marks, List<Suspicion> suspicions) {
    Map<String, String> names = names();
    List<FunctionSummary> functions = new ArrayList<>();
    file.functions().stream().filter(function -> !function.isClassBody())
      .forEach(function -> functions.add(summary(function)));
    List<ClassSummary> classes = file.classes().stream().map(this::summary).toList();
    return new FileSummary(file.context().pythonFile().uri().toString(), file.names().moduleName(), names, starImports,
      exported(), functions, classes, marks, Handovers.of(file), Endings.of(file).elsewhere(), suspicions);
  }

  // ---- names ------------------------------------------------------------------------------------------------------

  private Map<String, String> names() {
    Map<String, String> found = new LinkedHashMap<>();
    for (ImportFrom statement : file.module().nodes(ImportFrom.class, Tree.Kind.IMPORT_FROM)) {
      if (statement.isWildcardImport()) {
        starImports.add(moduleOf(statement));
      } else {
        statement.importedNames().forEach(alias -> {
          found.put(Trees.boundBy(alias).name(), moduleOf(statement) + "." + alias.dottedName().names().get(0).name());
        });
      }
    }
    for (AssignmentStatement assignment : file.module().nodes(AssignmentStatement.class, Tree.Kind.ASSIGNMENT_STMT)) {
      if (assignment.lhsExpressions().size() == 1 && assignment.lhsExpressions().get(0).expressions().size() == 1
        && assignment.lhsExpressions().get(0).expressions().get(0) instanceof Name variable) {
        Value value = file.names().valueOf(assignment.assignedValue());
        if (value instanceof Value.Instance instance && instance.type().contains(".")) {
          found.put(variable.name(), instance.type() + "()");
        }
      }
    }
    return found;
  }

  /** The module after {@code from}, with as many dots before it as the user wrote: the project resolves them. */
  private static String moduleOf(ImportFrom statement) {
    StringBuilder module = new StringBuilder();
    if (statement.dottedPrefixForModule() != null) {
      statement.dottedPrefixForModule().forEach(dots -> module.append(dots.value()));
    }
    if (statement.module() != null) {
      List<Name> parts = statement.module().names();
      for (int i = 0; i < parts.size(); i++) {
        module.append(i == 0 ? "" : ".").append(parts.get(i).name());
      }
    }
    return module.toString();
  }

  private List<String> exported() {
    for (AssignmentStatement assignment : file.module().nodes(AssignmentStatement.class, Tree.Kind.ASSIGNMENT_STMT)) {
      if (Trees.written(assignment.lhsExpressions().get(0).expressions().get(0)).equals("__all__")) {
        Expression value = Trees.bare(assignment.assignedValue());
        List<Expression> elements = value instanceof ListLiteral list
          ? list.elements().expressions()
          : value instanceof Tuple tuple ? tuple.elements() : List.of();
        return elements.stream().map(Literals::text).flatMap(Optional::stream).toList();
      }
    }
    return null;
  }

  /** The same text is kept once for the file. */
  private String shared(String text) {
    return texts.computeIfAbsent(text, key -> key);
  }

  // ---- functions --------------------------------------------------------------------------------------------------

  private FunctionSummary summary(FunctionInfo function) {
    List<CallSummary> calls = new ArrayList<>();
    for (CallInfo call : function.calls()) {
      String target = call.name().orElseGet(() -> ofOwnClass(call));
      Set<CallSummary.Effect> effects = effects(call);
      if ((!effects.isEmpty() || mayBeOfProject(call, target)) && !target.equals("<lambda>")
        && !BlockingPaths.isAlternative(call)) {
        calls.add(summary(call, target, effects));
      }
    }
    file.facts(LongLoops.class, LongLoops::new).of(function, TURNS)
      .forEach(loop -> calls.add(new CallSummary("", "a loop", Span.of(loop.range()),
        effectSets.of(EnumSet.of(CallSummary.Effect.COMPUTES)),
        callTraitSets.of(EnumSet.noneOf(CallSummary.Trait.class)), Passing.NOTHING)));
    return new FunctionSummary(shared(function.qualifiedName()), place(function), span(function), traits(function),
      passings.of(function), List.copyOf(calls), touches.of(function));
  }

  /** True when the function passes to a call what this one calls. */
  private boolean isPassed(CallInfo call) {
    return passed.computeIfAbsent(call.function(), Summarizer::passed).getOrDefault(call.simpleName(), List.of())
      .stream().anyMatch(mention -> Trees.written(mention).equals(call.writtenName()));
  }

  /** What the function passes to calls without calling it, by the last part of its name. */
  private static Map<String, List<Expression>> passed(FunctionInfo function) {
    Map<String, List<Expression>> found = new HashMap<>();
    for (CallInfo call : function.calls()) {
      for (Expression argument : call.arguments()) {
        String name = Trees.lastName(argument);
        if (!name.isEmpty()) {
          found.computeIfAbsent(name, key -> new ArrayList<>()).add(argument);
        }
      }
    }
    return found;
  }

  private Set<FunctionSummary.Trait> traits(FunctionInfo function) {
    Set<FunctionSummary.Trait> traits = EnumSet.noneOf(FunctionSummary.Trait.class);
    add(traits, FunctionSummary.Trait.ON_LOOP, function.isOnLoop());
    add(traits, FunctionSummary.Trait.ASYNC, function.isAsync());
    add(traits, FunctionSummary.Trait.GENERATOR, function.isGenerator());
    add(traits, FunctionSummary.Trait.CALLED_AS_WRITTEN, function.isCalledAsWritten());
    add(traits, FunctionSummary.Trait.STUB, function.isStub() || function.isAbstract());
    threads.targets().stream().filter(target -> target.function() == function).forEach(target -> traits.add(
      target.waiter().isPresent() ? FunctionSummary.Trait.IN_AWAITED_THREAD : FunctionSummary.Trait.IN_THREAD));
    add(traits, FunctionSummary.Trait.REACHED_IN_THREAD, threads.reached().containsKey(function));
    add(traits, FunctionSummary.Trait.REACHED_ON_LOOP, threads.onLoop().contains(function));
    boolean asks = runs.asksForLoop(function) || askingForThread.contains(function);
    add(traits, FunctionSummary.Trait.ASKS_FOR_LOOP, asks);
    add(traits, FunctionSummary.Trait.KNOWS_THREADS, asks || bridging.contains(function));
    add(traits, FunctionSummary.Trait.ENDLESS, function.isCoroutine()
      && (Workers.neverEnds(function) || EndlessPrograms.of(file).reasonOf(function).isPresent()));
    if (function.definition().isPresent() && file.speaksOfCoroutines()) {
      PerCall perCall = PerCall.of(file);
      boolean isHandler = perCall.isHandler(function);
      add(traits, FunctionSummary.Trait.HANDLER, isHandler);
      add(traits, FunctionSummary.Trait.ONCE, !isHandler && perCall.isOnce(function));
      add(traits, FunctionSummary.Trait.LIMITED, function.isAsync() && IoReach.of(file).isLimited(function));
    }
    add(traits, FunctionSummary.Trait.GIVES_TASK, givingTask.contains(function));
    add(traits, FunctionSummary.Trait.CALLS_SUPER, function.callsAny(SUPER));
    return traitSets.of(traits);
  }

  private static Set<FunctionInfo> making(CallQuery calls) {
    return calls.stream().map(CallInfo::function).collect(Collectors.toSet());
  }

  private static Span span(FunctionInfo function) {
    return function.loopEvidence().map(Span::of).orElseGet(() -> place(function));
  }

  private static Span place(FunctionInfo function) {
    return function.isModule()
      ? new Span(1, 0, 1, 0)
      : Span.of(function.definition().map(def -> (Tree) def.name()).orElse(function.tree()));
  }

  private static <T> void add(Set<T> set, T element, boolean condition) {
    if (condition) {
      set.add(element);
    }
  }

  // ---- calls ------------------------------------------------------------------------------------------------------

  private CallSummary summary(CallInfo call, String target, Set<CallSummary.Effect> effects) {
    return new CallSummary(shared(target), shared(call.writtenName()), Span.of(call.callee()), effectSets.of(effects),
      callTraitSets.of(traits(call)), passing(call, isOfLibrary(call, target)));
  }

  /** True for what runs code of this project, as far as the file shows: its own functions, and what nobody knows. */
  private static boolean mayBeOfProject(CallInfo call, String target) {
    return !isOfLibrary(call, target) && !isOfBuiltin(call) || call.target().isPresent();
  }

  private static boolean isOfLibrary(CallInfo call, String target) {
    return target.indexOf('.') < 0 || call.fact().isPresent();
  }

  /** {@code "".join}, {@code [].append} */
  private static boolean isOfBuiltin(CallInfo call) {
    return call.calleeValue() instanceof Value.Named method && method.receiver() instanceof Value.Instance object
      && object.definition() == null && object.symbol() == null && object.type().indexOf('.') < 0;
  }

  private Passing passing(CallInfo call, boolean isLibrary) {
    Passing passing = passings.of(call);
    if (passing.needs().isEmpty() && (isLibrary || passing.given().isEmpty())) {
      return Passing.NOTHING;
    }
    return sharedPassings.computeIfAbsent(isLibrary ? new Passing(passing.needs(), List.of()) : passing, key -> key);
  }

  /** {@code self.save()} where another file defines the method: a base class has it, perhaps. */
  private static String ofOwnClass(CallInfo call) {
    boolean isOnSelf = call.receiver().map(Trees::bare)
      .filter(receiver -> receiver instanceof Name self && self.name().equals("self")).isPresent();
    return isOnSelf
      ? call.function().enclosingClass().map(type -> type.qualifiedName() + "." + call.simpleName()).orElse("")
      : "";
  }

  private Set<CallSummary.Effect> effects(CallInfo call) {
    Set<CallSummary.Effect> effects = EnumSet.noneOf(CallSummary.Effect.class);
    add(effects, CallSummary.Effect.BLOCKS, BlockingPaths.waits(call) && !BlockingPaths.dependsOnArgumentType(call));
    add(effects, CallSummary.Effect.COMPUTES, call.cpu() != Fact.Cpu.NONE);
    add(effects, CallSummary.Effect.RUNS_LOOP,
      runs.runsLoop(call) && !runs.allowsNesting() && !runs.asksForLoop(call.function()));
    add(effects, CallSummary.Effect.HAS_LOOP, ThreadTargets.givesLoop(call));
    add(effects, CallSummary.Effect.LOOP_THREAD_ONLY, ThreadUse.of(file).isLoopThreadOnly(call));
    add(effects, CallSummary.Effect.STARTS_TASK, Tasks.of(file).of(call).isPresent());
    // a datagram or a look-up of a name holds no connection
    boolean isLight = call.simpleName().equals("sendto") || call.simpleName().equals("getaddrinfo");
    add(effects, CallSummary.Effect.IO, !isLight && IoReach.isIo(call) && call.blocking().isEmpty());
    return effects;
  }

  private Set<CallSummary.Trait> traits(CallInfo call) {
    Set<CallSummary.Trait> traits = EnumSet.noneOf(CallSummary.Trait.class);
    add(traits, CallSummary.Trait.AWAITED, call.isAwaited());
    add(traits, CallSummary.Trait.DROPPED,
      call.use().is(Use.How.DROPPED) && !Coroutines.asksForKind(call.function()));
    add(traits, CallSummary.Trait.PROGRAM, EndlessPrograms.of(file).isProgram(call));
    add(traits, CallSummary.Trait.REPEATED, call.isRepeated());
    add(traits, CallSummary.Trait.PER_ITEM, PerCall.isPerItem(call));
    add(traits, CallSummary.Trait.FIRST_USE, FirstUse.isMadeOnce(call));
    add(traits, CallSummary.Trait.DEPENDS_ON_ARGUMENT,
      BlockingPaths.dependsOnArgument(call) || BlockingPaths.isLastWork(call));
    add(traits, CallSummary.Trait.LEFT_ALONE, Workers.of(file).isLeftAlone(call));
    add(traits, CallSummary.Trait.KNOWN_IN_FILE,
      call.calleeValue() instanceof Value.Named named && (named.definition() != null || named.symbol() != null));
    // thread = loop.run_in_executor(None, work) if is_running else work()
    add(traits, CallSummary.Trait.ON_PURPOSE,
      call.function().isOnLoop() ? !paths.isOversight(call) : isPassed(call));
    return traits;
  }

  // ---- classes ----------------------------------------------------------------------------------------------------

  private ClassSummary summary(ClassInfo type) {
    List<Value> bases = file.names().basesOf(type.tree());
    List<String> named = bases.stream().map(Value::qualifiedName).flatMap(Optional::stream).toList();
    return new ClassSummary(shared(type.qualifiedName()), named,
      type.methods().stream().map(FunctionInfo::name).map(this::shared).toList(), Endings.of(file).inClass(type),
      named.size() < bases.size());
  }
}
