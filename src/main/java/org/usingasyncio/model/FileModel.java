package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.ProjectPythonVersion;
import org.sonar.plugins.python.api.PythonVersionUtils;
import org.sonar.plugins.python.api.PythonVisitorContext;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Knowledge;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Names;
import org.usingasyncio.names.Value;
import org.usingasyncio.reach.CallGraph;
import org.usingasyncio.reach.Execution;
import org.usingasyncio.reach.Passing;
import org.usingasyncio.reach.Reach;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Scope;
import org.usingasyncio.syntax.Trees;

/**
 * What the rules know of one file. It is built in one walk; what not every rule needs is computed when first asked and
 * then kept. One thread works on a file at a time.
 */
public final class FileModel {

  /** How many functions a path from a coroutine to an offending call may lead through within one file. */
  public static final int DEPTH = 10;

  /** What stands in the names of libraries, classes and functions for asynchronous code. */
  private static final List<String> WORDS = List.of("async", "await", "aio", "corout", "loop", "tornado", "trio",
    "uvicorn", "hypercorn");

  private final FileInput tree;
  private final Scope module;
  private final Names names;
  private final PythonVisitorContext context;
  private final Map<Tree, FunctionInfo> functions = new IdentityHashMap<>();
  private final List<FunctionInfo> functionList = new ArrayList<>();
  private final Map<ClassDef, ClassInfo> classes = new IdentityHashMap<>();
  private final List<ClassInfo> classList = new ArrayList<>();
  private final Map<Tree, CallInfo> callsByTree = new IdentityHashMap<>();
  private final Map<Class<?>, Object> facts = new HashMap<>();
  private final Map<Tree.Kind, List<Tree>> nodes = new EnumMap<>(Tree.Kind.class);
  private List<FunctionInfo> coroutines;
  private CallQuery calls;
  private CallQuery callsOnLoop;
  private Map<String, List<QualifiedExpression>> attributesByName;
  private List<Handover> handovers;
  private Boolean speaksOfCoroutines;
  private Boolean hasTypeChecking;

  private FileModel(PythonVisitorContext context, Knowledge knowledge) {
    this.context = context;
    this.tree = context.rootTree();
    this.module = Scope.of(tree);
    this.names = new Names(tree, module, knowledge);
    addScopes();
    handovers().forEach(handover -> handover.function().ifPresent(function -> function.handedOver(handover)));
    Inline.lambdas(this).forEach(handover -> handover.function().ifPresent(function -> function.handedOver(handover)));
  }

  private void addScopes() {
    for (Scope scope : module.all()) {
      FunctionInfo parent = scope.parent() == null ? null : functions.get(scope.parent().tree());
      FunctionInfo function = new FunctionInfo(scope, parent, this);
      functions.put(scope.tree(), function);
      functionList.add(function);
      if (scope.tree() instanceof ClassDef type) {
        ClassInfo info = new ClassInfo(type, this);
        classes.put(type, info);
        classList.add(info);
      }
    }
  }

  /** The model of the file that is being analyzed; built at the first call for a file. */
  public static FileModel of(PythonVisitorContext context) {
    return CurrentModel.of(context, FileModel::make);
  }

  private static FileModel make(PythonVisitorContext context) {
    return new FileModel(context, Knowledge.shipped());
  }

  public FileInput tree() {
    return tree;
  }

  /** The comment right above the statement; empty when there is none. */
  public String commentAbove(Statement statement) {
    List<String> lines = context.pythonFile().content().lines().toList();
    int first = Math.min(statement.firstToken().line() - 1, lines.size());
    int line = first;
    while (line > 0 && lines.get(line - 1).strip().startsWith("#")) {
      line--;
    }
    return String.join("\n", lines.subList(line, first));
  }

  public Names names() {
    return names;
  }

  public Knowledge knowledge() {
    return names.knowledge();
  }

