package org.usingasyncio.project;

import java.util.List;
import java.util.Map;

/**
 * What a file leaves for the project phase. Small, and without any link to its tree.
 *
 * @param uri the file
 * @param module the module's dotted name as SonarPython sees it; empty when it defines nothing
 * @param names what the module's names are bound to by imports and by assignments of instances: local name to qualified
 *        name, for an instance the name of its class followed by {@code ()}
 * @param starImports the modules that are imported with {@code *}
 * @param exported the names in {@code __all__}; null when there is none
 * @param functions the functions that make or receive calls across files
 * @param classes the classes
 * @param marks facts about the whole program
 * @param handovers the functions of other files that it hands over
 * @param ends what it may close that it does not own: {@code shop.Client#session} for an attribute of a class,
 *        {@code ?#session} for one of an unknown object, {@code shop.resources.session} for a variable of a module
 * @param suspicions the issues that it cannot decide alone
 */
public record FileSummary(
  String uri,
  String module,
  Map<String, String> names,
  List<String> starImports,
  List<String> exported,
  List<FunctionSummary> functions,
  List<ClassSummary> classes,
  List<Mark> marks,
  List<HandoverSummary> handovers,
  List<String> ends,
  List<Suspicion> suspicions) {

  /** The facts of one kind. */
  public List<Mark> marks(Mark.Kind kind) {
    return marks.stream().filter(mark -> mark.kind() == kind).toList();
  }

  public boolean has(Mark.Kind kind) {
    return marks.stream().anyMatch(mark -> mark.kind() == kind);
  }

  /** The undecided issues of a rule. */
  public List<Suspicion> suspicions(String rule) {
    return suspicions.stream().filter(suspicion -> suspicion.rule().equals(rule)).toList();
  }
}
