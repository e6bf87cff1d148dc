package org.usingasyncio.syntax;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.LambdaExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.YieldExpression;

/**
 * One module, class, function or lambda, with the nodes that are evaluated in it, by kind, in source order; what never runs
 * is left out. The one walk over a file makes all its scopes; everything else is looked up here.
 */
public final class Scope {

  private final Tree tree;
  private final Scope parent;
  private final List<Scope> children = new ArrayList<>();
  private final Map<Tree.Kind, List<Tree>> nodes = new EnumMap<>(Tree.Kind.class);
  /** The kinds of nodes that stand in the file. */
  private final Set<Tree.Kind> kinds;

  private Scope(Tree tree, Scope parent) {
    this.tree = tree;
    this.parent = parent;
    this.kinds = parent == null ? EnumSet.noneOf(Tree.Kind.class) : parent.kinds;
    if (parent != null) {
      parent.children.add(this);
    }
  }

  /** The scope of a whole file, with all scopes below it. The walk needs no recursion, however deep the nesting. */
  public static Scope of(FileInput file) {
    Scope module = new Scope(file, null);
    Deque<Tree> trees = new ArrayDeque<>();
    Deque<Scope> scopes = new ArrayDeque<>();
    pushChildren(file, module, trees, scopes);
    while (!trees.isEmpty()) {
      Tree node = trees.pop();
      Scope scope = scopes.pop();
      scope.add(node);
      Tree body = bodyOf(node);
      if (body == null) {
        pushChildren(node, scope, trees, scopes);
      } else {
        Scope inner = new Scope(node, scope);
        push(body, inner, trees, scopes);
        pushChildrenBut(node, body, scope, trees, scopes);
      }
    }
    return module;
  }

  private static Tree bodyOf(Tree node) {
    return switch (node.getKind()) {
      case FUNCDEF -> ((FunctionDef) node).body();
      case CLASSDEF -> ((ClassDef) node).body();
      case LAMBDA -> ((LambdaExpression) node).expression();
      default -> null;
    };
  }

  private static void pushChildren(Tree node, Scope scope, Deque<Tree> trees, Deque<Scope> scopes) {
    pushChildrenBut(node, null, scope, trees, scopes);
  }

  private static void pushChildrenBut(Tree node, Tree left, Scope scope, Deque<Tree> trees, Deque<Scope> scopes) {
    List<Tree> children = node.children();
    Set<Tree> dead = DeadCode.below(node);
    for (int i = children.size() - 1; i >= 0; i--) {
      Tree child = children.get(i);
      if (child != left && child.getKind() != Tree.Kind.TOKEN) {
        if (!dead.isEmpty() && dead.contains(child)) {
          scope.addYields(child);
        } else {
          push(child, scope, trees, scopes);
        }
      }
    }
  }

  private void add(Tree node) {
    List<Tree> alike = nodes.get(node.getKind());
    if (alike == null) {
      alike = new ArrayList<>();
      nodes.put(node.getKind(), alike);
      kinds.add(node.getKind());
    }
    alike.add(node);
  }

  /** A {@code yield} makes a generator also where it never runs. */
  private void addYields(Tree dead) {
    Trees.within(dead, YieldExpression.class).forEach(this::add);
  }

  private static void push(Tree node, Scope scope, Deque<Tree> trees, Deque<Scope> scopes) {
    trees.push(node);
    scopes.push(scope);
  }

  /** The module, class, function or lambda itself. */
  public Tree tree() {
    return tree;
  }

  /** The scope around this one; null for the module. */
  public Scope parent() {
    return parent;
  }

  /** The scopes that are defined right in this one, in source order. */
  public List<Scope> children() {
    return Collections.unmodifiableList(children);
  }

  /** The nodes of the given kinds and type in this scope (not in the scopes below), in source order for one kind. */
  @SuppressWarnings("unchecked")
  public <T extends Tree> List<T> nodes(Class<T> type, Tree.Kind... kinds) {
    if (kinds.length == 1) {
      List<Tree> found = nodes.get(kinds[0]);
      if (found == null) {
        return List.of();
      }
      // the nodes of one kind are of one type
      type.cast(found.get(0));
      return (List<T>) Collections.unmodifiableList(found);
    }
    List<T> typed = new ArrayList<>();
    for (Tree.Kind kind : kinds) {
      nodes.getOrDefault(kind, List.of()).forEach(node -> typed.add(type.cast(node)));
    }
    typed.sort((a, b) -> Trees.compare(a.firstToken(), b.firstToken()));
    return typed;
  }

  /** True when the scope itself holds a node of the kind. */
  public boolean has(Tree.Kind kind) {
    return nodes.containsKey(kind);
  }

  /** True when the file of the scope holds a node of the kind. */
  public boolean isInFile(Tree.Kind kind) {
    return kinds.contains(kind);
  }

  /** This scope and all below it, outermost first, in source order. */
  public List<Scope> all() {
    List<Scope> found = new ArrayList<>();
    Deque<Scope> open = new ArrayDeque<>(List.of(this));
    while (!open.isEmpty()) {
      Scope scope = open.pop();
      found.add(scope);
      for (int i = scope.children.size() - 1; i >= 0; i--) {
        open.push(scope.children.get(i));
      }
    }
    return found;
  }
}
