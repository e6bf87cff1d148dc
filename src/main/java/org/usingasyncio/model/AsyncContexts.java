package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** The asynchronous context managers of a file, classes and generator functions, and what is wrong with them. */
public final class AsyncContexts {

  private static final String ENTER = "__aenter__";
  private static final String EXIT = "__aexit__";

  private static final Pattern WEB_APPLICATION = Pattern
    .compile("['\"]?(\\w+\\.)*(FastAPI|Starlette|Application|Litestar|FastStream)(\\[.*])?['\"]?");

  private final FileModel file;
  private final List<Defect> defects = new ArrayList<>();

  /** What is wrong, where, and what to do about it. */
  public record Defect(Tree place, String advice, Tree evidence, String because) {}

  private AsyncContexts(FileModel file) {
    this.file = file;
    file.classes().stream().filter(type -> !isProtocol(type)).forEach(this::examine);
    file.functions().stream()
      .filter(
        function -> function.decorators().stream().anyMatch(name -> name.equals("contextlib.asynccontextmanager")))
      .filter(function -> !function.isStub())
      .forEach(this::examineGenerator);
  }

  public static List<Defect> defectsOf(FileModel file) {
    return file.facts(AsyncContexts.class, AsyncContexts::new).defects;
  }

  private static boolean isProtocol(ClassInfo type) {
    return type.ancestorNames().stream().anyMatch(name -> name.endsWith(".Protocol"));
  }

  // ---- classes ----------------------------------------------------------------------------------------------------

  private void examine(ClassInfo type) {
    Optional<FunctionInfo> enter = type.ownMethod(ENTER);
    Optional<FunctionInfo> exit = type.ownMethod(EXIT);
    if (enter.isEmpty() && exit.isEmpty()) {
      return;
    }
    if (type.method(ENTER).isEmpty() && lacksNothingElsewhere(type, ENTER)) {
      defects.add(new Defect(exit.get().definition().get().name(),
        "Define \"__aenter__\" as well; \"async with\" needs both.", type.tree().name(), "This class has none."));
    }
    if (type.method(EXIT).isEmpty() && lacksNothingElsewhere(type, EXIT)) {
      defects.add(new Defect(enter.get().definition().get().name(),
        "Define \"__aexit__\" as well; \"async with\" needs both.", type.tree().name(), "This class has none."));
    }
    enter.ifPresent(method -> examineSignature(method, 1));
    exit.ifPresent(method -> {
      examineSignature(method, 4);
      examineExit(type, method);
    });
  }

  /** True when no base class can bring the missing half, and no subclass of the file does. */
  private static boolean lacksNothingElsewhere(ClassInfo type, String method) {
    return type.hasKnownBases() && type.subclasses().stream().noneMatch(other -> other.ownMethod(method).isPresent())
      && type.ancestorNames().stream()
        .noneMatch(name -> name.contains("ContextManager")
          || type.file().knowledge().fact(name).filter(fact -> fact.with().isAsync()).isPresent())
      && !type.attributes().containsKey(method);
  }

  private void examineSignature(FunctionInfo method, int arguments) {
    FunctionDef definition = method.definition().get();
    if (!method.isAsync() && !mayGiveAwaitable(method)) {
      defects.add(new Defect(definition.name(),
        "Make \"%s\" an \"async def\"; \"async with\" awaits it.".formatted(method.name()), definition.defKeyword(),
        "Not a coroutine function."));
    } else if (method.isGenerator() && method.isAsync()) {
      defects.add(new Defect(definition.name(),
        "Remove \"yield\" from \"%s\"; it is a generator that \"async with\" cannot await.".formatted(method.name()),
        null, ""));
    }
    if (!method.isDecorated() && !fits(definition, arguments)) {
      defects.add(new Defect(definition.name(), arguments == 1
        ? "Give \"__aenter__\" no parameter but \"self\"."
        : "Give \"__aexit__\" the parameters \"self\", \"exc_type\", \"exc\" and \"traceback\".",
        definition.parameters(), "\"async with\" cannot call it like this."));
    }
  }

