package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/**
 * The calls of a file that send SQL which stands in the code: literals of any shape, constants, {@code text(…)} of
 * SQLAlchemy.
 */
public final class SqlStatements {

  /**
   * One statement that is sent.
   *
   * @param call the call that sends it
   * @param sql its text, with placeholders as written
   * @param literal the expression that the text stands in
   * @param autocommits whether the driver commits each statement by itself
   */
  public record Statement(CallInfo call, String sql, Expression literal, boolean autocommits) {

    public boolean isWrite() {
      return WRITE.matcher(sql).find() || WITH_WRITE.matcher(sql).find();
    }

    public boolean isBegin() {
      return BEGIN.matcher(sql).matches();
    }

    /** What it is sent through, as written: {@code conn}, {@code self.db}. */
    public String channel() {
      return call.receiver().map(Trees::source).orElse("");
    }
  }

  private static final Pattern WRITE = Pattern.compile(
    "^[\\s(]*(insert\\b[\\w\\s]*\\binto\\b|update\\b.{1,120}?\\bset\\b|delete\\s+from\\b|merge\\s+into\\b|replace\\s+into\\b|upsert\\s+into\\b)",
    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern WITH_WRITE = Pattern.compile(
    "^\\s*with\\b.*\\b(insert\\s+into|update|delete\\s+from|merge\\s+into)\\b",
    Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
  private static final Pattern BEGIN = Pattern.compile(
    "\\s*(begin|start)(\\s+(transaction|work|immediate|exclusive|deferred|read\\s+write|isolation\\s+level.*))?\\s*;?\\s*",
    Pattern.CASE_INSENSITIVE);
  private static final Pattern SQL = Pattern.compile(
    "^[\\s(]*(select|insert|update|delete|merge|replace|upsert|with|begin|start|create|drop|alter|truncate|commit|rollback|set|copy|call|values|lock)\\b",
    Pattern.CASE_INSENSITIVE);
  private static final Pattern DOLLAR = Pattern.compile("\\$\\d");
  private static final Set<String> SENDING = Set.of("execute", "executemany", "fetch", "fetchrow", "fetchval",
    "fetch_one", "fetch_all", "fetch_val", "scalar");

  private final FileModel file;
  private final List<Statement> found = new ArrayList<>();

  private SqlStatements(FileModel file) {
    this.file = file;
    file.calls().playing(Role.EXECUTES_SQL, Role.EXECUTES_MANY).or(file.calls().written(SENDING)).forEach(this::add);
  }

  public static List<Statement> of(FileModel file) {
    return file.facts(SqlStatements.class, SqlStatements::new).found;
  }

  private void add(CallInfo call) {
    Optional<CallInfo> behind = forwarded(call);
    if (behind.isPresent() && !call.arguments().isEmpty()) {
      Expression argument = call.arguments().get(0);
      text(argument, 0).filter(sql -> SQL.matcher(sql).find())
        .ifPresent(sql -> found.add(new Statement(call, sql, argument, autocommits(behind.get()))));
      return;
    }
    boolean isKnown = call.plays(Role.EXECUTES_SQL) || call.plays(Role.EXECUTES_MANY);
    boolean isLikely = !isKnown && call.fact().isEmpty() && call.target().isEmpty() && call.receiver().isPresent()
      && SENDING.contains(call.simpleName()) && call.isAwaited();
    if (!isKnown && !isLikely || call.arguments().isEmpty()) {
      return;
    }
    Expression argument = call.arguments().get(0);
    text(argument, 0).filter(sql -> SQL.matcher(sql).find()).ifPresent(sql -> {
      // $1 is how asyncpg numbers its parameters, whatever the receiver is called
      boolean autocommits = isKnown ? autocommits(call) : DOLLAR.matcher(sql).find();
      found.add(new Statement(call, sql, argument, autocommits));
    });
  }

  /** {@code self.execute(sql, row)} whose method only hands all it is given on: {@code return self._db.execute(*args)}. */
  private static Optional<CallInfo> forwarded(CallInfo call) {
    return call.target().filter(target -> SENDING.contains(call.simpleName()) && call.isAwaited())
      .map(target -> target.calls().stream()
        .filter(inner -> inner.simpleName().equals(call.simpleName()) && !Calls.starred(inner.tree()).isEmpty())
        .toList())
      .filter(inner -> inner.size() == 1).map(inner -> inner.get(0));
  }

  private boolean autocommits(CallInfo call) {
    return call.receiverType().flatMap(type -> file.knowledge().fact(type)).filter(type -> type.is(Role.AUTOCOMMITS))
      .isPresent() || call.receiver().filter(source -> isMadeToCommit(source, 0)).isPresent();
  }

  /** {@code create_pool(autocommit=True)}, from which comes the connection of the cursor. */
  private boolean isMadeToCommit(Expression source, int depth) {
    return depth < 5 && Stream.concat(Stream.of(source), file.valuesOf(source).stream()).map(Hangs::withoutAwait)
      .map(file::callOf).flatMap(Optional::stream)
      .anyMatch(making -> making.argument(-1, "autocommit").filter(Literals::isTrue).isPresent()
        || making.argument(-1, "isolation_level")
          .filter(level -> Literals.isNone(level) && making.isTo("aiosqlite.connect")
            || Literals.text(level).filter("AUTOCOMMIT"::equalsIgnoreCase).isPresent())
          .isPresent()
        || making.receiver().filter(from -> isMadeToCommit(from, depth + 1)).isPresent());
  }

  /** The SQL that the expression holds: a literal, a constant, {@code text("…")}, or a literal that values are put into. */
  private Optional<String> text(Expression expression, int depth) {
    Expression bare = Trees.bare(expression);
    if (depth > 3) {
      return Optional.empty();
    }
    if (bare instanceof CallExpression call) {
      return text(call, depth);
    }
    if (bare instanceof BinaryExpression sum && sum.is(Tree.Kind.PLUS, Tree.Kind.MODULO)) {
      return text(sum.leftOperand(), depth + 1);
    }
    if (bare instanceof Name name) {
      List<Binding> bindings = file.names().reaching(name);
      return bindings.size() == 1 && bindings.get(0).value() != null && bindings.get(0).index() == -1
        ? text(bindings.get(0).value(), depth + 1)
        : Optional.empty();
    }
    return Literals.rawText(bare);
  }

  private Optional<String> text(CallExpression call, int depth) {
    if (call.callee() instanceof QualifiedExpression method
      && Set.of("format", "strip").contains(method.name().name())) {
      return text(method.qualifier(), depth + 1);
    }
    String name = Trees.written(call.callee());
    boolean isText = name.equals("text") || name.endsWith(".text") || name.endsWith("dedent");
    return isText && !call.arguments().isEmpty() && call.arguments().get(0) instanceof RegularArgument first
      ? text(first.expression(), depth + 1)
      : Optional.empty();
  }

  /**
   * The part of the text that is put together from values in each turn: a placeholder of an f-string, the right side of
   * {@code %} or {@code +}, the arguments of {@code format}. Names of tables and columns cannot be parameters and do
   * not count.
   */
  public static Optional<Tree> builtFromValues(FileModel file, Statement statement) {
    return builtText(file, statement).filter(text -> Flow.loopsAround(statement.call().tree()).stream().findFirst()
      .filter(loop -> variesIn(file, text, loop, 0)).isPresent());
  }

  /** True when something in the text may be another in each turn: the loop's variable, or what is made from it. */
  private static boolean variesIn(FileModel file, Tree text, Tree loop, int depth) {
    List<Name> names = text instanceof StringLiteral literal
      ? literal.stringElements().stream().flatMap(element -> element.formattedExpressions().stream())
        .flatMap(part -> Trees.within(part, Name.class).stream()).toList()
      : Trees.within(text, Name.class);
    return depth > 3 || names.stream().filter(name -> name.symbol() != null)
      .flatMap(name -> file.names().reaching(name).stream())
      .filter(binding -> Trees.isInside(binding.target(), loop))
      .anyMatch(binding -> binding.kind() != Binding.Kind.ASSIGNMENT || binding.value() == null
        || variesIn(file, binding.value(), loop, depth + 1));
  }

  private static Optional<Tree> builtText(FileModel file, Statement statement) {
    Expression literal = Trees.bare(statement.literal());
    if (literal instanceof Name name) {
      List<Binding> bindings = file.names().reaching(name);
      if (bindings.size() != 1 || bindings.get(0).value() == null
        || Flow.loopsAround(bindings.get(0).site()).isEmpty()) {
        return Optional.empty();
      }
      literal = Trees.bare(bindings.get(0).value());
    }
    if (literal instanceof CallExpression call && call.arguments().size() == 1
      && call.arguments().get(0) instanceof RegularArgument inner
      && Trees.written(call.callee()).endsWith("text")) {
      literal = Trees.bare(inner.expression());
    }
    if (literal instanceof StringLiteral text) {
      return Literals.isInterpolated(text) && hasValue(statement.sql(), "\\{") ? Optional.of(text) : Optional.empty();
    }
    if (literal instanceof BinaryExpression sum && sum.is(Tree.Kind.PLUS, Tree.Kind.MODULO)) {
      boolean isConstant = sum.rightOperand() instanceof StringLiteral;
      return !isConstant
        && (sum.is(Tree.Kind.MODULO) ? hasValue(statement.sql(), "%") : hasValue(statement.sql() + "\u0001", "\u0001"))
          ? Optional.of(sum)
          : Optional.empty();
    }
    boolean isFormat = literal instanceof CallExpression call && call.callee() instanceof QualifiedExpression method
      && method.name().name().equals("format");
    return isFormat && hasValue(statement.sql(), "\\{") ? Optional.of(literal) : Optional.empty();
  }

  /** True when a hole in the text stands where a value does: after a comparison, in {@code VALUES (…)}, in quotes. */
  private static boolean hasValue(String sql, String hole) {
    return Pattern
      .compile("(=|<|>|\\blike|\\bvalues\\s*\\(|,\\s*'?|'%?|\\bin\\s*\\()\\s*'?" + hole, Pattern.CASE_INSENSITIVE)
      .matcher(sql.toLowerCase(Locale.ROOT)).find();
  }
}
