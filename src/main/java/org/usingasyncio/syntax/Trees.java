package org.usingasyncio.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.sonar.plugins.python.api.tree.AliasedName;
import org.sonar.plugins.python.api.tree.AnnotatedAssignment;
import org.sonar.plugins.python.api.tree.AssignmentStatement;
import org.sonar.plugins.python.api.tree.AwaitExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.DelStatement;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.ExpressionList;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.FunctionLike;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.ParenthesizedExpression;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.Statement;
import org.sonar.plugins.python.api.tree.StatementList;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Token;
import org.sonar.plugins.python.api.tree.Tree;

/** Questions about where a node stands in the tree. None of the methods changes anything; none throws for odd trees. */
public final class Trees {

  /** What is longer than this many characters would drown the message it stands in. */
  private static final int LONGEST_WRITTEN = 30;

  private Trees() {}

  /** The expression without the parentheses around it. */
  public static Expression bare(Expression expression) {
    Expression inner = expression;
    // asked for very often, and the kind is known sooner than the interface
    while (inner != null && inner.getKind() == Tree.Kind.PARENTHESIZED) {
      inner = ((ParenthesizedExpression) inner).expression();
    }
    return inner;
  }

  /** The name that an import binds: {@code b} of {@code import a as b}, {@code a} of {@code import a.b}. */
  public static Name boundBy(AliasedName imported) {
    return imported.alias() == null ? imported.dottedName().names().get(0) : imported.alias();
  }

  /** The last part of a name or attribute as written: {@code get} of {@code session.get}; empty for anything else. */
  public static String lastName(Expression expression) {
    Expression bare = bare(expression);
    if (bare instanceof QualifiedExpression qualified) {
      return qualified.name().name();
    }
    return bare instanceof Name name ? name.name() : "";
  }

  /** True for what is assigned, annotated or deleted where it stands. */
  public static boolean isTarget(Expression expression) {
    Tree parent = parentOf(expression);
    return parent instanceof ExpressionList && parent.parent() instanceof AssignmentStatement
      || parent instanceof AnnotatedAssignment annotated && bare(annotated.variable()) == expression
      || parent instanceof DelStatement;
  }

  /** The node around the expression, parentheses left out. */
  public static Tree parentOf(Tree tree) {
    Tree parent = tree.parent();
    while (parent instanceof ParenthesizedExpression) {
      parent = parent.parent();
    }
    return parent;
  }

  /** The nearest node around {@code tree} of the given type, scopes notwithstanding. */
  public static <T extends Tree> Optional<T> enclosing(Tree tree, Class<T> type) {
    for (Tree node = tree.parent(); node != null; node = node.parent()) {
      if (type.isInstance(node)) {
        return Optional.of(type.cast(node));
      }
    }
    return Optional.empty();
  }

  /** All nodes around {@code tree} of the given type up to the scope it stands in, the innermost first. */
  public static <T extends Tree> List<T> enclosingInScope(Tree tree, Class<T> type) {
    List<T> found = new ArrayList<>();
    for (Tree node = tree.parent(); node != null && !isScope(node); node = node.parent()) {
      if (type.isInstance(node)) {
        found.add(type.cast(node));
      }
    }
    return found;
  }

  /** The first node around {@code tree} that fulfils the condition, searched up to the scope it stands in. */
  public static Optional<Tree> ancestorInScope(Tree tree, Predicate<Tree> condition) {
    for (Tree node = tree.parent(); node != null && !isScope(node); node = node.parent()) {
      if (condition.test(node)) {
        return Optional.of(node);
      }
    }
    return Optional.empty();
  }

  /** True for what opens a scope of its own: a module, class, function or lambda (a comprehension does not count). */
  public static boolean isScope(Tree tree) {
    return tree instanceof FunctionLike || tree instanceof ClassDef || tree instanceof FileInput;
  }

  /**
   * The scope in which {@code tree} is evaluated: decorators, default values, annotations and base classes belong to
   * the scope around the {@code def} or {@code class} they stand at.
   */
  public static Tree scopeOf(Tree tree) {
    Tree child = tree;
    for (Tree node = tree.parent(); node != null; child = node, node = node.parent()) {
      if (node instanceof FunctionDef function) {
        if (child == function.body()) {
          return function;
        }
      } else if (node instanceof ClassDef type) {
        if (child == type.body()) {
          return type;
        }
      } else if (node instanceof FunctionLike lambda) {
        if (child != lambda.parameters()) {
          return lambda;
        }
      } else if (node instanceof FileInput) {
        return node;
      }
    }
    return child;
  }

  /** The function or lambda in whose body {@code tree} is evaluated; empty at module or class level. */
  public static Optional<FunctionLike> functionOf(Tree tree) {
    return scopeOf(tree) instanceof FunctionLike function ? Optional.of(function) : Optional.empty();
  }

  /** True when {@code inner} is {@code outer} or stands anywhere below it. */
  public static boolean isInside(Tree inner, Tree outer) {
    for (Tree node = inner; node != null; node = node.parent()) {
      if (node == outer) {
        return true;
      }
    }
    return false;
  }

  /** True when {@code inner} stands below any of {@code outers}. */
  public static boolean isInsideAny(Tree inner, List<? extends Tree> outers) {
    return outers.stream().anyMatch(outer -> isInside(inner, outer));
  }

