package org.usingasyncio.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.usingasyncio.reach.CallGraph;
import org.usingasyncio.reach.Reach;

/**
 * The files of a project, joined: names are resolved as Python's imports do, over packages, relative imports, re-exports,
 * star imports and source folders that are not packages. What could mean several functions is unknown.
 */
public final class ProjectModel {

  private final List<FileSummary> files;
  private final Map<String, List<FileSummary>> byModule = new HashMap<>();
  private final Map<FileSummary, List<String>> paths = new IdentityHashMap<>();
  private final Map<FileSummary, Map<String, List<FunctionSummary>>> functions = new IdentityHashMap<>();
  private final Map<FileSummary, Map<String, ClassSummary>> classes = new IdentityHashMap<>();
  private final Map<FunctionSummary, FileSummary> fileOf = new IdentityHashMap<>();
  private final Map<CallSummary, FunctionSummary> functionOf = new IdentityHashMap<>();
  private final Map<ClassSummary, FileSummary> fileOfClass = new IdentityHashMap<>();
  private final Map<String, List<ClassSummary>> subclasses = new HashMap<>();
  private final Map<CallSummary, Optional<FunctionSummary>> targets = new IdentityHashMap<>();

  public ProjectModel(List<FileSummary> files) {
    this.files = files;
    files.forEach(this::index);
    files.forEach(file -> file.classes().forEach(type -> type.bases().forEach(base -> resolveClass(file, base)
      .ifPresent(found -> subclasses.computeIfAbsent(key(found), name -> new ArrayList<>()).add(type)))));
  }

  private void index(FileSummary file) {
    List<String> path = pathOf(file);
    paths.put(file, path);
    for (int from = 0; from < path.size(); from++) {
      byModule.computeIfAbsent(String.join(".", path.subList(from, path.size())), name -> new ArrayList<>()).add(file);
    }
    Map<String, List<FunctionSummary>> own = new LinkedHashMap<>();
    for (FunctionSummary function : file.functions()) {
      fileOf.put(function, file);
      function.calls().forEach(call -> functionOf.put(call, function));
      own.computeIfAbsent(withoutModule(file, function.name()), name -> new ArrayList<>()).add(function);
    }
    functions.put(file, own);
    Map<String, ClassSummary> types = new LinkedHashMap<>();
    file.classes().forEach(type -> {
      types.put(withoutModule(file, type.name()), type);
      fileOfClass.put(type, file);
    });
    classes.put(file, types);
  }

  /** The parts of the file's path, the ending and {@code __init__} left out: {@code […, src, shop, orders]}. */
  private static List<String> pathOf(FileSummary file) {
    String path = file.uri().replaceFirst("^file:/*", "").replaceFirst("\\.pyi?$", "").replaceFirst("/__init__$", "");
    return List.of(path.split("/"));
  }

  private static String withoutModule(FileSummary file, String name) {
    return !file.module().isEmpty() && name.startsWith(file.module() + ".")
      ? name.substring(file.module().length() + 1)
      : name;
  }

  private String key(ClassSummary type) {
    return fileOfClass.get(type).uri() + "#" + type.name();
  }

  public List<FileSummary> files() {
    return files;
  }

  public FileSummary fileOf(FunctionSummary function) {
    return fileOf.get(function);
  }

  /** The function whose body makes the call. */
  public FunctionSummary functionOf(CallSummary call) {
    return functionOf.get(call);
  }

  /** The file in which the call stands. */
  public FileSummary fileOf(CallSummary call) {
    return fileOf.get(functionOf.get(call));
  }

  // ---- names ------------------------------------------------------------------------------------------------------

  /** The function of the project that the call calls: a constructor for a class; empty when it is unknown or several. */
  public Optional<FunctionSummary> target(CallSummary call) {
    return targets.computeIfAbsent(call, key -> resolve(fileOf(key), key.target(), new HashSet<>()));
  }