  /** A plain function may return something to await. */
  private static boolean mayGiveAwaitable(FunctionInfo method) {
    if (method.isDecorated() || method.isStub()) {
      return true;
    }
    Value returned = method.returned();
    return !(returned instanceof Value.Instance instance && (instance.isNone()
      || instance.definition() != null && instance.definition() == method.owner().map(ClassInfo::tree).orElse(null)
        && method.owner().get().method("__await__").isEmpty()));
  }

  private static boolean fits(FunctionDef definition, int arguments) {
    if (definition.parameters() == null) {
      return false;
    }
    int required = 0;
    int possible = 0;
    for (AnyParameter any : definition.parameters().all()) {
      if (!(any instanceof Parameter parameter)) {
        return true;
      }
      if (parameter.starToken() != null) {
        if (parameter.name() != null && parameter.starToken().value().equals("*")) {
          possible = Integer.MAX_VALUE - 100;
        } else if (parameter.name() == null && parameter.starToken().value().equals("*")) {
          break;
        }
        continue;
      }
      if (parameter.name() == null) {
        continue;
      }
      possible++;
      if (parameter.defaultValue() == null) {
        required++;
      }
    }
    return required <= arguments && arguments <= possible;
  }

  private void examineExit(ClassInfo type, FunctionInfo exit) {
    FunctionDef definition = exit.definition().get();
    if (exit.isStub() && !exit.isAbstract() && !isRaising(definition)) {
      Resources.of(file).stream()
        .filter(resource -> resource.attribute().filter(attribute -> attribute.owner() == type).isPresent()
          && resource.home() == ResourceInfo.Home.ATTRIBUTE)
        .filter(resource -> resource.family() != ResourceInfo.Family.UNREVIEWED && resource.isLeftToEmptyExit()
          && resource.isNeverClosed())
        .findFirst()
        .ifPresent(resource -> defects
          .add(new Defect(definition.name(), "Close \"%s\" in \"__aexit__\".".formatted(resource.heldBy().orElse("")),
            resource.opening().tree(), "Opened here.")));
    }
    List<ReturnStatement> returns = exit.nodes(ReturnStatement.class, Tree.Kind.RETURN_STMT);
    boolean alwaysTrue = !returns.isEmpty()
      && returns.stream()
        .allMatch(statement -> statement.expressions().size() == 1 && Literals.isTrue(statement.expressions().get(0)))
      && !Flow.exits(definition.body()).contains(Flow.Exit.END);
    if (alwaysTrue) {
      defects.add(new Defect(returns.get(0), "Return nothing from \"__aexit__\"; a true value hides every exception.",
        definition.name(), "Swallows cancellation, too."));
    }
  }

  private static boolean isRaising(FunctionDef definition) {
    return definition.body().statements().stream().anyMatch(statement -> statement.is(Tree.Kind.RAISE_STMT));
  }

  // ---- generator functions ----------------------------------------------------------------------------------------

  private void examineGenerator(FunctionInfo function) {
    List<YieldExpression> yields = function.nodes(YieldExpression.class, Tree.Kind.YIELD_EXPR);
    for (YieldExpression yield : yields) {
      Optional<Statement> statement = Trees.statementOf(yield);
      if (statement.isPresent() && !isProtected(yield) && !isLifespan(function)) {
        cleanupAfter(statement.get(), function).ifPresent(cleanup -> defects.add(new Defect(yield,
          "Put this \"yield\" in a \"try\" with a \"finally\"; an error in the \"async with\" block skips the rest.",
          cleanup, "Not run when the block raises.")));
      }
    }
    for (int i = 1; i < yields.size(); i++) {
      YieldExpression later = yields.get(i);
      yields.subList(0, i).stream().filter(first -> mayFollow(first, later)).findFirst()
        .ifPresent(first -> defects
          .add(new Defect(later, "Yield only once; \"asynccontextmanager\" raises an error for a second \"yield\".",
            first, "Yields already here.")));
    }
  }

