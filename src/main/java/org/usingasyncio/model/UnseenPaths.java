package org.usingasyncio.model;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.syntax.Trees;

/**
 * File-system calls on paths that another file makes, and that can hardly be anything else: {@code backup.tarfile.unlink()},
 * {@code self.cache_dir.mkdir(parents=True)}. What is awaited is an asynchronous path.
 */
public final class UnseenPaths {

  private static final Set<String> METHODS = Set.of("exists", "is_file", "is_dir", "is_symlink", "iterdir", "rglob",
    "mkdir", "rmdir", "unlink", "touch");
  private static final Pattern PATHS = Pattern
    .compile("(.*_)?(path|file|dir|folder|directory|tarfile|zipfile|filepath|socket_path)");
  private static final Pattern LOCALS = Pattern.compile("(.*_)?(path|dir|directory)|.*_(file|folder)");
  private static final Pattern CONSTANTS = Pattern.compile(
    "[A-Z][A-Z0-9_]*(PATH|FILE|DIR|FOLDER|DIRECTORY|SOCKET)[A-Z0-9_]*|(PATH|FILE|DIR|FOLDER|DIRECTORY|SOCKET)_[A-Z0-9_]*");

  private final List<CallInfo> found;

  private UnseenPaths(FileModel file) {
    List<CallInfo> likely = file.callsOnLoop().written(METHODS).where(UnseenPaths::isOnPath).list();
    boolean hasAsyncPaths = !likely.isEmpty() && file.calls().hasNameFrom("anyio.Path");
    found = hasAsyncPaths ? List.of() : likely;
  }

  public static List<CallInfo> of(FileModel file) {
    return file.facts(UnseenPaths.class, UnseenPaths::new).found;
  }

  private static boolean isOnPath(CallInfo call) {
    boolean isUnknown = call.fact().isEmpty() && call.target().isEmpty() && call.receiverType().isEmpty()
      && call.result().qualifiedName().isEmpty();
    return isUnknown && call.receiver().filter(UnseenPaths::isNamedLikePath).isPresent()
      && hasArgumentsOfPath(call)
      && !call.use().is(Use.How.AWAITED, Use.How.ARGUMENT, Use.How.ASSIGNED, Use.How.RETURNED);
  }

  private static boolean isNamedLikePath(Expression receiver) {
    Expression bare = Trees.bare(receiver);
    if (bare instanceof Name name) {
      return CONSTANTS.matcher(name.name()).matches() || LOCALS.matcher(name.name()).matches();
    }
    if (bare instanceof CallExpression made) {
      return made.callee() instanceof QualifiedExpression getter && LOCALS.matcher(getter.name().name()).matches();
    }
    // (folder / "settings.yaml").exists()
    boolean isJoined = bare instanceof BinaryExpression join && join.is(Tree.Kind.DIVISION)
      && Trees.bare(join.rightOperand()) instanceof StringLiteral;
    return isJoined
      || bare instanceof QualifiedExpression attribute && PATHS.matcher(attribute.name().name()).matches();
  }

  private static boolean hasArgumentsOfPath(CallInfo call) {
    return switch (call.simpleName()) {
      case "rglob" -> call.arguments().size() == 1;
      case "mkdir", "touch" -> !call.lacks(-1, "exist_ok") || !call.lacks(-1, "parents")
        || !call.lacks(-1, "mode");
      case "unlink" -> call.arguments().isEmpty() || !call.lacks(-1, "missing_ok");
      default -> call.arguments().isEmpty();
    };
  }
}