  private Optional<FunctionSummary> resolve(FileSummary from, String name, Set<String> seen) {
    if (!seen.add(name)) {
      return Optional.empty();
    }
    String own = withoutModule(from, name);
    if (!own.equals(name) || from.module().isEmpty()) {
      Optional<FunctionSummary> found = inFile(from, own, seen);
      if (found.isPresent()) {
        return found;
      }
    }
    String[] parts = name.split("\\.");
    for (int cut = parts.length - 1; cut > 0; cut--) {
      Optional<FileSummary> module = module(from, String.join(".", List.of(parts).subList(0, cut)));
      if (module.isPresent()) {
        return inFile(module.get(), String.join(".", List.of(parts).subList(cut, parts.length)), seen);
      }
    }
    return Optional.empty();
  }

  private Optional<FunctionSummary> inFile(FileSummary file, String member, Set<String> seen) {
    List<FunctionSummary> found = functions.get(file).getOrDefault(member, List.of());
    if (found.size() == 1) {
      return isReplacedBelow(file, member) ? Optional.empty() : Optional.of(found.get(0));
    }
    if (found.size() > 1) {
      return Optional.empty();
    }
    ClassSummary type = classes.get(file).get(member);
    if (type != null) {
      return method(file, type, "__init__", new HashSet<>());
    }
    int dot = member.lastIndexOf('.');
    if (dot > 0) {
      ClassSummary owner = classes.get(file).get(member.substring(0, dot));
      if (owner != null) {
        String name = member.substring(dot + 1);
        return isReplacedBelow(owner, name, new HashSet<>())
          ? Optional.empty()
          : method(file, owner, name, new HashSet<>());
      }
    }
    return throughNames(file, member, seen);
  }

