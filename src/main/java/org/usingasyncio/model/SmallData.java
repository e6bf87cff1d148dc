package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.Name;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/** Computations whose costs follow the size of their data, on data that is small or of which nothing says that it is large. */
final class SmallData {

  private static final Pattern WHOLE_DOCUMENTS = Pattern
    .compile("parseString|fromstring|document_fromstring|XML|HTML|BeautifulSoup|compress");
  /** What writes out an object that the program holds: a stanza, a request. */
  private static final Pattern SERIALIZES = Pattern.compile("tostring|to_?[xX]ml|serialize|pack|to_bytes");
  private static final Pattern KEEPS_SIZE = Pattern.compile("sorted|list|tuple|reversed|set|str|bytes|encode");
  private static final int STEPS = 4;

  private SmallData() {}

  /** True when the first argument is written in the code, was an object just now, or is pieced together from an argument. */
  static boolean isSmall(CallInfo call) {
    return WHOLE_DOCUMENTS.matcher(call.simpleName()).matches()
      && call.arguments().stream().findFirst().filter(data -> isSmall(call.file(), data, STEPS)).isPresent();
  }

  private static boolean isSmall(FileModel file, Expression data, int steps) {
    // minidom.parseString("<params/>")
    if (Literals.rawText(data).isPresent()) {
      return true;
    }
    Optional<CallExpression> made = made(file, data);
    // etree.fromstring(stanza.toXml())
    return made.filter(call -> SERIALIZES.matcher(simpleName(call)).matches()).isPresent()
      // ids of a request: zlib.compress(b"".join(ids))
      || made.filter(call -> simpleName(call).equals("join")).map(Calls::positional)
        .filter(parts -> parts.size() == 1 && comesFromCaller(file, parts.get(0), steps)).isPresent();
  }

  private static Optional<CallExpression> made(FileModel file, Expression data) {
    if (Trees.bare(data) instanceof CallExpression call) {
      return Optional.of(call);
    }
    if (Trees.bare(data) instanceof Name name) {
      List<Binding> origins = file.names().reaching(name);
      return origins.size() == 1 && origins.get(0).kind() == Binding.Kind.ASSIGNMENT
        && origins.get(0).value() != null && Trees.bare(origins.get(0).value()) instanceof CallExpression call
          ? Optional.of(call)
          : Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean comesFromCaller(FileModel file, Expression part, int steps) {
    Expression bare = Trees.bare(part);
    if (steps == 0) {
      return false;
    }
    if (bare instanceof CallExpression call && KEEPS_SIZE.matcher(simpleName(call)).matches()) {
      return Calls.positional(call).stream().findFirst().filter(inner -> comesFromCaller(file, inner, steps - 1))
        .isPresent();
    }
    if (!(bare instanceof Name name)) {
      return false;
    }
    List<Binding> origins = file.names().reaching(name);
    return !origins.isEmpty() && origins.stream().allMatch(binding -> binding.kind() == Binding.Kind.PARAMETER
      || binding.kind() == Binding.Kind.ASSIGNMENT && binding.value() != null
        && comesFromCaller(file, binding.value(), steps - 1));
  }

  private static String simpleName(CallExpression call) {
    String written = Trees.written(call.callee());
    return written.substring(written.lastIndexOf('.') + 1);
  }
}
