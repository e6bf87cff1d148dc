package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.symbols.Usage;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.syntax.Trees;

/** A variable of a function or module and every place that reads it. */
public final class Variable {

  private final Symbol symbol;
  private final List<Name> reads = new ArrayList<>();
  private final List<Name> writes = new ArrayList<>();

  private Variable(Symbol symbol) {
    this.symbol = symbol;
    for (Usage usage : symbol.usages()) {
      if (usage.tree() instanceof Name name) {
        if (usage.isBindingUsage()) {
          writes.add(name);
        } else if (usage.kind() != Usage.Kind.GLOBAL_DECLARATION) {
          reads.add(name);
        }
      }
    }
    Comparator<Name> order = (a, b) -> Trees.compare(a.firstToken(), b.firstToken());
    reads.sort(order);
    writes.sort(order);
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
    return reads;
  }

  /** The places that give it a value, in source order. */
  public List<Name> writes() {
    return writes;
  }

  /** The places that read it after the end of {@code tree}. */
  public List<Name> readsAfter(Tree tree) {
    return reads.stream().filter(read -> Trees.endsBefore(tree, read)).toList();
  }

  /** True when a nested function, or one that declares it global or nonlocal, reads or writes it too. */
  public boolean isShared() {
    List<Name> all = new ArrayList<>(reads);
    all.addAll(writes);
    return all.stream().map(Trees::scopeOf).distinct().count() > 1;
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
