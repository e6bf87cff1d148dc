package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.reach.Passing;
import org.usingasyncio.reach.Passing.Given;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** Which parameters decide whether the calls of a file are made, and what the calls pass on. */
public final class Passings {

  private static final Set<String> OWN = Set.of("self", "cls");
  private static final Pattern CONSTANT = Pattern.compile("[A-Z][A-Z0-9_]+");
  private static final Pattern OF_CLASS = Pattern.compile("(.*\\.)?_*[A-Z]\\w*\\.\\w+");

  private final Map<CallInfo, Passing> known = new HashMap<>();
  private final Map<FunctionInfo, Map<String, Integer>> parameters = new HashMap<>();
  private final Map<FunctionInfo, Asked> asked = new HashMap<>();

  private Passings() {}

  public static Passings of(FileModel file) {
    return file.facts(Passings.class, any -> new Passings());
  }

  public Passing of(CallInfo call) {
    return known.computeIfAbsent(call, key -> new Passing(needs(key.tree(), asked(key.function())), given(key)));
  }

  /** The parameters in their order, without the one that a method is bound to, with what their defaults are. */
  public Map<String, Integer> of(FunctionInfo function) {
    return parameters.computeIfAbsent(function, Passings::parameters);
  }

  private static Map<String, Integer> parameters(FunctionInfo function) {
    Map<String, Integer> found = new LinkedHashMap<>();
    if (function.tree() instanceof FunctionLike like && like.parameters() != null) {
      boolean isBound = function.owner().isPresent() && !function.decorators().contains("staticmethod");
      like.parameters().nonTuple().stream().skip(isBound ? 1 : 0).forEach(parameter -> {
        String star = parameter.starToken() == null ? "" : parameter.starToken().value();
        if (star.equals("*")) {
          found.put(Passing.REST, Passing.ANY);
        } else if (star.isEmpty() && parameter.name() != null) {
          found.put(parameter.name().name(),
            parameter.defaultValue() == null ? Passing.ANY : values(parameter.defaultValue()));
        }
      });
    }
    return found;
  }

  private static int values(Expression expression) {
    Expression bare = Trees.bare(expression);
    if (Literals.isNone(bare)) {
      return Passing.NONE;
    }
    boolean isFalse = Literals.isFalse(bare) || Literals.text(bare).filter(String::isEmpty).isPresent();
    boolean isTrue = Literals.isTrue(bare) || Literals.text(bare).isPresent()
      || bare instanceof Name name && name.name().equals("self");
    return isFalse
      ? Passing.FALSE
      : isTrue ? Passing.TRUE : constant(bare).map(Passing::constant).orElse(Passing.ANY);
  }

  /** {@code FAST} of {@code Mode.FAST} and of {@code self.FAST}: who names it so gives it one value, and its own. */
  private static Optional<String> constant(Expression expression) {
    return Optional.of(Trees.lastName(expression)).filter(name -> CONSTANT.matcher(name).matches());
  }

  // ---- what a call passes on --------------------------------------------------------------------------------------

  private List<Given> given(CallInfo call) {
    List<Given> found = new ArrayList<>();
    for (Argument argument : call.tree().arguments()) {
      // Base.method(self, …) passes what a bound method has already
      if (!(argument instanceof RegularArgument regular)
        || found.isEmpty() && regular.keywordArgument() == null
          && Trees.bare(regular.expression()) instanceof Name own && OWN.contains(own.name())
          && OF_CLASS.matcher(call.writtenName()).matches()) {
        found.add(new Given(Passing.REST, Passing.ANY, ""));
        break;
      }
      found.add(new Given(regular.keywordArgument() == null ? "" : regular.keywordArgument().name(),
        values(regular.expression()), passedOn(regular.expression(), call.function())));
    }
    return List.copyOf(found);
  }

  private String passedOn(Expression argument, FunctionInfo function) {
    return Trees.bare(argument) instanceof Name name && function.parameterNames().contains(name.name())
      && asked(function).rebound(name.name()) == 0 ? name.name() : "";
  }

  // ---- what leads to a call ---------------------------------------------------------------------------------------

  /**
   * What a function asks of its parameters.
   *
   * @param names its parameters
   * @param guards the {@code if} statements that ask for one of them and leave the block: {@code if found: return}
   * @param rebinds where a parameter gets another value
   */
  private record Asked(List<String> names, List<IfStatement> guards, Map<String, List<Name>> rebinds) {

    static Asked of(FunctionInfo function) {
      List<String> names = function.isFunction() ? function.parameterNames() : List.of();
      Map<String, List<Name>> rebinds = new HashMap<>();
      if (names.isEmpty()) {
        return new Asked(names, List.of(), rebinds);
      }
      ((FunctionLike) function.tree()).parameters().nonTuple().stream().map(Parameter::name).filter(Objects::nonNull)
        .forEach(name -> Variable.of(name).ifPresent(variable -> rebinds.put(name.name(),
          variable.writes().stream().filter(write -> write != name).toList())));
      List<IfStatement> guards = function.nodes(IfStatement.class, Tree.Kind.IF_STMT).stream()
        .filter(
          choice -> !choice.isElif() && leaves(choice.body()) && !holds(choice.condition(), false, names).isEmpty())
        .toList();
      return new Asked(names, guards, rebinds);
    }

