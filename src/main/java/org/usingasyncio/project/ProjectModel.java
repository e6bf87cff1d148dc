package org.usingasyncio.project;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files of a project, joined: names are resolved as Python's imports do, over packages, relative imports, re-exports,
 * star imports and source folders that are not packages. What could mean several functions is unknown.
 */
public final class ProjectModel {

  /**
   * Through how many imports a name is followed. One that is imported from itself under another name would grow for
   * ever.
   */
  private static final int LONGEST = 20;

  private final List<FileSummary> files;
  private final Map<String, List<FileSummary>> byModule = new HashMap<>();
  private final Map<FileSummary, List<String>> paths = new IdentityHashMap<>();
  private final Map<List<Object>, Paths> ways = new HashMap<>();
  private final Map<FileSummary, Map<String, List<FunctionSummary>>> functions = new IdentityHashMap<>();
  private final Map<FileSummary, Map<String, ClassSummary>> classes = new IdentityHashMap<>();
  private final Map<FunctionSummary, FileSummary> fileOf = new IdentityHashMap<>();
  private final Map<CallSummary, FunctionSummary> functionOf = new IdentityHashMap<>();
  private final Map<ClassSummary, FileSummary> fileOfClass = new IdentityHashMap<>();
  private final Map<String, List<ClassSummary>> subclasses = new HashMap<>();
  private final Map<CallSummary, Optional<FunctionSummary>> targets = new IdentityHashMap<>();
  private final Map<FileSummary, Map<String, Optional<FunctionSummary>>> targetsByName = new IdentityHashMap<>();
  private final Set<String> packages = new HashSet<>();
  private final Set<String> mainCode;
  /** How many folders all files have in common. */
  private final int common;
  private Map<FunctionSummary, List<CallSummary>> callers;

  /** The project of these files, all of them main code. */
  public ProjectModel(List<FileSummary> files) {
    this(files, files.stream().map(FileSummary::uri).collect(Collectors.toSet()));
  }