  /**
   * The bindings that may give the expression its value: of a variable those that reach it, of an attribute of a class of
   * this file all assignments; none for any other expression.
   */
  List<Binding> bindingsOf(Expression expression) {
    Expression bare = Trees.bare(expression);
    if (bare instanceof Name name) {
      return names.reaching(name);
    }
    return bare instanceof QualifiedExpression attribute
      ? AttributeInfo.of(this, attribute).map(AttributeInfo::assignments).orElse(List.of())
      : List.of();
  }

  /** The expressions that {@link #bindingsOf} bind it to. */
  List<Expression> valuesOf(Expression expression) {
    return bindingsOf(expression).stream().map(Binding::value).filter(Objects::nonNull).toList();
  }

  /** The call of a method of the value that is used: {@code task.cancel()}. */
  Optional<CallInfo> methodCall(Use use) {
    return use.is(Use.How.CHAINED)
      ? callOf(use.site().parent()).filter(call -> call.receiver().isPresent())
      : Optional.empty();
  }

  /** What SonarPython says of the file: its path, the working directory, the cache. */
  public PythonVisitorContext context() {
    return context;
  }

  /** The code of the module itself. */
  public FunctionInfo module() {
    return functions.get(tree);
  }

  /** The module, every class body, function and lambda, outermost first, in source order. */
  public List<FunctionInfo> functions() {
    return functionList;
  }

  /** Every {@code async def}, generators included, stubs and abstract ones left out. */
  public List<FunctionInfo> coroutines() {
    if (coroutines == null) {
      coroutines = functionList.stream().filter(function -> function.isAsync() && isReviewed(function)).toList();
    }
    return coroutines;
  }

  /** False for what is only declared: stubs, abstract methods, protocols, and code for type checkers. */
  public boolean isReviewed(FunctionInfo function) {
    return !function.isStub() && !isForTypeChecking(function.tree());
  }

  /** The function, lambda, class body or module with this tree. */
  public Optional<FunctionInfo> functionOf(Tree scopeTree) {
    return Optional.ofNullable(functions.get(scopeTree));
  }

  /** The code in which the node is evaluated. */
  public FunctionInfo functionAround(Tree node) {
    FunctionInfo function = functions.get(Trees.scopeOf(node));
    return function == null ? module() : function;
  }

  public List<ClassInfo> classes() {
    return classList;
  }

  public Optional<ClassInfo> classOf(ClassDef type) {
    return Optional.ofNullable(classes.get(type));
  }

  /** All calls of the file. */
  public CallQuery calls() {
    if (calls == null) {
      List<CallInfo> all = new ArrayList<>();
      functionList.forEach(function -> all.addAll(function.calls()));
      for (CallInfo call : all) {
        call.numbered(callsByTree.size());
        callsByTree.put(call.tree(), call);
      }
      calls = CallQuery.indexed(all);
    }
    return calls;
  }

  /** The call with this tree, parentheses left out; empty for any other expression. */
  public Optional<CallInfo> callOf(Tree expression) {
    calls();
    return Optional
      .ofNullable(callsByTree.get(expression instanceof Expression written ? Trees.bare(written) : expression));
  }

  /** The calls made by coroutines and by the callbacks that the loop runs. */
  public CallQuery callsOnLoop() {
    if (callsOnLoop == null) {
      callsOnLoop = CallQuery.indexed(calls().onLoop().list());
    }
    return callsOnLoop;
  }

  /** The nodes of the whole file of the given kinds, function by function. */
  @SuppressWarnings("unchecked")
  public <T extends Tree> List<T> nodes(Class<T> type, Tree.Kind... kinds) {
    if (kinds.length > 1) {
      return functionList.stream().flatMap(function -> function.nodes(type, kinds).stream()).toList();
    }
    if (!module.isInFile(kinds[0])) {
      return List.of();
    }
    List<Tree> found = nodes.get(kinds[0]);
    if (found == null) {
      found = new ArrayList<>();
      for (FunctionInfo function : functionList) {
        found.addAll(function.nodes(Tree.class, kinds[0]));
      }
      nodes.put(kinds[0], found);
    }
    // the nodes of one kind are of one type
    return (List<T>) Collections.unmodifiableList(found);
  }

