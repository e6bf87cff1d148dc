package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Trees;

/** A class of this file. */
public final class ClassInfo {

  private final ClassDef tree;
  private final FileModel file;

  ClassInfo(ClassDef tree, FileModel file) {
    this.tree = tree;
    this.file = file;
  }

  public ClassDef tree() {
    return tree;
  }

  public String name() {
    return tree.name().name();
  }

  public String qualifiedName() {
    return file.names().qualifiedName(tree);
  }

  public FileModel file() {
    return file;
  }

  /** The methods that the class body itself defines, in source order. */
  public List<FunctionInfo> methods() {
    return file.functionOf(tree).map(FunctionInfo::nested).orElse(List.of()).stream()
      .filter(method -> method.definition().isPresent()).toList();
  }

  /** The methods of the class and of its bases in this file. */
  public List<FunctionInfo> allMethods() {
    List<FunctionInfo> found = new ArrayList<>();
    file.names().localAncestors(tree)
      .forEach(type -> file.classOf(type).ifPresent(info -> found.addAll(info.methods())));
    return found;
  }

  /** The methods with this name, in the class itself or the nearest base in this file that has one. */
  public Optional<FunctionInfo> method(String name) {
    List<FunctionDef> found = file.names().methods(tree, name);
    return found.isEmpty() ? Optional.empty() : file.functionOf(found.get(found.size() - 1));
  }

  /** The method with this name in the class body itself. */
  public Optional<FunctionInfo> ownMethod(String name) {
    return methods().stream().filter(method -> method.name().equals(name)).findFirst();
  }

  /** The names of all bases that can be followed, without the class itself. */
  public Set<String> ancestorNames() {
    return file.names().ancestorNames(tree);
  }

  /** True for a class of {@code dataclasses} or attrs: its instances hold data. */
  public boolean isRecord() {
    return tree.decorators().stream().map(file.names()::decoratorName)
      .anyMatch(name -> name.matches("\\??(attr|attrs|dataclasses)\\..*|.*\\bdataclass"));
  }

  /**
   * True when every base is a class of this file, one that the libraries' facts tell of, or a plain one like {@code
   * abc.ABC}.
   */
  public boolean hasKnownBases() {
    return file.names().hasKnownBases(tree);
  }

  /** True when another file may have subclasses of it: it is no local class, not final, and its file is no script. */
  public boolean mayBeExtendedElsewhere() {
    boolean isFinal = tree.decorators().stream().map(file.names()::decoratorName)
      .anyMatch(name -> name.equals("typing.final") || name.equals("typing_extensions.final"));
    return !isFinal && !Trees.functionOf(tree).isPresent()
      && !file.context().pythonFile().fileName().equals("__main__.py");
  }

  /** True when a class of another file may be its relative: a base that this file does not define, or a subclass. */
  public boolean mayHaveForeignFamily() {
    return mayBeExtendedElsewhere() || !hasKnownBases();
  }

  /** The attributes that the class body or its methods assign, with the places that assign them. */
  public Map<String, List<Binding>> attributes() {
    return file.names().attributesOf(tree);
  }

  /** Classes of this file that extend this one. */
  public List<ClassInfo> subclasses() {
    return file.facts(Subclasses.class, Subclasses::new).byBase.getOrDefault(tree, List.of());
  }

  private static final class Subclasses {

    private final Map<ClassDef, List<ClassInfo>> byBase = new IdentityHashMap<>();

    Subclasses(FileModel file) {
      for (ClassInfo type : file.classes()) {
        for (ClassDef base : file.names().localAncestors(type.tree)) {
          if (base != type.tree) {
            byBase.computeIfAbsent(base, key -> new ArrayList<>()).add(type);
          }
        }
      }
    }
  }
}
