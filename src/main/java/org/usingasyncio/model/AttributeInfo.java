package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/** An attribute that a class keeps on its instances ({@code self.session}), with everything the file does to it. */
public final class AttributeInfo {

  private final ClassInfo owner;
  private final String name;
  private final FileModel file;
  private List<QualifiedExpression> mentions;
  private List<Use> uses;

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
      .map(owner -> of(owner, expression.name().name()));
  }

  /** The attribute with this name of the class. */
  public static AttributeInfo of(ClassInfo owner, String name) {
    return owner.file().facts(Known.class, file -> new Known()).byClass
      .computeIfAbsent(owner, type -> new HashMap<>())
      .computeIfAbsent(name, attribute -> new AttributeInfo(owner, attribute, owner.file()));
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
    if (mentions == null) {
      Set<ClassInfo> family = new LinkedHashSet<>();
      file.names().localAncestors(owner.tree()).forEach(type -> file.classOf(type).ifPresent(family::add));
      family.addAll(owner.subclasses());
      mentions = mentionsOf(file).of(name, family);
    }
    return mentions;
  }

  private static Mentions mentionsOf(FileModel file) {
    return file.facts(Mentions.class, Mentions::new);
  }

  /** The class of this file whose instance, or which itself, stands before the dot. */
  private static Optional<ClassInfo> classOf(FileModel file, QualifiedExpression expression) {
    Value object = file.names().valueOf(expression.qualifier());
    ClassDef type = object instanceof Value.Instance instance
      ? instance.definition()
      : object instanceof Value.Named named ? named.type().orElse(null) : null;
    return type == null ? Optional.empty() : file.classOf(type);
  }

  /** Every {@code object.name} of the file where nothing is known of the object. */
  List<QualifiedExpression> mentionsElsewhere() {
    return mentionsOf(file).of(name, Collections.singleton(null));
  }

  /** The attributes that were asked for: what is known of one is found once. */
  private static final class Known {
    private final Map<ClassInfo, Map<String, AttributeInfo>> byClass = new IdentityHashMap<>();
  }

  /**
   * The attribute expressions of a file by the class of the file that stands before the dot. Many classes may have an
   * attribute of the same name: each expression is looked at once for all of them.
   */
  private static final class Mentions {

    private final FileModel file;
    private final Map<String, Map<ClassInfo, List<Integer>>> byNameAndClass = new HashMap<>();

    Mentions(FileModel file) {
      this.file = file;
    }

    /** Those of the classes, in the order of the file; {@code null} stands for what is of none. */
    List<QualifiedExpression> of(String name, Set<ClassInfo> classes) {
      List<QualifiedExpression> called = file.attributesNamed(name);
      Map<ClassInfo, List<Integer>> places = byNameAndClass.get(name);
      if (places == null) {
        places = placesByClass(called);
        byNameAndClass.put(name, places);
      }
      List<Integer> found = new ArrayList<>();
      for (ClassInfo type : classes) {
        found.addAll(places.getOrDefault(type, List.of()));
      }
      found.sort(null);
      return found.stream().map(called::get).toList();
    }

    private Map<ClassInfo, List<Integer>> placesByClass(List<QualifiedExpression> called) {
      Map<ClassInfo, List<Integer>> places = new IdentityHashMap<>();
      for (int place = 0; place < called.size(); place++) {
        QualifiedExpression expression = called.get(place);
        ClassInfo type = AttributeInfo.of(file, expression).map(AttributeInfo::owner)
          .or(() -> classOf(file, expression)).orElse(null);
        places.computeIfAbsent(type, key -> new ArrayList<>()).add(place);
      }
      return places;
    }
  }

  /** The uses of the attribute, the assignments to it left out; a local alias ({@code s = self.session}) is followed. */
  public List<Use> uses() {
    if (uses == null) {
      List<Use> found = new ArrayList<>();
      for (QualifiedExpression mention : mentions()) {
        if (!Trees.isTarget(mention)) {
          Use use = Use.of(mention);
          if (use.is(Use.How.ASSIGNED)) {
            found.addAll(Life.of(file, mention).uses());
          }
          found.add(use);
        }
      }
      uses = found;
    }
    return uses;
  }

  /** The methods that are called on it anywhere in the class: {@code self.session.close()}. */
  public List<CallInfo> methodCalls() {
    return uses().stream().map(file::methodCall).flatMap(Optional::stream).toList();
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
