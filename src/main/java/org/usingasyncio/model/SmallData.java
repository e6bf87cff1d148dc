package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Binding;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/**
 * Computations whose costs follow the size of their data, on data that is small or of which nothing says that it is
 * large.
 */
final class SmallData {

  private static final Pattern WHOLE_DOCUMENTS = Pattern
    .compile("parseString|fromstring|document_fromstring|XML|HTML|BeautifulSoup|compress");
  /** What writes out an object that the program holds: a stanza, a request. */
  private static final Pattern SERIALIZES = Pattern.compile("tostring|to_?[xX]ml|serialize|pack|to_bytes");
  private static final Pattern KEEPS_SIZE = Pattern.compile("sorted|list|tuple|reversed|set|str|bytes|encode");
  private static final int STEPS = 4;
  private static final long FEW_ROUNDS = 10_000;

  private SmallData() {}

  /** True when the first argument is written in the code, was an object just now, or is pieced together from an argument. */
  static boolean isSmall(CallInfo call) {
    return hasFewRounds(call) || hasDictionary(call) || WHOLE_DOCUMENTS.matcher(call.simpleName()).matches()
      && call.arguments().stream().findFirst().filter(data -> isSmall(call.file(), data, STEPS)).isPresent();
  }

  /** {@code hashlib.pbkdf2_hmac("sha512", words, salt, 2048)}: about a millisecond. */
  private static boolean hasFewRounds(CallInfo call) {
    return call.isTo("hashlib.pbkdf2_hmac") && call.argument(3, "iterations")
      .filter(rounds -> Literals.integer(constant(call.file(), rounds)).orElse(FEW_ROUNDS) < FEW_ROUNDS).isPresent();
  }

  private static Expression constant(FileModel file, Expression expression) {
    if (Trees.bare(expression) instanceof Name name) {
      List<Binding> origins = file.names().reaching(name);
      return origins.size() == 1 && origins.get(0).value() != null ? origins.get(0).value() : expression;
    }
    return expression;
  }

  /** {@code compressor = zlib.compressobj(zdict=words)}: a dictionary made beforehand pays for short texts only. */
  private static boolean hasDictionary(CallInfo call) {
    return call.simpleName().equals("compress") && call.receiver().map(receiver -> constant(call.file(), receiver))
      .flatMap(call.file()::callOf).filter(made -> made.argument(-1, "zdict").isPresent()).isPresent();
  }

  private static boolean isSmall(FileModel file, Expression data, int steps) {
    // minidom.parseString("<params/>")
    Expression text = text(file, data);
    if (Literals.rawText(text).isPresent()) {
      return true;
    }
    // TEMPLATE % labels, TEMPLATE.encode()
    Expression template = text instanceof BinaryExpression filled && text.is(Tree.Kind.MODULO)
      ? filled.leftOperand()
      : text instanceof CallExpression call && call.callee() instanceof QualifiedExpression method
        && method.name().name().equals("encode") ? method.qualifier() : null;
    if (template != null && steps > 0 && isSmall(file, template, steps - 1)) {
      return true;
    }
    Optional<CallExpression> made = made(file, data);
    // etree.fromstring(stanza.toXml())
    return made.filter(call -> SERIALIZES.matcher(simpleName(call)).matches()).isPresent()
      // ids of a request: zlib.compress(b"".join(ids))
      || made.filter(call -> simpleName(call).equals("join")).map(Calls::positional)
        .filter(parts -> parts.size() == 1 && comesFromCaller(file, parts.get(0), steps)).isPresent();
  }

  /** What a variable, or an attribute of a class by its name, was given in its only assignment. */
  private static Expression text(FileModel file, Expression data) {
    Expression bare = Trees.bare(data);
    List<Binding> origins = bare instanceof Name name ? file.names().reaching(name) : List.of();
    if (bare instanceof QualifiedExpression member
      && file.names().valueOf(member.qualifier()) instanceof Value.Named owner && owner.type().isPresent()) {
      origins = file.names().attributeBindings(owner.type().get(), member.name().name());
    }
    return origins.size() == 1 && origins.get(0).kind() == Binding.Kind.ASSIGNMENT && origins.get(0).index() < 0
      && origins.get(0).value() != null ? Trees.bare(origins.get(0).value()) : bare;
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