  /** Facts of one family, made from this model when first asked and then shared by all rules. */
  public <T> T facts(Class<T> type, Function<FileModel, T> make) {
    Object known = facts.get(type);
    if (known == null) {
      known = make.apply(this);
      facts.put(type, known);
    }
    return type.cast(known);
  }

  /**
   * True when anything in the file speaks of coroutines: an {@code async def}, or a name as in {@code import asyncio},
   * {@code AsyncClient} or {@code gen.coroutine}. No rule has a question to any other file; other files may call what it
   * defines, though.
   */
  public boolean speaksOfCoroutines() {
    if (speaksOfCoroutines == null) {
      speaksOfCoroutines = functionList.stream().anyMatch(FunctionInfo::isAsync) || hasNameOfCoroutines();
    }
    return speaksOfCoroutines;
  }

  private boolean hasNameOfCoroutines() {
    Set<String> seen = new HashSet<>();
    for (FunctionInfo function : functionList) {
      for (Name name : function.nodes(Name.class, Tree.Kind.NAME)) {
        if (seen.add(name.name()) && speaksOfCoroutines(name.name().toLowerCase(Locale.ROOT))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean speaksOfCoroutines(String name) {
    return WORDS.stream().anyMatch(name::contains);
  }

  /** Every {@code object.name} of the file with this name, function by function. */
  public List<QualifiedExpression> attributesNamed(String name) {
    if (attributesByName == null) {
      attributesByName = new HashMap<>();
      nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR).forEach(expression -> attributesByName
        .computeIfAbsent(expression.name().name(), key -> new ArrayList<>()).add(expression));
    }
    return attributesByName.getOrDefault(name, List.of());
  }

  /** True when the file imports one of the packages, or a part of it. */
  public boolean importsAny(Set<String> packages) {
    return Stream.concat(
      nodes(ImportFrom.class, Tree.Kind.IMPORT_FROM).stream().map(ImportFrom::module).filter(Objects::nonNull),
      nodes(AliasedName.class, Tree.Kind.ALIASED_NAME).stream().filter(alias -> alias.parent() instanceof ImportName)
        .map(AliasedName::dottedName))
      .anyMatch(module -> packages.contains(module.names().get(0).name()));
  }

  // ---- guards -----------------------------------------------------------------------------------------------------

  /** True under {@code if TYPE_CHECKING}. */
  public boolean isForTypeChecking(Tree node) {
    if (hasTypeChecking == null) {
      hasTypeChecking = module.all().stream()
        .flatMap(scope -> scope.nodes(IfStatement.class, Tree.Kind.IF_STMT).stream())
        .anyMatch(choice -> isTypeChecking(choice.condition()));
    }
    return hasTypeChecking && conditionAround(node, FileModel::isTypeChecking);
  }

  /** {@code if TYPE_CHECKING}, {@code if typing.TYPE_CHECKING} */
  static boolean isTypeChecking(Expression condition) {
    return Trees.lastName(condition).endsWith("TYPE_CHECKING");
  }

  /** True under {@code if __name__ == "__main__"}. */
  public boolean isInMainGuard(Tree node) {
    return conditionAround(node, FileModel::isMainGuard);
  }

  /** True for {@code __name__ == "__main__"}, whichever way round. */
  static boolean isMainGuard(Expression condition) {
    return condition instanceof BinaryExpression comparison
      && (Trees.written(comparison.leftOperand()).equals("__name__")
        || Trees.written(comparison.rightOperand()).equals("__name__"));
  }

  private static boolean conditionAround(Tree node, Predicate<Expression> condition) {
    Tree child = node;
    for (Tree parent = node.parent(); parent != null; child = parent, parent = parent.parent()) {
      if (parent instanceof IfStatement choice && child == choice.body() && condition.test(choice.condition())) {
        return true;
      }
    }
    return false;
  }

  /** True when the decorator, by the name that {@link FunctionInfo#decorators()} gives, leaves the function's kind alone. */
  public boolean isTransparentDecorator(String name) {
    return names.isTransparentDecorator(name.startsWith("?") ? name.substring(1) : name);
  }

  // ---- Python versions --------------------------------------------------------------------------------------------

  /**
   * True when the project says ({@code sonar.python.version}) that it supports the version. False when it says nothing:
   * SonarPython then assumes all versions.
   */
  public boolean supports(PythonVersionUtils.Version version) {
    Set<PythonVersionUtils.Version> current = ProjectPythonVersion.currentVersions();
    return !current.equals(PythonVersionUtils.allVersions()) && current.contains(version);
  }

  // ---- handed over ------------------------------------------------------------------------------------------------

  /** The callables that this file hands over to a thread, a process or the loop. */
  public List<Handover> handovers() {
    if (handovers == null) {
      List<Handover> found = new ArrayList<>();
      for (CallInfo call : calls().ofLibraries()) {
        call.fact().flatMap(fact -> fact.runs()).ifPresent(runs -> call.argument(runs.argument(), runs.keyword())
          .ifPresent(callable -> found.add(handover(call, callable, runs.where()))));
      }
      handovers = found;
    }
    return handovers;
  }

  private Handover handover(CallInfo call, Expression callable, String where) {
    Expression function = withoutPartial(callable);
    Optional<FunctionInfo> target = names.valueOf(function) instanceof Value.Named named
      ? named.function().flatMap(this::functionOf)
      : Optional.empty();
    return new Handover(call, function, target, execution(call, where));
  }

  private Execution execution(CallInfo call, String where) {
    return switch (where) {
      case "loop" -> Execution.LOOP;
      case "process" -> Execution.PROCESS;
      case "executor" -> isProcessPool(call) ? Execution.PROCESS : Execution.THREAD;
      default -> Execution.THREAD;
    };
  }

  private boolean isProcessPool(CallInfo call) {
    Optional<String> type = call.name().filter(name -> name.endsWith(".run_in_executor")).isPresent()
      ? call.argument(0, "executor").flatMap(names::typeOf)
      : call.receiverType();
    return type
      .filter(
        name -> knowledge().isA(name, "concurrent.futures.ProcessPoolExecutor") || name.startsWith("multiprocessing."))
      .isPresent();
  }

  /** The function that {@code functools.partial(f, …)} calls; any other expression itself. */
  public Expression withoutPartial(Expression callable) {
    Expression bare = Trees.bare(callable);
    if (bare instanceof CallExpression call
      && names.nameOf(call.callee()).filter("functools.partial"::equals).isPresent()) {
      return Calls.positional(call).stream().findFirst().map(this::withoutPartial).orElse(bare);
    }
    return bare;
  }

  // ---- reachability -----------------------------------------------------------------------------------------------

  private final CallGraph<FunctionInfo, CallInfo> graph = new CallGraph<>() {
    @Override
    public List<CallInfo> callsOf(FunctionInfo function) {
      return function.calls();
    }

    /** Calling a coroutine function runs nothing yet, and a decorator may run it elsewhere. */
    @Override
    public Optional<FunctionInfo> runBy(CallInfo call) {
      return call.target().filter(target -> !target.isAsync()
        && (target.isGenerator() ? Generators.runs(call, target) : Inline.runsAtOnce(target)));
    }

    @Override
    public Passing passing(CallInfo call) {
      return Passings.of(FileModel.this).of(call);
    }

    @Override
    public Map<String, Integer> parametersOf(FunctionInfo function) {
      return Passings.of(FileModel.this).of(function);
    }
  };

  /** The functions of this file and the calls that run them before they return. */
  public CallGraph<FunctionInfo, CallInfo> callGraph() {
    return graph;
  }

  /**
   * The shortest way from a call to one that fulfils the condition, through functions of this file: the call, one call
   * per function on the way, and the one that was searched. Empty when there is none.
   */
  public Optional<List<CallInfo>> pathTo(CallInfo from, Predicate<CallInfo> searched) {
    return new Reach<>(graph).path(from, searched, DEPTH);
  }
}
