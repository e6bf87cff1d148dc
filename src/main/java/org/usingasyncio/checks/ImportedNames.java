package org.usingasyncio.checks;

import java.util.Optional;
import java.util.stream.Collectors;
import org.sonar.plugins.python.api.quickfix.PythonTextEdit;
import org.sonar.plugins.python.api.tree.AliasedName;
import org.sonar.plugins.python.api.tree.DottedName;
import org.sonar.plugins.python.api.tree.ExpressionStatement;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.ImportFrom;
import org.sonar.plugins.python.api.tree.ImportName;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.Tree;

/** What a fix may write for a function of a module, given what the file imports at its top level. */
final class ImportedNames {

  private ImportedNames() {}

  /** The words for a function, and the edit that makes them valid if the file does not import them yet. */
  record LocalName(String text, Optional<PythonTextEdit> edit) {}

  static Optional<LocalName> nameFor(String qualifiedName, Tree place) {
    int dot = qualifiedName.lastIndexOf('.');
    String module = qualifiedName.substring(0, dot);
    String function = qualifiedName.substring(dot + 1);
    FileInput file = fileOf(place);

    Optional<String> written = importedFunction(file, module, function)
      .or(() -> importedModule(file, module).map(name -> name + "." + function));
    if (written.isPresent()) {
      return written.filter(name -> isVisible(name, place)).map(name -> new LocalName(name, Optional.empty()));
    }
    return Fixes.addImport(file, module)
      .filter(edit -> isVisible(qualifiedName, place))
      .map(edit -> new LocalName(qualifiedName, Optional.of(edit)));
  }

  /** Is the name of the module taken at the top level of the file, by an import or otherwise? */
  static boolean isBound(FileInput file, String name) {
    return file.globalVariables().stream()
      .filter(symbol -> symbol.name().equals(name))
      .anyMatch(symbol -> symbol.usages().stream().anyMatch(usage -> usage.isBindingUsage()));
  }

  static Optional<Statement> firstOrdinaryStatement(FileInput file) {
    return file.statements() == null
      ? Optional.empty()
      : file.statements().statements().stream()
        .filter(statement -> !isDocstring(statement, file) && !isFutureImport(statement))
        .findFirst();
  }

  private static Optional<String> importedModule(FileInput file, String module) {
    return file.statements().statements().stream()
      .filter(ImportName.class::isInstance)
      .flatMap(statement -> ((ImportName) statement).modules().stream())
      .filter(imported -> imported.alias() == null
        ? firstName(imported.dottedName()).equals(module)
        : dotted(imported.dottedName()).equals(module))
      .map(imported -> localName(imported, module))
      .findFirst();
  }

  private static Optional<String> importedFunction(FileInput file, String module, String function) {
    return file.statements().statements().stream()
      .filter(ImportFrom.class::isInstance)
      .map(ImportFrom.class::cast)
      .filter(statement -> statement.dottedPrefixForModule() == null || statement.dottedPrefixForModule().isEmpty())
      .filter(statement -> statement.module() != null && dotted(statement.module()).equals(module))
      .flatMap(statement -> statement.importedNames().stream())
      .filter(imported -> dotted(imported.dottedName()).equals(function))
      .map(imported -> localName(imported, function))
      .findFirst();
  }

  private static String localName(AliasedName imported, String otherwise) {
    Name alias = imported.alias();
    return alias == null ? otherwise : alias.name();
  }

  /** No function around the place has a variable of its own that hides the name. */
  private static boolean isVisible(String writtenName, Tree place) {
    String first = writtenName.split("\\.", 2)[0];
    for (Tree tree = place.parent(); tree != null; tree = tree.parent()) {
      if (tree instanceof FunctionDef function
        && function.localVariables().stream().anyMatch(symbol -> symbol.name().equals(first))) {
        return false;
      }
    }
    return true;
  }

  private static FileInput fileOf(Tree tree) {
    Tree root = tree;
    while (root.parent() != null) {
      root = root.parent();
    }
    return (FileInput) root;
  }

  private static boolean isDocstring(Statement statement, FileInput file) {
    return file.docstring() != null
      && statement instanceof ExpressionStatement expression
      && expression.expressions().contains(file.docstring());
  }

  private static boolean isFutureImport(Statement statement) {
    return statement instanceof ImportFrom from && from.module() != null && dotted(from.module()).equals("__future__");
  }

  private static String firstName(DottedName name) {
    return name.names().get(0).name();
  }

  private static String dotted(DottedName name) {
    return name.names().stream().map(Name::name).collect(Collectors.joining("."));
  }
}