  /** The statement that {@code tree} is or is part of. */
  public static Optional<Statement> statementOf(Tree tree) {
    return tree instanceof Statement statement ? Optional.of(statement) : enclosing(tree, Statement.class);
  }

  /** The statements among which {@code statement} stands, itself included; empty where it stands alone. */
  public static List<Statement> siblings(Statement statement) {
    return statement.parent() instanceof StatementList list ? list.statements() : List.of();
  }

  /** The statements after {@code statement} in its own block. */
  public static List<Statement> following(Statement statement) {
    List<Statement> siblings = siblings(statement);
    int index = siblings.indexOf(statement);
    return index < 0 ? List.of() : siblings.subList(index + 1, siblings.size());
  }

  /** The statement right before {@code statement} in its own block. */
  public static Optional<Statement> previous(Statement statement) {
    List<Statement> siblings = siblings(statement);
    int index = siblings.indexOf(statement);
    return index > 0 ? Optional.of(siblings.get(index - 1)) : Optional.empty();
  }

  /** True when {@code first} begins before {@code second} in the file. */
  public static boolean isBefore(Tree first, Tree second) {
    return compare(first.firstToken(), second.firstToken()) < 0;
  }

  /** True when {@code first} has ended where {@code second} begins. */
  public static boolean endsBefore(Tree first, Tree second) {
    return compare(first.lastToken(), second.firstToken()) < 0;
  }

  /** Source order of two tokens; a missing token sorts first. */
  public static int compare(Token first, Token second) {
    if (first == null || second == null) {
      return first == second ? 0 : first == null ? -1 : 1;
    }
    int lines = Integer.compare(first.line(), second.line());
    return lines != 0 ? lines : Integer.compare(first.column(), second.column());
  }

  /** The line on which {@code tree} begins, counted from 1; 0 where it has no token. */
  public static int lineOf(Tree tree) {
    Token token = tree.firstToken();
    return token == null ? 0 : token.line();
  }

  /**
   * The expression as its author wrote it, short enough for a message: names, attributes and calls without their
   * arguments ({@code self.session.get}, {@code client().fetch}), anything else that is short as it stands, else {@code
   * ...}.
   */
  public static String written(Tree tree) {
    Tree bare = tree instanceof Expression expression ? bare(expression) : tree;
    return switch (bare.getKind()) {
      case NAME -> ((Name) bare).name();
      case QUALIFIED_EXPR -> {
        QualifiedExpression qualified = (QualifiedExpression) bare;
        String object = written(qualified.qualifier());
        yield (isSimple(object) ? object : "(" + object + ")") + "." + qualified.name().name();
      }
      case CALL_EXPR -> written(((CallExpression) bare).callee()) + "()";
      case AWAIT -> written(((AwaitExpression) bare).expression());
      case SUBSCRIPTION -> written(((SubscriptionExpression) bare).object()) + "[...]";
      case FUNCDEF -> ((FunctionDef) bare).name().name();
      default -> {
        String source = source(bare, LONGEST_WRITTEN + 1);
        yield source.length() <= LONGEST_WRITTEN ? source : "...";
      }
    };
  }

  /** True for text of names, dots and brackets. */
  private static boolean isSimple(String text) {
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (!Character.isLetterOrDigit(letter) && "_.()[]".indexOf(letter) < 0) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** The source text of a small piece of code, tokens as they stand, runs of white space as one blank. */
  public static String source(Tree tree) {
    return source(tree, Integer.MAX_VALUE);
  }

  private static String source(Tree tree, int most) {
    StringBuilder text = new StringBuilder();
    addSource(tree, null, text, most);
    return text.toString();
  }

  /** Adds the tokens below the tree until there are so many letters; gives the last one. */
  private static Token addSource(Tree tree, Token before, StringBuilder text, int most) {
    if (tree instanceof Token token) {
      if (before != null
        && (token.line() != before.line() || token.column() > before.column() + before.value().length())) {
        text.append(' ');
      }
      text.append(token.value());
      return token;
    }
    Token last = before;
    for (Tree child : tree.children()) {
      if (text.length() >= most) {
        break;
      }
      last = addSource(child, last, text, most);
    }
    return last;
  }

  /** The last token that is more than the end of a line or block. */
  public static Token lastCodeToken(Tree tree) {
    List<Token> tokens = new ArrayList<>();
    collectTokens(tree, tokens);
    for (int i = tokens.size() - 1; i >= 0; i--) {
      if (!tokens.get(i).value().isBlank()) {
        return tokens.get(i);
      }
    }
    return tree.lastToken();
  }

  private static void collectTokens(Tree tree, List<Token> tokens) {
    if (tree instanceof Token token) {
      tokens.add(token);
      return;
    }
    tree.children().forEach(child -> collectTokens(child, tokens));
  }

  /**
   * The nodes of the given type below {@code root} (itself included) that are evaluated with it: what stands in a
   * nested function, class or lambda is left out.
   */
  public static <T extends Tree> List<T> within(Tree root, Class<T> type) {
    List<T> found = new ArrayList<>();
    collect(root, root, type, found);
    return found;
  }

  private static <T extends Tree> void collect(Tree node, Tree root, Class<T> type, List<T> found) {
    if (type.isInstance(node)) {
      found.add(type.cast(node));
    }
    if (node != root && isScope(node)) {
      return;
    }
    for (Tree child : node.children()) {
      if (child.getKind() != Tree.Kind.TOKEN) {
        collect(child, root, type, found);
      }
    }
  }
}
