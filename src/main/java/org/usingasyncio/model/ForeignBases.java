package org.usingasyncio.model;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.sonar.plugins.python.api.symbols.ClassSymbol;
import org.sonar.plugins.python.api.symbols.FunctionSymbol;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.usingasyncio.names.Value;

/** What the base classes that other files of the project define may do to what a class of this file keeps. */
final class ForeignBases {

  private static final Set<String> ENDS = Set.of("close", "aclose", "async_close", "stop", "async_stop", "shutdown",
    "cleanup", "clean_up", "disconnect",
    "teardown", "__aexit__", "__exit__", "__del__", "cog_unload", "terminate", "dispose", "quit", "release", "finish",
    "destroy", "unload");

  private ForeignBases() {}

  /**
   * True when a base class of another project file has a closing method, or cannot be looked into. The bases that
   * libraries define know nothing of what a subclass adds.
   */
  static boolean mayClose(ClassInfo type) {
    String project = root(type.file().names().moduleName());
    for (ClassDef local : type.file().names().localAncestors(type.tree())) {
      for (Value base : type.file().names().basesOf(local)) {
        if (mayClose(base, project)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean mayClose(Value base, String project) {
    if (!(base instanceof Value.Named named)) {
      return true;
    }
    if (named.type().isPresent()) {
      return false;
    }
    boolean isOfProject = !project.isEmpty() && root(named.name()).equals(project);
    if (named.symbol() instanceof ClassSymbol symbol && symbol.fullyQualifiedName() != null) {
      return isOfProject && hasEnd(symbol, new HashSet<>(), project);
    }
    return isOfProject;
  }

  private static boolean hasEnd(ClassSymbol type, Set<Symbol> seen, String project) {
    if (!seen.add(type) || seen.size() > 50) {
      return false;
    }
    boolean declaresEnd = type.declaredMembers().stream()
      .anyMatch(member -> member instanceof FunctionSymbol && isEnd(member.name()));
    return declaresEnd || type.superClasses().stream()
      .anyMatch(base -> base instanceof ClassSymbol superType && hasEnd(superType, seen, project));
  }

  /** True for the name of a method that ends something. */
  static boolean isEnd(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    return ENDS.contains(plain) || ENDS.contains(plain.replaceFirst("^_+", "")) || plain.contains("close")
      || plain.contains("shutdown");
  }

  private static String root(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }
}
