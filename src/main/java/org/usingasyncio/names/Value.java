package org.usingasyncio.names;

import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.FunctionLike;
import org.sonar.plugins.python.api.tree.Tree;

/** What an expression denotes, as far as the code proves it. */
public sealed interface Value {

  Value UNKNOWN = new Unknown();

  /** Nothing is proved; nothing may be reported. */
  record Unknown() implements Value {}

  /**
   * A module, class, function or method with a name.
   *
   * @param name the public qualified name; for what this project defines, its module and name
   * @param definition the {@code def}, {@code class} or lambda in this file, or null
   * @param symbol SonarPython's symbol for what another file of the project defines, or null
   * @param receiver the object a method was looked up on, or null
   */
  record Named(String name, Tree definition, Symbol symbol, Value receiver) implements Value {

    static Named of(String name) {
      return new Named(name, null, null, null);
    }

    public Optional<FunctionLike> function() {
      return definition instanceof FunctionLike function ? Optional.of(function) : Optional.empty();
    }

    public Optional<ClassDef> type() {
      return definition instanceof ClassDef type ? Optional.of(type) : Optional.empty();
    }
  }

  /**
   * An instance of a class.
   *
   * @param type the public qualified name of the class
   * @param definition the class in this file, or null
   * @param symbol SonarPython's symbol of a class that another file of the project defines, or null
   * @param element what iterating, subscripting, entering or (for a task) awaiting it gives
   */
  record Instance(String type, ClassDef definition, Symbol symbol, Value element) implements Value {

    static Instance of(String type) {
      return new Instance(type, null, null, UNKNOWN);
    }

    static Instance of(String type, Value element) {
      return new Instance(type, null, null, element);
    }
  }

  /**
   * A coroutine or other object that must be awaited.
   *
   * @param result what awaiting it gives
   */
  record Awaitable(Value result) implements Value {}

  /** Several values in a known order. */
  record Group(List<Value> items) implements Value {}

  default boolean isKnown() {
    return this != UNKNOWN && !(this instanceof Unknown);
  }

  default boolean isNone() {
    return this instanceof Instance instance && instance.type().equals("NoneType");
  }

  /** The name of a module, class, function or method. */
  default Optional<String> qualifiedName() {
    return this instanceof Named named ? Optional.of(named.name()) : Optional.empty();
  }

  /** The class of an instance. */
  default Optional<String> typeName() {
    return this instanceof Instance instance ? Optional.of(instance.type()) : Optional.empty();
  }
}