  /**
   * The project of these files.
   *
   * @param mainCode those that are no tests
   */
  public ProjectModel(List<FileSummary> files, Set<String> mainCode) {
    this.files = files;
    this.mainCode = mainCode;
    files.stream().filter(ProjectModel::isPackage).forEach(file -> packages.add(String.join("/", pathOf(file))));
    files.forEach(this::index);
    common = files.stream().mapToInt(file -> shared(file, files.get(0))).min().orElse(0);
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

  private static boolean isPackage(FileSummary file) {
    return file.uri().endsWith("/__init__.py");
  }

  /**
   * The parts of the file's path, the ending and {@code __init__} left out: {@code […, src, shop, orders]}. A folder with a
   * period in its name, which nothing can import, must not look like two.
   */
  private static List<String> pathOf(FileSummary file) {
    String path = file.uri().replaceFirst("^file:/*", "").replaceFirst("\\.pyi?$", "").replaceFirst("/__init__$", "");
    return List.of(path.replace('.', ':').split("/"));
  }

  private static String withoutModule(FileSummary file, String name) {
    int length = file.module().length();
    return length > 0 && name.length() > length && name.charAt(length) == '.' && name.startsWith(file.module())
      ? name.substring(file.module().length() + 1)
      : name;
  }

  /** Equal summaries may be of different things, and comparing them takes long. */
  private static <T> Set<T> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
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

  /** False for what SonarPython takes for a test. */
  public boolean isMainCode(FileSummary file) {
    return mainCode.contains(file.uri());
  }

  /** The calls of the function in main code, as far as it is known what they call. */
  public List<CallSummary> callers(FunctionSummary function) {
    if (callers == null) {
      callers = new IdentityHashMap<>();
      for (FileSummary file : files) {
        if (isMainCode(file)) {
          file.functions().forEach(caller -> caller.calls().forEach(call -> target(call)
            .ifPresent(target -> callers.computeIfAbsent(target, key -> new ArrayList<>()).add(call))));
        }
      }
    }
    return callers.getOrDefault(function, List.of());
  }

  /** The file in which the call stands. */
  public FileSummary fileOf(CallSummary call) {
    return fileOf.get(functionOf.get(call));
  }

  // ---- names ------------------------------------------------------------------------------------------------------

  /** The function of the project that the call calls: a constructor for a class; empty when it is unknown or several. */
  public Optional<FunctionSummary> target(CallSummary call) {
    return targets.computeIfAbsent(call, key -> {
      FileSummary file = fileOf(key);
      return targetsByName.computeIfAbsent(file, from -> new HashMap<>())
        .computeIfAbsent(key.target(), name -> resolve(file, name, new HashSet<>()));
    });
  }

  /** The function with this name, seen from the file. */
  public Optional<FunctionSummary> function(FileSummary from, String name) {
    return resolve(from, name, new HashSet<>());
  }

  private Optional<FunctionSummary> resolve(FileSummary from, String name, Set<String> seen) {
    if (name.isEmpty() || !seen.add(name) || seen.size() > LONGEST) {
      return Optional.empty();
    }
    String own = withoutModule(from, name);
    if (!own.equals(name) || from.module().isEmpty()) {
      Optional<FunctionSummary> found = inFile(from, own, seen);
      if (found.isPresent()) {
        return found;
      }
    }
    for (int cut = name.lastIndexOf('.'); cut > 0; cut = name.lastIndexOf('.', cut - 1)) {
      Optional<FileSummary> module = module(from, name.substring(0, cut));
      if (module.isPresent()) {
        return inFile(module.get(), name.substring(cut + 1), seen);
      }
    }
    return Optional.empty();
  }

  /** The variable of a module that the name means, seen from the file: the module's file and the name there. */
  public Optional<String> variable(FileSummary from, String name) {
    return variable(from, name, new HashSet<>());
  }

  private Optional<String> variable(FileSummary from, String name, Set<String> seen) {
    if (!seen.add(from.uri() + " " + name) || seen.size() > LONGEST) {
      return Optional.empty();
    }
    String own = withoutModule(from, name);
    if (!own.equals(name) || name.indexOf('.') < 0) {
      return own.indexOf('.') < 0 ? Optional.of(variableOf(from, own)) : Optional.empty();
    }
    for (int cut = name.lastIndexOf('.'); cut > 0; cut = name.lastIndexOf('.', cut - 1)) {
      Optional<FileSummary> module = module(from, name.substring(0, cut));
      if (module.isPresent()) {
        String member = name.substring(cut + 1);
        int dot = member.indexOf('.');
        String head = dot < 0 ? member : member.substring(0, dot);
        String bound = module.get().names().get(head);
        if (bound != null && !bound.endsWith("()")) {
          return variable(module.get(), absolute(module.get(), bound) + (dot < 0 ? "" : member.substring(dot)), seen);
        }
        return dot < 0 ? Optional.of(variableOf(module.get(), head)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static String variableOf(FileSummary file, String name) {
    return file.uri() + "#" + name;
  }

  /** True when a file imports everything from the module of the given one. */
  public boolean isStarImported(FileSummary file) {
    return files.stream().anyMatch(other -> other.starImports().stream()
      .anyMatch(star -> module(other, absolute(other, star)).filter(module -> module == file).isPresent()));
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
      return method(file, type, "__init__", identitySet());
    }
    int dot = member.lastIndexOf('.');
    if (dot > 0) {
      ClassSummary owner = classes.get(file).get(member.substring(0, dot));
      if (owner != null) {
        String name = member.substring(dot + 1);
        return isReplacedBelow(owner, name, identitySet())
          ? Optional.empty()
          : method(file, owner, name, identitySet());
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
    int keep = path.size() - dots + (isPackage(file) ? 1 : 0);
    if (keep <= 0) {
      return name.substring(dots);
    }
    String rest = name.substring(dots);
    return String.join(".", path.subList(0, keep)) + (rest.isEmpty() ? "" : "." + rest);
  }

  /** The file of a module; of several with that name the one that shares the longest path with the importing file. */
  private Optional<FileSummary> module(FileSummary from, String name) {
    List<FileSummary> found = byModule.getOrDefault(name, List.of());
    if (!found.isEmpty()) {
      int parts = 1 + (int) name.chars().filter(letter -> letter == '.').count();
      found = found.stream().filter(file -> mayBeImported(file, parts)).toList();
    }
    if (found.size() < 2) {
      return found.stream().findFirst();
    }
    List<FileSummary> nearest = found.stream()
      .sorted(Comparator.comparingInt((FileSummary file) -> -shared(from, file))).toList();
    return shared(from, nearest.get(0)) > shared(from, nearest.get(1)) ? Optional.of(nearest.get(0)) : Optional.empty();
  }

  /** Python looks for modules in folders that are no packages; the project's own folder is one whatever stands in it. */
  private boolean mayBeImported(FileSummary file, int parts) {
    List<String> path = paths.get(file);
    List<String> folder = path.subList(0, path.size() - parts);
    return folder.size() <= common || !packages.contains(String.join("/", folder));
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
    return type != null && !name.equals("__init__") && isReplacedBelow(type, name, identitySet());
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
    if (!seen.add(name) || seen.size() > LONGEST) {
      return Optional.empty();
    }
    ClassSummary own = classes.get(from).get(withoutModule(from, name));
    if (own != null) {
      return Optional.of(own);
    }
    for (int cut = name.lastIndexOf('.'); cut > 0; cut = name.lastIndexOf('.', cut - 1)) {
      Optional<FileSummary> module = module(from, name.substring(0, cut));
      if (module.isPresent()) {
        String member = name.substring(cut + 1);
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

  /** The file that defines the class. */
  public FileSummary fileOf(ClassSummary type) {
    return fileOfClass.get(type);
  }

  /** True when the name can only be one of the project: one of its modules begins like it. */
  private boolean isOfProject(FileSummary from, String name) {
    for (int cut = name.lastIndexOf('.'); cut > 0; cut = name.lastIndexOf('.', cut - 1)) {
      if (byModule.containsKey(name.substring(0, cut))) {
        return true;
      }
    }
    return name.startsWith(".");
  }

  /**
   * The classes whose instances may be instances of the given class: itself, its subclasses, and all bases of these. Empty
   * when one of them has a base that cannot be followed although it is of the project.
   */
  public Optional<Set<ClassSummary>> family(ClassSummary type) {
    Set<ClassSummary> below = identitySet();
    addBelow(type, below);
    Set<ClassSummary> found = identitySet();
    return below.stream().allMatch(member -> addAbove(member, found)) ? Optional.of(found) : Optional.empty();
  }

  private void addBelow(ClassSummary type, Set<ClassSummary> found) {
    if (found.add(type)) {
      subclasses.getOrDefault(key(type), List.of()).forEach(member -> addBelow(member, found));
    }
  }

  private boolean addAbove(ClassSummary type, Set<ClassSummary> found) {
    if (!found.add(type)) {
      return true;
    }
    FileSummary file = fileOfClass.get(type);
    return !type.isOpen() && type.bases().stream().allMatch(base -> {
      Optional<ClassSummary> known = resolveClass(file, base);
      return known.isPresent() ? addAbove(known.get(), found) : !isOfProject(file, base);
    });
  }

  /** All subclasses of the class, wherever they are, in the order of the files. */
  public List<ClassSummary> below(ClassSummary type) {
    Set<ClassSummary> found = identitySet();
    addBelow(type, found);
    found.remove(type);
    return files.stream().flatMap(file -> file.classes().stream()).filter(found::contains).toList();
  }

  /** The class whose body defines the method. */
  public Optional<ClassSummary> ownerOf(FunctionSummary method) {
    FileSummary file = fileOf.get(method);
    String name = withoutModule(file, method.name());
    int dot = name.lastIndexOf('.');
    return dot < 0 ? Optional.empty() : Optional.ofNullable(classes.get(file).get(name.substring(0, dot)));
  }

  /** The method that an instance of the class has under this name. */
  public Optional<FunctionSummary> method(ClassSummary type, String name) {
    return method(fileOfClass.get(type), type, name, identitySet());
  }

  /**
   * The functions that the call may run: the one it names, or the method of each class whose instance the receiver may be.
   */
  public List<FunctionSummary> implementations(CallSummary call) {
    Optional<FunctionSummary> target = target(call);
    return target.isPresent() ? List.of(target.get()) : implementations(fileOf(call), call.target());
  }

  /** The same for a name, seen from the file. */
  public List<FunctionSummary> implementations(FileSummary from, String name) {
    Optional<FunctionSummary> target = function(from, name);
    int dot = name.lastIndexOf('.');
    if (target.isPresent() || dot < 0) {
      return target.stream().toList();
    }
    Optional<ClassSummary> owner = resolveClass(from, name.substring(0, dot));
    List<ClassSummary> types = new ArrayList<>(owner.stream().toList());
    owner.ifPresent(type -> types.addAll(below(type)));
    Set<FunctionSummary> found = identitySet();
    return types.stream().flatMap(type -> method(type, name.substring(dot + 1)).stream()).filter(found::add).toList();
  }

  // ---- reachability -----------------------------------------------------------------------------------------------

  /**
   * The function that the call runs before it returns. Calling a coroutine function or generator runs nothing yet, a
   * decorator may run it elsewhere, and what runs on the loop itself is a place of its own.
   */
  public Optional<FunctionSummary> runBy(CallSummary call) {
    return target(call).filter(function -> !function.is(FunctionSummary.Trait.ON_LOOP)
      && !function.is(FunctionSummary.Trait.GENERATOR) && function.is(FunctionSummary.Trait.CALLED_AS_WRITTEN));
  }

  /** The ways to the calls with the effect: rules that ask for the same ones share them. */
  public Paths waysTo(CallSummary.Effect effect, int depth) {
    return ways.computeIfAbsent(List.of(effect, depth), key -> new Paths(this, call -> call.has(effect), depth));
  }

  /** True when all calls of the path stand in one file: what one file shows is reported there. */
  public boolean isInOneFile(List<CallSummary> path) {
    return path.stream().map(this::fileOf).allMatch(file -> file == fileOf(path.get(0)));
  }
}
