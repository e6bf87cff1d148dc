package org.usingasyncio.names;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/**
 * What annotations promise: {@code aiohttp.ClientSession}, {@code Optional[X]}, {@code "X | None"}, {@code dict[str,
 * X]}.
 */
final class Annotations {

  private static final Set<String> WRAPPERS = Set.of(
    "typing.Optional", "typing.Union", "typing.Annotated", "typing.Final", "typing.ClassVar", "typing.Required",
    "typing.NotRequired");
  private static final Set<String> AWAITABLES = Set.of(
    "typing.Awaitable", "typing.Coroutine", "collections.abc.Awaitable", "collections.abc.Coroutine");

  private final Names names;

  Annotations(Names names) {
    this.names = names;
  }

  /** An annotated variable: its annotation, or where that says nothing, its value. */
  Value annotated(AnnotatedAssignment assignment) {
    Value declared = instance(assignment.annotation().expression());
    return declared.isKnown() || assignment.assignedValue() == null
      ? declared
      : names.valueOf(assignment.assignedValue());
  }

  /** What a variable with this annotation holds. */
  Value instance(Expression annotation) {
    Expression bare = Trees.bare(annotation);
    if (bare instanceof StringLiteral) {
      return Literals.text(bare).map(this::written).orElse(Value.UNKNOWN);
    }
    if (bare instanceof BinaryExpression union && union.is(Tree.Kind.BITWISE_OR)) {
      return names.agree(List.of(instance(union.leftOperand()), instance(union.rightOperand())));
    }
    if (Literals.isNone(bare)) {
      return Value.Instance.of("NoneType");
    }
    if (bare instanceof SubscriptionExpression generic) {
      return generic(names.valueOf(generic.object()), generic.subscripts().expressions());
    }
    return alias(bare).map(this::instance).orElseGet(() -> plain(names.valueOf(bare)));
  }

  /** The annotation that a name stands for: {@code SessionDep = Annotated[Session, Depends(get_session)]}. */
  private Optional<Expression> alias(Expression annotation) {
    if (!(annotation instanceof Name name) || name.symbol() == null) {
      return Optional.empty();
    }
    List<Binding> bindings = names.bindingsOf(name.symbol());
    boolean isAlias = bindings.size() == 1 && bindings.get(0).kind() == Binding.Kind.ASSIGNMENT
      && bindings.get(0).index() == -1
      && Trees.bare(bindings.get(0).value()) instanceof SubscriptionExpression;
    // a name in its own definition would never end
    return isAlias && !Trees.isInside(annotation, bindings.get(0).site())
      ? Optional.of(bindings.get(0).value())
      : Optional.empty();
  }

  private Value plain(Value type) {
    if (type instanceof Value.Named named && (named.name().equals("typing.Any") || named.name().equals("object"))) {
      return Value.UNKNOWN;
    }
    if (type instanceof Value.Named named && container(named.name()) != null) {
      return Value.Instance.of(container(named.name()));
    }
    return type instanceof Value.Named ? names.instanceOf(type) : Value.UNKNOWN;
  }

  private Value generic(Value type, List<Expression> written) {
    if (!(type instanceof Value.Named named)) {
      return Value.UNKNOWN;
    }
    List<Expression> arguments = new ArrayList<>();
    written.forEach(argument -> {
      if (argument instanceof org.sonar.plugins.python.api.tree.Tuple tuple) {
        arguments.addAll(tuple.elements());
      } else {
        arguments.add(argument);
      }
    });
    return generic(named, arguments.stream().map(this::instance).toList());
  }

  private Value generic(Value.Named type, List<Value> arguments) {
    if (arguments.isEmpty()) {
      return plain(type);
    }
    Value last = arguments.get(arguments.size() - 1);
    if (WRAPPERS.contains(type.name())) {
      return type.name().equals("typing.Union") ? names.agree(arguments) : arguments.get(0);
    }
    if (AWAITABLES.contains(type.name())) {
      return new Value.Awaitable(last);
    }
    if (type.name().equals("type") || type.name().equals("typing.Type")) {
      return last instanceof Value.Instance instance
        ? new Value.Named(instance.type(), instance.definition(), instance.symbol(), null)
        : Value.UNKNOWN;
    }
    if (type.name().endsWith("Callable")) {
      return Value.UNKNOWN;
    }
    if (isTuple(type.name())) {
      return new Value.Group(arguments);
    }
    String container = container(type.name());
    if (container != null) {
      return Value.Instance.of(container,
        type.name().endsWith("AsyncGenerator") || type.name().endsWith(".Generator") ? arguments.get(0) : last);
    }
    return new Value.Instance(type.name(), type.type().orElse(null), type.symbol(), last);
  }

  private static boolean isTuple(String name) {
    return name.equals("tuple") || name.equals("typing.Tuple");
  }

  /** The container that the annotation stands for; null when it is none. */
  private static String container(String name) {
    return switch (name) {
      case "list", "typing.List", "typing.Sequence", "typing.MutableSequence", "collections.abc.Sequence",
        "collections.abc.MutableSequence" -> "list";
      case "set", "typing.Set", "frozenset", "typing.FrozenSet", "collections.abc.Set", "typing.AbstractSet" -> "set";
      case "dict", "typing.Dict", "typing.Mapping", "typing.MutableMapping", "collections.abc.Mapping",
        "collections.abc.MutableMapping",
        "typing.DefaultDict", "collections.defaultdict", "collections.OrderedDict", "typing.OrderedDict" -> "dict";
      case "typing.Iterable", "typing.Iterator", "typing.Generator", "typing.Collection", "collections.abc.Iterable",
        "collections.abc.Iterator",
        "collections.abc.Generator", "collections.abc.Collection" -> "generator";
      case "typing.AsyncIterator", "typing.AsyncIterable", "typing.AsyncGenerator", "collections.abc.AsyncIterator",
        "collections.abc.AsyncIterable",
        "collections.abc.AsyncGenerator" -> "async_generator";
      case "tuple", "typing.Tuple" -> "tuple";
      case "typing.Text" -> "str";
      default -> null;
    };
  }

  /** An annotation in quotes: a dotted name, {@code Optional[…]} of one, or one of several joined by {@code |}. */
  private Value written(String text) {
    String type = text.trim();
    if (type.startsWith("Optional[") && type.endsWith("]")) {
      return written(type.substring("Optional[".length(), type.length() - 1));
    }
    if (type.contains("|") && !type.contains("[")) {
      List<Value> parts = new ArrayList<>();
      for (String part : type.split("\\|")) {
        parts.add(part.trim().equals("None") ? Value.Instance.of("NoneType") : written(part));
      }
      return names.agree(parts);
    }
    int bracket = type.indexOf('[');
    if (bracket > 0 && type.endsWith("]")) {
      return written(type.substring(0, bracket), type.substring(bracket + 1, type.length() - 1));
    }
    return plain(dotted(type));
  }

  private Value written(String type, String arguments) {
    Value generic = dotted(type);
    if (!(generic instanceof Value.Named named) || arguments.contains("[")) {
      return plain(generic);
    }
    List<Value> values = new ArrayList<>();
    for (String argument : arguments.split(",")) {
      values.add(written(argument));
    }
    return generic(named, values);
  }

  private Value dotted(String name) {
    if (!name.matches("[A-Za-z_][\\w.]*")) {
      return Value.UNKNOWN;
    }
    String[] parts = name.split("\\.");
    Value value = names.ofGlobal(parts[0]);
    for (int i = 1; i < parts.length; i++) {
      value = names.member(value, parts[i], null);
    }
    return value;
  }
}
