package org.usingasyncio.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether other files end what a class or a module keeps: close a session, cancel a task. In doubt, they do. */
public final class Endings {

  private static final Pattern ENDS = Pattern.compile(
    "_*(\\w*(close|stop|shut_?down|disconnect|clean_?up|cancel|tear_?down|unload)\\w*|a?exit__|del__|terminate|dispose|"
      + "release|destroy|quit|finish)");

  private final ProjectModel project;
  private final Map<String, List<OfObject>> attributes = new HashMap<>();
  private final Set<String> variables = new HashSet<>();

  /** An attribute of an object that is no {@code self} is ended in the file. */
  private record OfObject(FileSummary file, String type) {}

  public Endings(ProjectModel project) {
    this.project = project;
    project.files().stream().filter(project::isMainCode).forEach(file -> file.ends().forEach(end -> {
      int mark = end.indexOf('#');
      if (mark < 0) {
        project.variable(file, end).ifPresent(variables::add);
      } else {
        attributes.computeIfAbsent(end.substring(mark + 1), key -> new ArrayList<>())
          .add(new OfObject(file, end.substring(0, mark)));
      }
    }));
  }

  /** True when another file may end the variable of the module. */
  public boolean mayEndVariable(FileSummary owner, String name) {
    return project.variable(owner, name).filter(variable -> !variables.contains(variable)).isEmpty()
      || project.isStarImported(owner);
  }

  /**
   * True when a class of another file that is related to the owner, or code that has an object of it, may end the
   * attribute.
   */
  public boolean mayEndAttribute(FileSummary file, String owner, String attribute) {
    Optional<ClassSummary> type = project.resolveClass(file, owner);
    Optional<Set<ClassSummary>> family = type.flatMap(project::family);
    if (family.isEmpty()) {
      return true;
    }
    List<ClassSummary> foreign = family.get().stream().filter(member -> project.fileOf(member) != file).toList();
    boolean byRelative = foreign.stream().anyMatch(member -> member.mayEnd(attribute));
    // it is given out here, and a relative closes something
    boolean throughMethod = type.get().mayEnd(attribute) && foreign.stream()
      .anyMatch(member -> member.methods().stream().anyMatch(method -> ENDS.matcher(method).matches()));
    return byRelative || throughMethod || attributes.getOrDefault(attribute, List.of()).stream()
      .anyMatch(end -> end.file() != file && mayMean(end, family.get()));
  }

  private boolean mayMean(OfObject end, Set<ClassSummary> family) {
    if (end.type().equals("?")) {
      return true;
    }
    Optional<ClassSummary> type = project.resolveClass(end.file(), end.type());
    return type.isPresent()
      ? family.contains(type.get())
      : family.stream().anyMatch(member -> simpleName(member.name()).equals(simpleName(end.type())));
  }

  private static String simpleName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
