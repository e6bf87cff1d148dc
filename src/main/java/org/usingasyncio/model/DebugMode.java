package org.usingasyncio.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.StringElement;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Trees;

/** Where a program starts its event loop, and whether anything can switch on the debug mode of asyncio. */
public final class DebugMode {

  private static final Pattern SWITCH = Pattern
    .compile("PYTHONASYNCIODEBUG|PYTHONDEVMODE|asyncio_debug|-X[ ,\"]*dev\\b");
  private static final Pattern CONFIGURATION = Pattern.compile(
    "pyproject\\.toml|tox\\.ini|setup\\.cfg|pytest\\.ini|noxfile\\.py|conftest\\.py|Makefile|[Jj]ustfile|.*Dockerfile.*|.*compose.*\\.ya?ml|\\.env.*|.*\\.sh|Procfile");
  /** Folders of what shows how to use a library, and of what measures it: nobody runs these in earnest. */
  private static final Set<String> DEMONSTRATIONS = Set.of("example", "examples", "sample", "samples", "demo", "demos",
    "tutorial", "tutorials", "cookbook", "docs", "doc", "benchmark", "benchmarks");
  /** What lies at the root of a project. */
  private static final List<String> ROOT_FILES = List.of(".git", "pyproject.toml", "setup.py", "setup.cfg",
    "requirements.txt", "sonar-project.properties");
  private static final int FOLDERS = 6;
  private static final long LARGEST = 200_000;

  private final FileModel file;

  public DebugMode(FileModel file) {
    this.file = file;
  }

  /**
   * The call that starts the loop, for each program of the file; further ones in the same function belong to the same
   * program.
   */
  public List<CallInfo> entryPoints() {
    List<CallInfo> found = new ArrayList<>();
    for (CallInfo call : file.calls().playing(Role.RUNS_PROGRAM, Role.DRIVES_LOOP)) {
      boolean isFirst = found.stream().noneMatch(other -> other.function() == call.function());
      if (isFirst && startsLoop(call) && Programs.isEntryPoint(call)) {
        found.add(call);
      }
    }
    return found.isEmpty() || isDemonstration() ? List.of() : found;
  }

  private boolean isDemonstration() {
    List<String> names = new ArrayList<>();
    Optional<Path> folder = folder();
    for (int i = 0; i < FOLDERS && folder.isPresent(); i++) {
      Path current = folder.get();
      if (ROOT_FILES.stream().anyMatch(name -> Files.exists(current.resolve(name)))) {
        return names.stream().anyMatch(DEMONSTRATIONS::contains);
      }
      names.add(String.valueOf(current.getFileName()).toLowerCase(Locale.ROOT));
      folder = Optional.ofNullable(current.getParent());
    }
    return false;
  }

  private static boolean startsLoop(CallInfo call) {
    return call.name().filter(name -> name.startsWith("asyncio.")).isPresent() && !isGivenLoop(call);
  }

  /** Whoever passes the loop can set its debug mode. */
  private static boolean isGivenLoop(CallInfo call) {
    return call.receiver().filter(receiver -> Trees.bare(receiver) instanceof Name name && name.symbol() != null
      && call.file().names().bindingsOf(name.symbol()).stream()
        .anyMatch(binding -> binding.kind() == Binding.Kind.PARAMETER))
      .isPresent();
  }

  /** True when the code decides about debug mode, whatever it decides, or the environment of the project can. */
  public boolean canBeSwitchedOn() {
    return isDecidedInCode() || isSwitchedOnByConfiguration();
  }

  /** {@code debug=}, {@code set_debug}, or the name of the environment variable. */
  public boolean isDecidedInCode() {
    return Stream.of(file.calls().playing(Role.SETS_DEBUG), file.calls().written("set_debug"),
      file.calls().playing(Role.RUNS_PROGRAM), file.calls().to("asyncio.Runner"))
      .flatMap(CallQuery::stream).anyMatch(DebugMode::decides)
      || !file.attributesNamed("slow_callback_duration").isEmpty()
      || file.nodes(StringLiteral.class, Tree.Kind.STRING_LITERAL).stream().anyMatch(DebugMode::isSwitch);
  }

  private static boolean isSwitch(StringLiteral text) {
    // almost no text is: the search costs more than the look
    for (StringElement element : text.stringElements()) {
      String value = element.value();
      if ((value.contains("PYTHON") || value.contains("_debug") || value.contains("-X"))
        && SWITCH.matcher(value).find()) {
        return true;
      }
    }
    return false;
  }

  private static boolean decides(CallInfo call) {
    return call.plays(Role.SETS_DEBUG) || call.simpleName().equals("set_debug")
      || (call.plays(Role.RUNS_PROGRAM) || call.isTo("asyncio.Runner")) && !call.lacks(-1, "debug");
  }

  /** The files beside the program and in the folders above it, up to the root of the repository. */
  public boolean isSwitchedOnByConfiguration() {
    Optional<Path> folder = folder();
    for (int i = 0; i < FOLDERS && folder.isPresent(); i++) {
      if (hasSwitch(folder.get())) {
        return true;
      }
      boolean isRoot = Files.exists(folder.get().resolve(".git"));
      folder = isRoot ? Optional.empty() : Optional.ofNullable(folder.get().getParent());
    }
    return false;
  }

  private Optional<Path> folder() {
    try {
      return Optional.ofNullable(file.context().pythonFile().uri()).filter(uri -> "file".equals(uri.getScheme()))
        .map(Path::of).map(Path::getParent);
    } catch (IllegalArgumentException notAFile) {
      return Optional.empty();
    }
  }

  private static boolean hasSwitch(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder,
      path -> CONFIGURATION.matcher(path.getFileName().toString()).matches())) {
      for (Path path : files) {
        if (Files.isRegularFile(path) && Files.size(path) < LARGEST
          && SWITCH.matcher(new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1)).find()) {
          return true;
        }
      }
    } catch (IOException unreadable) {
      // a folder that cannot be read says nothing
    }
    return false;
  }
}