  /** A name that the module itself imports or binds to an instance: a re-export. */
  private Optional<FunctionSummary> throughNames(FileSummary file, String member, Set<String> seen) {
    int dot = member.indexOf('.');
    String head = dot < 0 ? member : member.substring(0, dot);
    String rest = dot < 0 ? "" : member.substring(dot);
    String bound = file.names().get(head);
    if (bound != null) {
      String target = (bound.endsWith("()") ? bound.substring(0, bound.length() - 2) : bound) + rest;
      if (bound.endsWith("()") && rest.isEmpty()) {
        return Optional.empty();
      }
      return resolve(file, absolute(file, target), seen);
    }
    List<FunctionSummary> found = new ArrayList<>();
    for (String star : file.starImports()) {
      module(file, absolute(file, star))
        .filter(module -> module.exported() == null ? !head.startsWith("_") : module.exported().contains(head))
        .filter(module -> seen.add("*" + module.uri() + member))
        .flatMap(module -> inFile(module, member, seen))
        .ifPresent(found::add);
    }
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  /** A name with leading dots, seen from the file. */
  private String absolute(FileSummary file, String name) {
    int dots = 0;
    while (dots < name.length() && name.charAt(dots) == '.') {
      dots++;
    }
    if (dots == 0) {
      return name;
    }
    List<String> path = paths.get(file);
    boolean isPackage = file.uri().endsWith("/__init__.py");
    int keep = path.size() - dots + (isPackage ? 1 : 0);
    if (keep <= 0) {
      return name.substring(dots);
    }
    String rest = name.substring(dots);
    return String.join(".", path.subList(0, keep)) + (rest.isEmpty() ? "" : "." + rest);
  }

  /** The file of a module; of several with that name the one that shares the longest path with the importing file. */
  private Optional<FileSummary> module(FileSummary from, String name) {
    List<FileSummary> found = byModule.getOrDefault(name, List.of());
    if (found.size() < 2) {
      return found.stream().findFirst();
    }
    List<FileSummary> nearest = found.stream()
      .sorted(Comparator.comparingInt((FileSummary file) -> -shared(from, file))).toList();
    return shared(from, nearest.get(0)) > shared(from, nearest.get(1)) ? Optional.of(nearest.get(0)) : Optional.empty();
  }

  private int shared(FileSummary one, FileSummary other) {
    List<String> first = paths.get(one);
    List<String> second = paths.get(other);
    int count = 0;
    while (count < first.size() && count < second.size() && first.get(count).equals(second.get(count))) {
      count++;
    }
    return count;
  }

  // ---- classes ----------------------------------------------------------------------------------------------------

  private Optional<FunctionSummary> method(FileSummary file, ClassSummary type, String name, Set<ClassSummary> seen) {
    if (!seen.add(type)) {
      return Optional.empty();
    }
    String member = withoutModule(file, type.name()) + "." + name;
    List<FunctionSummary> own = functions.get(file).getOrDefault(member, List.of());
    if (!own.isEmpty()) {
      return own.size() == 1 ? Optional.of(own.get(0)) : Optional.empty();
    }
    for (String base : type.bases()) {
      Optional<ClassSummary> found = resolveClass(file, base);
      if (found.isPresent()) {
        Optional<FunctionSummary> inherited = method(fileOfClass.get(found.get()), found.get(), name, seen);
        if (inherited.isPresent()) {
          return inherited;
        }
      }
    }
    return Optional.empty();
  }

  /** True when a subclass somewhere in the project replaces the method: a call may mean either. */
  private boolean isReplacedBelow(FileSummary file, String member) {
    int dot = member.lastIndexOf('.');
    ClassSummary type = dot < 0 ? null : classes.get(file).get(member.substring(0, dot));
    String name = member.substring(dot + 1);
    return type != null && !name.equals("__init__") && isReplacedBelow(type, name, new HashSet<>());
  }

  private boolean isReplacedBelow(ClassSummary type, String method, Set<ClassSummary> seen) {
    return seen.add(type) && subclasses.getOrDefault(key(type), List.of()).stream()
      .anyMatch(below -> below.methods().contains(method) || isReplacedBelow(below, method, seen));
  }

  /** The class with this name, seen from the file. */
  public Optional<ClassSummary> resolveClass(FileSummary from, String name) {
    return resolveClass(from, name, new HashSet<>());
  }

  private Optional<ClassSummary> resolveClass(FileSummary from, String name, Set<String> seen) {
    if (!seen.add(name)) {
      return Optional.empty();
    }
    ClassSummary own = classes.get(from).get(withoutModule(from, name));
    if (own != null) {
      return Optional.of(own);
    }
    String[] parts = name.split("\\.");
    for (int cut = parts.length - 1; cut > 0; cut--) {
      Optional<FileSummary> module = module(from, String.join(".", List.of(parts).subList(0, cut)));
      if (module.isPresent()) {
        String member = String.join(".", List.of(parts).subList(cut, parts.length));
        ClassSummary found = classes.get(module.get()).get(member);
        if (found != null) {
          return Optional.of(found);
        }
        String bound = module.get().names().get(member);
        return bound == null ? Optional.empty() : resolveClass(module.get(), absolute(module.get(), bound), seen);
      }
    }
    return Optional.empty();
  }

  // ---- reachability -----------------------------------------------------------------------------------------------

  /** The functions of the project that fulfil a condition, and the calls that run them before they return. */
  private CallGraph<FunctionSummary, CallSummary> graph(Predicate<FunctionSummary> condition) {
    return new CallGraph<>() {
      @Override
      public List<CallSummary> callsOf(FunctionSummary function) {
        return function.calls();
      }

      /**
       * Calling a coroutine function or generator runs nothing yet, a decorator may run it elsewhere, and what runs on the
       * loop itself is a place of its own.
       */
      @Override
      public Optional<FunctionSummary> runBy(CallSummary call) {
        return target(call).filter(condition).filter(function -> !function.is(FunctionSummary.Trait.ON_LOOP)
          && !function.is(FunctionSummary.Trait.GENERATOR) && function.is(FunctionSummary.Trait.CALLED_AS_WRITTEN));
      }
    };
  }

  /**
   * The shortest way from a call to one that fulfils the condition: the call, one call per function on the way, and the
   * one that was searched. Empty when there is none within {@code depth} functions.
   */
  public Optional<List<CallSummary>> pathTo(CallSummary from, Predicate<CallSummary> searched, int depth) {
    return pathTo(from, searched, depth, function -> true);
  }

  /** The same, only through functions that fulfil a condition. */
  public Optional<List<CallSummary>> pathTo(CallSummary from, Predicate<CallSummary> searched, int depth,
    Predicate<FunctionSummary> through) {
    return new Reach<>(graph(through)).path(from, searched, depth);
  }

  /** True when all calls of the path stand in one file: what one file shows is reported there. */
  public boolean isInOneFile(List<CallSummary> path) {
    return path.stream().map(this::fileOf).distinct().count() == 1;
  }
}
