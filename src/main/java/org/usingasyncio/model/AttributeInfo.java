package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/** An attribute that a class keeps on its instances ({@code self.session}), with everything the file does to it. */
public final class AttributeInfo {

  private final ClassInfo owner;
  private final String name;
  private final FileModel file;

  private AttributeInfo(ClassInfo owner, String name, FileModel file) {
    this.owner = owner;
    this.name = name;
    this.file = file;
  }

  /** The attribute that {@code self.name} or {@code cls.name} means; empty for an attribute of anything else. */
  public static Optional<AttributeInfo> of(FileModel file, QualifiedExpression expression) {
    if (!(Trees.bare(expression.qualifier()) instanceof Name object)) {
      return Optional.empty();
    }
    return file.functionAround(expression).enclosingClass()
      .filter(owner -> isSelf(file, object, owner))
      .map(owner -> new AttributeInfo(owner, expression.name().name(), file));
  }

  /** The attribute with this name of the class. */
  public static AttributeInfo of(ClassInfo owner, String name) {
    return new AttributeInfo(owner, name, owner.file());
  }

  private static boolean isSelf(FileModel file, Name object, ClassInfo owner) {
    for (FunctionInfo function = file.functionAround(object); function != null; function = function.parent()) {
      if (function.owner().isPresent()) {
        List<String> parameters = function.parameterNames();
        return !parameters.isEmpty() && parameters.get(0).equals(object.name())
          && !function.decorators().contains("staticmethod");
      }
    }
    return false;
  }

  public ClassInfo owner() {
    return owner;
  }

  public String name() {
    return name;
  }

  /** The places that assign it, in the class and its bases in this file. */
  public List<Binding> assignments() {
    return file.names().attributeBindings(owner.tree(), name);
  }

  /**
   * Every {@code self.name} in the methods of the class, of its bases and of its subclasses in this file, and every
   * {@code object.name} where the object is known to be one of theirs, in source order.
   */
  public List<QualifiedExpression> mentions() {
    List<ClassInfo> family = new ArrayList<>();
    file.names().localAncestors(owner.tree()).forEach(type -> file.classOf(type).ifPresent(family::add));
    family.addAll(owner.subclasses());
    return file.facts(ByName.class, ByName::new).called(name).stream()
      .filter(expression -> of(file, expression).map(AttributeInfo::owner).or(() -> classOf(expression))
        .filter(family::contains).isPresent())
      .toList();
  }

  /** The class of this file whose instance, or which itself, stands before the dot. */
  private Optional<ClassInfo> classOf(QualifiedExpression expression) {
    Value object = file.names().valueOf(expression.qualifier());
    ClassDef type = object instanceof Value.Instance instance
      ? instance.definition()
      : object instanceof Value.Named named ? named.type().orElse(null) : null;
    return type == null ? Optional.empty() : file.classOf(type);
  }

  /** Every {@code object.name} of the file where nothing is known of the object. */
  List<QualifiedExpression> mentionsElsewhere() {
    return file.facts(ByName.class, ByName::new).called(name).stream()
      .filter(expression -> of(file, expression).isEmpty() && classOf(expression).isEmpty())
      .toList();
  }

  /** The attribute expressions of a file by the name after the dot. */
  private static final class ByName {

    private final Map<String, List<QualifiedExpression>> byName = new HashMap<>();

    ByName(FileModel file) {
      file.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR)
        .forEach(
          expression -> byName.computeIfAbsent(expression.name().name(), key -> new ArrayList<>()).add(expression));
    }

    List<QualifiedExpression> called(String name) {
      return byName.getOrDefault(name, List.of());
    }
  }

  /** The uses of the attribute, the assignments to it left out; a local alias ({@code s = self.session}) is followed. */
  public List<Use> uses() {
    List<Use> found = new ArrayList<>();
    for (QualifiedExpression mention : mentions()) {
      if (!isTarget(mention)) {
        Use use = Use.of(mention);
        if (use.is(Use.How.ASSIGNED)) {
          found.addAll(Life.of(file, mention).uses());
        }
        found.add(use);
      }
    }
    return found;
  }

  private static boolean isTarget(QualifiedExpression mention) {
    Tree parent = Trees.parentOf(mention);
    return parent instanceof ExpressionList && parent.parent() instanceof AssignmentStatement
      || parent instanceof AnnotatedAssignment annotated && Trees.bare(annotated.variable()) == mention
      || parent instanceof DelStatement;
  }

  /** The methods that are called on it anywhere in the class: {@code self.session.close()}. */
  public List<CallInfo> methodCalls() {
    return uses().stream()
      .filter(use -> use.is(Use.How.CHAINED))
      .map(use -> use.site().parent())
      .map(file::callOf)
      .flatMap(Optional::stream)
      .filter(call -> call.receiver().isPresent())
      .toList();
  }

  /** True when it leaves the class: returned, passed on, collected, or handed out in a way that is not followed. */
  public boolean escapes() {
    return uses().stream()
      .anyMatch(use -> use.is(Use.How.RETURNED, Use.How.YIELDED, Use.How.ARGUMENT, Use.How.COLLECTED));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AttributeInfo attribute && attribute.owner == owner && attribute.name.equals(name);
  }

  @Override
  public int hashCode() {
    return 31 * System.identityHashCode(owner) + name.hashCode();
  }
}