    /** The values with which the parameter may get another one. */
    int rebound(String name) {
      return rebinds.getOrDefault(name, List.of()).stream()
        .mapToInt(write -> conditions(write, this).getOrDefault(name, Passing.ANY))
        .reduce(0, (one, other) -> one | other);
    }
  }

  private Asked asked(FunctionInfo function) {
    return asked.computeIfAbsent(function, Asked::of);
  }

  private static boolean leaves(StatementList body) {
    return body.statements().get(body.statements().size() - 1).is(Tree.Kind.RETURN_STMT, Tree.Kind.RAISE_STMT,
      Tree.Kind.CONTINUE_STMT, Tree.Kind.BREAK_STMT);
  }

  private static Map<String, Integer> needs(Tree call, Asked asked) {
    Map<String, Integer> found = asked.names().isEmpty() ? Map.of() : conditions(call, asked);
    if (!found.isEmpty()) {
      found.replaceAll((name, values) -> values | asked.rebound(name));
      found.values().removeIf(values -> values == Passing.ANY);
    }
    return found;
  }

  /** What must hold of the parameters, if nothing else is bound to them, for the code to come to the node. */
  private static Map<String, Integer> conditions(Tree tree, Asked asked) {
    Map<String, Integer> found = new HashMap<>();
    Tree node = tree;
    for (Tree parent = node.parent(); parent != null && !Trees.isScope(node); node = parent, parent = node.parent()) {
      if (parent instanceof IfStatement choice && node != choice.condition()) {
        Tree branch = node;
        add(found, holds(choice.condition(), node == choice.body(), asked.names()));
        choice.elifBranches().stream().filter(other -> Trees.endsBefore(other, branch))
          .forEach(other -> add(found, holds(other.condition(), false, asked.names())));
      } else if (parent instanceof ForStatement loop && node == loop.body()) {
        // for attempt in range(timeout): no turn without a number
        Expression turns = Trees.bare(loop.testExpressions().get(0));
        if (turns instanceof CallExpression range && Trees.written(range.callee()).equals("range")
          && range.arguments().size() == 1 && range.arguments().get(0) instanceof RegularArgument count) {
          add(found, holds(count.expression(), true, asked.names()));
        }
      } else if (parent instanceof ConditionalExpression choice && node != choice.condition()) {
        add(found, holds(choice.condition(), node == choice.trueExpression(), asked.names()));
      } else if (parent instanceof BinaryExpression both && node == both.rightOperand()
        && both.is(Tree.Kind.AND, Tree.Kind.OR)) {
        add(found, holds(both.leftOperand(), both.is(Tree.Kind.AND), asked.names()));
      } else if (parent instanceof StatementList) {
        for (IfStatement guard : asked.guards()) {
          if (guard.parent() == parent && Trees.endsBefore(guard, node)) {
            add(found, holds(guard.condition(), false, asked.names()));
          }
        }
      }
    }
    return found;
  }

  private static boolean isEqual(Expression test) {
    return test instanceof BinaryExpression comparison && comparison.is(Tree.Kind.COMPARISON)
      && comparison.operator().value().equals("==")
      || test instanceof IsExpression identity && identity.notToken() == null;
  }

  private static void add(Map<String, Integer> found, Map<String, Integer> more) {
    more.forEach((name, values) -> found.merge(name, values, Passing::both));
  }

  /** What is known of the parameters where the condition is true, or where it is not. */
  private static Map<String, Integer> holds(Expression condition, boolean isTrue, List<String> names) {
    Expression bare = Trees.bare(condition);
    Map<String, Integer> found = new HashMap<>();
    if (bare instanceof Name name && names.contains(name.name())) {
      found.put(name.name(), isTrue ? Passing.TRUE : Passing.NONE | Passing.FALSE);
    } else if (bare instanceof UnaryExpression not && not.is(Tree.Kind.NOT)) {
      return holds(not.expression(), !isTrue, names);
    } else if (bare instanceof IsExpression test && names.contains(Trees.written(test.leftOperand()))
      && Literals.isNone(test.rightOperand())) {
      boolean isNone = test.notToken() == null == isTrue;
      found.put(Trees.written(test.leftOperand()), isNone ? Passing.NONE : Passing.FALSE | Passing.TRUE);
    } else if (isTrue && isEqual(bare) && names.contains(Trees.written(((BinaryExpression) bare).leftOperand()))) {
      BinaryExpression test = (BinaryExpression) bare;
      constant(test.rightOperand())
        .ifPresent(name -> found.put(Trees.written(test.leftOperand()), Passing.constant(name)));
    } else if (bare instanceof BinaryExpression both && both.is(Tree.Kind.AND, Tree.Kind.OR)) {
      found.putAll(holds(both.leftOperand(), isTrue, names));
      Map<String, Integer> right = holds(both.rightOperand(), isTrue, names);
      if (both.is(Tree.Kind.AND) == isTrue) {
        add(found, right);
      } else {
        found.keySet().retainAll(right.keySet());
        found.replaceAll((name, values) -> values | right.get(name));
      }
    }
    return found;
  }
}
