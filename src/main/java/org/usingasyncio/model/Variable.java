package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.symbols.Usage;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.syntax.Trees;

/** A variable of a function or module and every place that reads it. */
public final class Variable {

  private static final Comparator<Name> SOURCE_ORDER = (a, b) -> Trees.compare(a.firstToken(), b.firstToken());

  private final Symbol symbol;
  private List<Name> reads;
  private List<Name> writes;

  private Variable(Symbol symbol) {
    this.symbol = symbol;
  }

  /** The variable that the name reads or writes. */
  public static Optional<Variable> of(Tree name) {
    return name instanceof Name variable && variable.symbol() != null
      ? Optional.of(new Variable(variable.symbol()))
      : Optional.empty();
  }

  public String name() {
    return symbol.name();
  }

  /** The places that read it, in source order, those in nested functions included. */
  public List<Name> reads() {
    if (reads == null) {
      reads = names(usage -> !usage.isBindingUsage() && usage.kind() != Usage.Kind.GLOBAL_DECLARATION);
    }
    return reads;
  }

  /** The places that give it a value, in source order. */
  public List<Name> writes() {
    if (writes == null) {
      writes = names(Usage::isBindingUsage);
    }
    return writes;
  }

  private List<Name> names(Predicate<Usage> condition) {
    List<Name> found = new ArrayList<>();
    for (Usage usage : symbol.usages()) {
      if (usage.tree() instanceof Name name && condition.test(usage)) {
        found.add(name);
      }
    }
    found.sort(SOURCE_ORDER);
    return found;
  }

  /** The places that read it after the end of {@code tree}. */
  public List<Name> readsAfter(Tree tree) {
    return reads().stream().filter(read -> Trees.endsBefore(tree, read)).toList();
  }

  /** True when a nested function, or one that declares it global or nonlocal, reads or writes it too. */
  public boolean isShared() {
    Tree first = null;
    for (Usage usage : symbol.usages()) {
      // What stands in the list of parameters belongs to the function, although the scope around it evaluates it.
      boolean counts = usage.kind() != Usage.Kind.GLOBAL_DECLARATION && usage.kind() != Usage.Kind.PARAMETER;
      if (counts && usage.tree() instanceof Name name) {
        Tree scope = Trees.scopeOf(name);
        if (first != null && first != scope) {
          return true;
        }
        first = scope;
      }
    }
    return false;
  }

  /** True for a variable of the module itself: no local one, no parameter. */
  public boolean isOfModule(FileModel file) {
    return file.tree().globalVariables().contains(symbol);
  }

  /** True when the other name is this same variable. */
  public boolean is(Tree other) {
    return Trees.isScope(other) ? false : other instanceof Name name && name.symbol() == symbol;
  }

  Symbol symbol() {
    return symbol;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Variable variable && variable.symbol == symbol;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(symbol);
  }
}