  /** The lifespan of a web application: its server throws no error of the application into it. */
  private static boolean isLifespan(FunctionInfo function) {
    return function.definition().map(FunctionDef::parameters).stream()
      .flatMap(parameters -> parameters.nonTuple().stream()).map(Parameter::typeAnnotation).filter(Objects::nonNull)
      .anyMatch(annotation -> WEB_APPLICATION.matcher(Trees.source(annotation.expression())).matches())
      || function.definition().flatMap(definition -> Variable.of(definition.name())).stream()
        .flatMap(variable -> variable.reads().stream())
        .anyMatch(read -> read.parent() instanceof RegularArgument argument && argument.keywordArgument() != null
          && argument.keywordArgument().name().equals("lifespan"));
  }

  /** {@code except Exception} and wider that goes on; one that raises, or a narrower one, lets errors skip what follows. */
  private static boolean catchesMost(ExceptClause clause) {
    return (clause.exception() == null
      || Trees.source(clause.exception()).matches("(?s).*\\b(Base)?Exception\\b.*"))
      && Flow.exits(clause.body()).contains(Flow.Exit.END);
  }

  private static boolean isProtected(YieldExpression yield) {
    return Trees.enclosingInScope(yield, TryStatement.class).stream()
      .anyMatch(attempt -> Trees.isInside(yield, attempt.body())
        && (attempt.finallyClause() != null || attempt.exceptClauses().stream().anyMatch(AsyncContexts::catchesMost)))
      || !Trees.enclosingInScope(yield, WithStatement.class).isEmpty();
  }

  /** The first statement that comes after the {@code yield}, in its block or a block around it. */
  private static Optional<Statement> cleanupAfter(Statement statement, FunctionInfo function) {
    for (Optional<Statement> block = Optional.of(statement); block
      .isPresent(); block = Trees.statementOf(block.get().parent())) {
      boolean ends = Trees.following(block.get()).stream().findFirst()
        .filter(after -> after.is(Tree.Kind.RETURN_STMT, Tree.Kind.RAISE_STMT)).isPresent();
      if (ends) {
        return Optional.empty();
      }
      Optional<Statement> next = Trees.following(block.get()).stream()
        .filter(after -> after.is(Tree.Kind.EXPRESSION_STMT, Tree.Kind.ASSIGNMENT_STMT, Tree.Kind.WITH_STMT,
          Tree.Kind.FOR_STMT, Tree.Kind.IF_STMT, Tree.Kind.TRY_STMT, Tree.Kind.DEL_STMT))
        .findFirst();
      if (next.isPresent() || block.get().parent().parent() == function.tree()) {
        return next;
      }
      if (Trees.isScope(block.get())) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /**
   * True when control may get from the first to the later one: they do not stand in different branches, and no exit
   * lies between.
   */
  private static boolean mayFollow(YieldExpression first, YieldExpression later) {
    Tree branch = first;
    for (Tree node = first.parent(); node != null && !Trees.isScope(node); branch = node, node = node.parent()) {
      if (Trees.isInside(later, node)) {
        if (node instanceof IfStatement || node instanceof TryStatement || node instanceof MatchStatement
          || node instanceof ConditionalExpression) {
          return false;
        }
        return node instanceof StatementList && !leaves(node, branch, later);
      }
    }
    return branch instanceof StatementList
      || Trees.scopeOf(first) == Trees.scopeOf(later) && !leaves(branch, first, later);
  }

  /** True when the statement with the first, or one between the two, always or sometimes leaves the function. */
  private static boolean leaves(Tree block, Tree branch, YieldExpression later) {
    if (!(block instanceof StatementList list)) {
      return true;
    }
    for (Statement statement : list.statements()) {
      boolean isBetween = statement == branch || Trees.isInside(branch, statement)
        || Trees.endsBefore(branch, statement) && Trees.endsBefore(statement, later);
      if (isBetween && !Trees.within(statement, ReturnStatement.class).isEmpty()
        || isBetween && !Trees.within(statement, RaiseStatement.class).isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
