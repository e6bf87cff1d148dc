package org.usingasyncio.project;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.model.BlockingPaths;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.ClassInfo;
import org.usingasyncio.model.Coroutines;
import org.usingasyncio.model.EndlessPrograms;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FirstUse;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.LongLoops;
import org.usingasyncio.model.Use;
import org.usingasyncio.names.Value;
import org.usingasyncio.reach.Execution;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** Makes the summary of a file from its model. */
final class Summarizer {

  /** From how many turns a loop without an await computes for long: the default of UA101's parameter. */
  private static final long TURNS = 100_000;

  private final FileModel file;
  private final List<String> starImports = new ArrayList<>();

  private Summarizer(FileModel file) {
    this.file = file;
  }

  static FileSummary summarize(FileModel file, List<Mark> marks) {
    return new Summarizer(file).summary(marks);
  }

  private FileSummary summary(List<Mark> marks) {
    Map<String, String> names = names();
    List<FunctionSummary> functions = new ArrayList<>();
    file.functions().stream().filter(function -> !function.isClassBody())
      .forEach(function -> functions.add(summary(function)));
    List<ClassSummary> classes = file.classes().stream().map(this::summary).toList();
    return new FileSummary(file.context().pythonFile().uri().toString(), file.names().moduleName(), names, starImports,
      exported(), functions,
      classes, marks);
  }

  // ---- names ------------------------------------------------------------------------------------------------------

  private Map<String, String> names() {
    Map<String, String> found = new LinkedHashMap<>();
    for (ImportFrom statement : file.module().nodes(ImportFrom.class, Tree.Kind.IMPORT_FROM)) {
      if (statement.isWildcardImport()) {
        starImports.add(moduleOf(statement));
      } else {
        statement.importedNames().forEach(alias -> {
          Name bound = alias.alias() == null ? alias.dottedName().names().get(0) : alias.alias();
          found.put(bound.name(), moduleOf(statement) + "." + alias.dottedName().names().get(0).name());
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

  // ---- functions --------------------------------------------------------------------------------------------------

  private FunctionSummary summary(FunctionInfo function) {
    Set<FunctionSummary.Trait> traits = EnumSet.noneOf(FunctionSummary.Trait.class);
    add(traits, FunctionSummary.Trait.ON_LOOP, function.isOnLoop());
    add(traits, FunctionSummary.Trait.ASYNC, function.isAsync());
    add(traits, FunctionSummary.Trait.GENERATOR, function.isGenerator());
    add(traits, FunctionSummary.Trait.CALLED_AS_WRITTEN, function.isCalledAsWritten());
    add(traits, FunctionSummary.Trait.STUB, function.isStub() || function.isAbstract());
    add(traits, FunctionSummary.Trait.IN_THREAD, function.executions().contains(Execution.THREAD));
    add(traits, FunctionSummary.Trait.ENDLESS,
      function.isCoroutine() && EndlessPrograms.of(file).reasonOf(function).isPresent());
    List<CallSummary> calls = new ArrayList<>();
    function.calls().forEach(call -> summary(call).ifPresent(calls::add));
    file.facts(LongLoops.class, LongLoops::new).of(function, TURNS)
      .forEach(loop -> calls.add(new CallSummary("", "a loop",
        Span.of(loop.range()), EnumSet.of(CallSummary.Effect.COMPUTES), CallSummary.noTraits(), "")));
    return new FunctionSummary(function.qualifiedName(), span(function), traits, calls);
  }

  private static Span span(FunctionInfo function) {
    if (function.isModule()) {
      return new Span(1, 0, 1, 0);
    }
    return Span.of(function.loopEvidence()
      .orElseGet(() -> function.definition().map(def -> (Tree) def.name()).orElse(function.tree())));
  }

  private static <T> void add(Set<T> set, T element, boolean condition) {
    if (condition) {
      set.add(element);
    }
  }

  private Optional<CallSummary> summary(CallInfo call) {
    Optional<String> target = call.name();
    if (target.isEmpty() || target.get().equals("<lambda>")) {
      return Optional.empty();
    }
    Set<CallSummary.Effect> effects = CallSummary.noEffects();
    add(effects, CallSummary.Effect.BLOCKS,
      BlockingPaths.waits(call) && !BlockingPaths.dependsOnArgumentType(call));
    add(effects, CallSummary.Effect.COMPUTES, call.cpu() != Fact.Cpu.NONE);
    add(effects, CallSummary.Effect.RUNS_LOOP, call.plays(Role.RUNS_PROGRAM) || call.plays(Role.DRIVES_LOOP));
    boolean isLibrary = call.fact().isPresent() || !target.get().contains(".");
    if (isLibrary && effects.isEmpty() && call.target().isEmpty()) {
      return Optional.empty();
    }
    Set<CallSummary.Trait> traits = CallSummary.noTraits();
    add(traits, CallSummary.Trait.AWAITED, call.isAwaited());
    add(traits, CallSummary.Trait.DROPPED, 
      call.use().is(Use.How.DROPPED) && !Coroutines.asksForKind(call.function()));
    add(traits, CallSummary.Trait.PROGRAM, EndlessPrograms.of(file).isProgram(call));
    add(traits, CallSummary.Trait.REPEATED, call.isRepeated());
    add(traits, CallSummary.Trait.FIRST_USE, FirstUse.isMadeOnce(call));
    add(traits, CallSummary.Trait.KNOWN_IN_FILE,
      call.calleeValue() instanceof Value.Named named && (named.definition() != null || named.symbol() != null));
    return Optional.of(new CallSummary(target.get(), call.writtenName(), Span.of(call.callee()), effects, traits,
      call.instead().orElse("")));
  }

  private ClassSummary summary(ClassInfo type) {
    List<String> bases = file.names().basesOf(type.tree()).stream().map(Value::qualifiedName).flatMap(Optional::stream)
      .toList();
    return new ClassSummary(type.qualifiedName(), bases, type.methods().stream().map(FunctionInfo::name).toList());
  }
}
