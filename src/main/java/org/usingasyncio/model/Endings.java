package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.symbols.Usage;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Binding;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/**
 * What a file may close, cancel or give away although it does not own it: attributes of objects, and variables of other
 * modules. In doubt, it does.
 */
public final class Endings {

  /** Calls that look at their arguments and forget them. */
  private static final Set<String> LOOKERS = Set.of("print", "len", "str", "repr", "isinstance", "id", "type", "bool",
    "hasattr", "callable", "format", "cast");

  private static final Pattern TAKERS = Pattern.compile("gather|wait|wait_for|shield|push\\w*|enter_\\w+|add_\\w+");
  private static final Pattern ENDS = Pattern
    .compile("_*(cancel|shut_?down|wait_closed|serve_forever|kill|logout|stop|abort|end|clean)\\w*");

  private static final Set<String> ELEMENTS = Set.of("values", "items", "pop", "popitem", "popleft");

  private final FileModel file;
  private final Map<FunctionInfo, List<CallInfo>> reflecting;
  private final Map<String, Boolean> ends = new HashMap<>();
  private final Map<Symbol, Boolean> imported = new IdentityHashMap<>();

  private Endings(FileModel file) {
    this.file = file;
    this.reflecting = file.calls().written("vars", "getattr").stream()
      .collect(Collectors.groupingBy(CallInfo::function));
  }

  public static Endings of(FileModel file) {
    return file.facts(Endings.class, Endings::new);
  }

  // ---- own attributes ---------------------------------------------------------------------------------------------

  /** {@code close:session} for each attribute that a method of the class may end; {@code *} for one without a name. */
  public List<String> inClass(ClassInfo type) {
    Set<String> found = new LinkedHashSet<>();
    type.methods().forEach(method -> within(method).forEach(function -> addOwn(method.name(), function, found)));
    return List.copyOf(found);
  }

  /** True when the method, or a function in it, may end the attribute of its object. */
  boolean mayEnd(FunctionInfo method, String attribute) {
    Set<String> found = new LinkedHashSet<>();
    within(method).forEach(function -> addOwn("", function, found));
    return found.contains(":" + attribute) || found.contains(":*");
  }

  private static List<FunctionInfo> within(FunctionInfo function) {
    List<FunctionInfo> found = new ArrayList<>(List.of(function));
    function.nested().forEach(inner -> found.addAll(within(inner)));
    return found;
  }

