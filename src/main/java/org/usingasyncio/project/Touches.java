package org.usingasyncio.project;

import java.util.ArrayList;
import java.util.List;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.model.AttributeInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.SharedState;
import org.usingasyncio.model.Variable;
import org.usingasyncio.syntax.Trees;

/** What the functions of a file do to attributes and variables of modules. */
final class Touches {

  private final FileModel file;
  private final SharedState state;
  private final Set<Symbol> globals;

  Touches(FileModel file) {
    this.file = file;
    this.state = SharedState.of(file);
    this.globals = new HashSet<>(file.tree().globalVariables());
  }

  /** What the function changes or goes through; a constructor works on an object that nobody else knows yet. */
  List<TouchSummary> of(FunctionInfo function) {
    List<TouchSummary> found = new ArrayList<>();
    if (function.isFunction() && !function.name().equals("__init__")) {
      for (QualifiedExpression mention : function.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR)) {
        SharedState.Kind kind = SharedState.kindOf(mention);
        if (kind == SharedState.Kind.READ) {
          continue;
        }
        Optional<AttributeInfo> attribute = AttributeInfo.of(file, mention);
        if (attribute.isPresent()) {
          String name = attribute.get().owner().qualifiedName() + "#" + attribute.get().name();
          add(name, attribute.get(), kind, mention, function, found);
        } else if (isOfModule(mention)) {
          file.names().nameOf(mention).ifPresent(name -> add(name, mention, kind, mention, function, found));
        }
      }
      for (Name name : function.nodes(Name.class, Tree.Kind.NAME)) {
        SharedState.Kind kind = globals.contains(name.symbol()) ? SharedState.kindOf(name) : SharedState.Kind.READ;
        if (kind != SharedState.Kind.READ) {
          Variable.of(name).ifPresent(variable -> add(qualified(name), variable, kind, name, function, found));
        }
      }
    }
    return List.copyOf(found);
  }

  /** {@code module.variable} */
  private boolean isOfModule(QualifiedExpression mention) {
    return Trees.bare(mention.qualifier()) instanceof Name
      && file.names().nameOf(mention.qualifier()).isPresent();
  }

  /** What an import brought has the name that it has there. */
  private String qualified(Name name) {
    return file.names().nameOf(name).orElseGet(() -> file.names().qualifiedVariable(name.name()));
  }

  private void add(String name, Object state, SharedState.Kind done, Expression site, FunctionInfo function,
    List<TouchSummary> found) {
    TouchSummary.Kind kind = switch (done) {
      case READ -> null;
      case ITERATE -> TouchSummary.Kind.ITERATE;
      case REBIND -> TouchSummary.Kind.REBIND;
      case INCREMENT -> TouchSummary.Kind.INCREMENT;
      case MUTATE -> this.state.isPlainContainer(state, site)
        ? TouchSummary.Kind.MUTATE
        : TouchSummary.Kind.MUTATE_UNKNOWN;
    };
    if (kind != null) {
      found.add(
        new TouchSummary(name, kind, Trees.written(site), Span.of(site), this.state.isGuarded(site, function)));
    }
  }
}