  private void addOwn(String method, FunctionInfo function, Set<String> found) {
    for (QualifiedExpression mention : function.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR)) {
      String attribute = mention.name().name();
      boolean isAll = attribute.equals("__dict__");
      if ((isAll || !isCalled(mention) && mayEnd(mention)) && AttributeInfo.of(file, mention).isPresent()) {
        found.add(method + ":" + (isAll ? "*" : attribute));
      }
    }
    // getattr(self, name).close(), vars(self).values()
    for (CallInfo call : reflecting.getOrDefault(function, List.of())) {
      List<Expression> arguments = Calls.positional(call.tree());
      boolean isOnSelf = !arguments.isEmpty() && arguments.get(0) instanceof Name self && self.name().equals("self");
      if (isOnSelf && call.simpleName().equals("vars")) {
        found.add(method + ":*");
      } else if (isOnSelf && call.simpleName().equals("getattr") && arguments.size() > 1) {
        found.add(method + ":" + Literals.text(arguments.get(1)).orElse("*"));
      }
    }
  }

  // ---- of others --------------------------------------------------------------------------------------------------

  /**
   * {@code shop.Client#session} for an attribute of an object of that class, {@code ?#session} where the class is unknown,
   * {@code shop.resources.session} for a variable of another module.
   */
  public List<String> elsewhere() {
    Set<String> found = new LinkedHashSet<>();
    for (FunctionInfo function : file.functions()) {
      for (QualifiedExpression mention : function.nodes(QualifiedExpression.class, Tree.Kind.QUALIFIED_EXPR)) {
        addForeign(mention, found);
      }
      for (AliasedName alias : function.nodes(AliasedName.class, Tree.Kind.ALIASED_NAME)) {
        addImported(Trees.boundBy(alias), found);
      }
    }
    return List.copyOf(found);
  }

  private void addImported(Name bound, Set<String> found) {
    if (isImported(bound)) {
      bound.symbol().usages().stream().map(Usage::tree).filter(Name.class::isInstance).map(Name.class::cast)
        .filter(this::mayEndImported).findFirst().flatMap(file.names()::nameOf).ifPresent(found::add);
    }
  }

  private boolean mayEndImported(Name name) {
    return name.parent() instanceof QualifiedExpression method
      ? method.qualifier() == name && isEnd(method.name().name())
      : isVariable(name.name()) && !isCalled(name) && mayEnd(name);
  }

  private void addForeign(QualifiedExpression mention, Set<String> found) {
    String attribute = mention.name().name();
    if (!isVariable(attribute) || isCalled(mention)) {
      return;
    }
    Use use = Use.of(mention);
    boolean isEnded = endsIn(mention, use) || isGivenToEnd(mention, use);
    if (!isEnded && !(mayEnd(mention, use) && isImported(rootOf(mention)))
      || AttributeInfo.of(file, mention).isPresent()) {
      return;
    }
    Optional<String> object = file.names().nameOf(mention.qualifier());
    if (object.isPresent() && isImported(rootOf(mention))) {
      // a variable of a module
      found.add(object.get() + "." + attribute);
    } else if (isEnded) {
      // self.client.http of an annotated client has a name, and is an object of an unknown class all the same
      found.add(file.names().typeOf(mention.qualifier()).orElse("?") + "#" + attribute);
    }
  }

  /** {@code close} of {@code x.close()} is no attribute that somebody keeps. */
  private static boolean isCalled(Expression mention) {
    return mention.parent() instanceof CallExpression call && call.callee() == mention;
  }

  private static boolean isVariable(String name) {
    return !Character.isUpperCase(name.charAt(0));
  }

  private static Tree rootOf(Expression expression) {
    Expression root = Trees.bare(expression);
    while (root instanceof QualifiedExpression qualified) {
      root = Trees.bare(qualified.qualifier());
    }
    return root;
  }

  private boolean isImported(Tree root) {
    return root instanceof Name name && name.symbol() != null
      && imported.computeIfAbsent(name.symbol(), symbol -> symbol.usages().stream()
        .anyMatch(usage -> usage.kind() == Usage.Kind.IMPORT)
        && file.names().bindingsOf(symbol).stream().anyMatch(binding -> binding.kind() == Binding.Kind.IMPORT));
  }

  // ---- uses -------------------------------------------------------------------------------------------------------

  /** True unless the use leaves the object as it was, and with nobody else. */
  private boolean mayEnd(Expression mention) {
    return mayEnd(mention, Use.of(mention));
  }

  private boolean mayEnd(Expression mention, Use use) {
    return switch (use.how()) {
      case ENTERED, AWAITED, YIELDED, RETURNED, COLLECTED, ITERATED -> true;
      case ASSIGNED, OTHER -> !Trees.isTarget(mention);
      case ARGUMENT -> file.callOf(use.site()).filter(call -> LOOKERS.contains(call.simpleName())).isEmpty();
      case CHAINED -> endsIn(mention, use);
      case DROPPED, TESTED -> false;
    };
  }

  /** {@code x.close}, {@code x.transport.close}, {@code async with x}, {@code await x}, {@code for task in x} */
  private boolean endsIn(Expression mention, Use use) {
    if (use.how() != Use.How.CHAINED) {
      return use.how() == Use.How.ENTERED || use.how() == Use.How.AWAITED || use.how() == Use.How.ITERATED;
    }
    Tree node = mention;
    while (node.parent() instanceof QualifiedExpression method && method.qualifier() == node) {
      // for session in client.sessions.values(): …
      if (ELEMENTS.contains(method.name().name()) || isEnd(method.name().name())) {
        return true;
      }
      node = method;
    }
    return false;
  }

  /** {@code gather(*x.tasks)}, {@code stack.enter_async_context(x.session)}, {@code close_all(x.session)} */
  private boolean isGivenToEnd(Expression mention, Use use) {
    return use.how() == Use.How.ARGUMENT && file.callOf(use.site())
      .filter(call -> isEnd(call.simpleName())
        || TAKERS.matcher(call.simpleName()).matches()
        || mention instanceof QualifiedExpression attribute && attribute.name().name().startsWith("_")
          && !LOOKERS.contains(call.simpleName()))
      .isPresent();
  }

  /** True for the name of a method or function that ends something. */
  private boolean isEnd(String name) {
    return ends.computeIfAbsent(name, key -> ENDS.matcher(key).matches() || ForeignBases.isEnd(key));
  }
}
