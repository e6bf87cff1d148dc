package org.usingasyncio.names;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.symbols.ClassSymbol;
import org.sonar.plugins.python.api.symbols.FunctionSymbol;
import org.sonar.plugins.python.api.symbols.Symbol;
import org.sonar.plugins.python.api.tree.AliasedName;
import org.sonar.plugins.python.api.tree.AssignmentExpression;
import org.sonar.plugins.python.api.tree.AwaitExpression;
import org.sonar.plugins.python.api.tree.BinaryExpression;
import org.sonar.plugins.python.api.tree.CallExpression;
import org.sonar.plugins.python.api.tree.ClassDef;
import org.sonar.plugins.python.api.tree.ComprehensionExpression;
import org.sonar.plugins.python.api.tree.ConditionalExpression;
import org.sonar.plugins.python.api.tree.Decorator;
import org.sonar.plugins.python.api.tree.DictCompExpression;
import org.sonar.plugins.python.api.tree.DictionaryLiteral;
import org.sonar.plugins.python.api.tree.DottedName;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.FileInput;
import org.sonar.plugins.python.api.tree.FunctionDef;
import org.sonar.plugins.python.api.tree.FunctionLike;
import org.sonar.plugins.python.api.tree.ImportFrom;
import org.sonar.plugins.python.api.tree.KeyValuePair;
import org.sonar.plugins.python.api.tree.ListLiteral;
import org.sonar.plugins.python.api.tree.Name;
import org.sonar.plugins.python.api.tree.Parameter;
import org.sonar.plugins.python.api.tree.QualifiedExpression;
import org.sonar.plugins.python.api.tree.RegularArgument;
import org.sonar.plugins.python.api.tree.SetLiteral;
import org.sonar.plugins.python.api.tree.StringLiteral;
import org.sonar.plugins.python.api.tree.SubscriptionExpression;
import org.sonar.plugins.python.api.tree.Tree;
import org.sonar.plugins.python.api.tree.Tuple;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Knowledge;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.syntax.Scope;
import org.usingasyncio.syntax.Trees;

/**
 * What the expressions of one file denote. Answers are computed when asked and remembered; an expression that depends on
 * itself is unknown.
 */
public final class Names {

  private static final String PATH = "pathlib.Path";

  private static final Set<String> BUILTIN_TYPES = Set.of(
    "str", "bytes", "int", "float", "bool", "list", "dict", "set", "tuple", "frozenset", "bytearray", "object");

  private final Knowledge knowledge;
  private final FileInput file;
  private final Bindings bindings = new Bindings();
  private final ClassTable classes;
  private final Calls calls;
  private final Annotations annotations;
  private final Map<Tree, Value> values = new IdentityHashMap<>();
  /** What bindings give, apart from what an expression is: the name that an import binds is both. */
  private final Map<Tree, Value> bound = new IdentityHashMap<>();
  private final Map<ClassDef, List<ClassDef>> localAncestors = new IdentityHashMap<>();
  private final Scope module;
  private Map<Tree, Scope> scopes;

  public Names(FileInput file, Scope module, Knowledge knowledge) {
    this.file = file;
    this.module = module;
    this.knowledge = knowledge;
    this.classes = new ClassTable(module);
    this.annotations = new Annotations(this);
    this.calls = new Calls(this, annotations);
  }

  public Knowledge knowledge() {
    return knowledge;
  }

  /** The public qualified name of the module, class, function or method that the expression denotes. */
  public Optional<String> nameOf(Expression expression) {
    return valueOf(expression).qualifiedName();
  }

  /** The public qualified name of the class of which the expression denotes an instance. */
  public Optional<String> typeOf(Expression expression) {
    return valueOf(expression).typeName();
  }

  /** What the expression denotes, or {@link Value#UNKNOWN}; what refers to itself is unknown while it is computed. */
  public Value valueOf(Expression expression) {
    Expression bare = Trees.bare(expression);
    Value known = values.get(bare);
    if (known == null) {
      values.put(bare, Value.UNKNOWN);
      known = compute(bare);
      values.put(bare, known);
    }
    return known;
  }

  /** One method for all kinds, too large for the compiler to copy it into each of the many that ask. */
  private Value compute(Expression expression) {
    switch (expression.getKind()) {
      case NAME :
        return ofName((Name) expression);
      case QUALIFIED_EXPR :
        return ofAttribute((QualifiedExpression) expression);
      case CALL_EXPR :
        return calls.valueOf((CallExpression) expression);
      case AWAIT :
        return awaited(valueOf(((AwaitExpression) expression).expression()));
      case ASSIGNMENT_EXPRESSION :
        return valueOf(((AssignmentExpression) expression).expression());
      case CONDITIONAL_EXPR :
        return ofChoice((ConditionalExpression) expression);
      case SUBSCRIPTION :
        return ofSubscription((SubscriptionExpression) expression);
      case LAMBDA :
        return new Value.Named("<lambda>", expression, null, null);
      case NONE :
        return Value.Instance.of("NoneType");
      case STRING_LITERAL :
        return Value.Instance.of(isBytes(expression) ? "bytes" : "str");
      case NUMERIC_LITERAL :
        return Value.Instance.of("int");
      case COMPARISON, NOT, IN, IS :
        return Value.Instance.of("bool");
      case TUPLE :
        return new Value.Group(valuesOf(((Tuple) expression).elements()));
      case LIST_LITERAL :
        return Value.Instance.of("list", agree(valuesOf(((ListLiteral) expression).elements().expressions())));
      case SET_LITERAL :
        return Value.Instance.of("set", agree(valuesOf(((SetLiteral) expression).elements())));
      case DICTIONARY_LITERAL :
        return Value.Instance.of("dict", agree(((DictionaryLiteral) expression).elements().stream()
          .map(element -> element instanceof KeyValuePair pair ? valueOf(pair.value()) : Value.UNKNOWN).toList()));
      case DICT_COMPREHENSION :
        return Value.Instance.of("dict", valueOf(((DictCompExpression) expression).valueExpression()));
      case LIST_COMPREHENSION :
        return Value.Instance.of("list", valueOf(((ComprehensionExpression) expression).resultExpression()));
      case SET_COMPREHENSION :
        return Value.Instance.of("set", valueOf(((ComprehensionExpression) expression).resultExpression()));
      case GENERATOR_EXPR :
        return Value.Instance.of("generator", valueOf(((ComprehensionExpression) expression).resultExpression()));
      default :
        return expression instanceof BinaryExpression binary ? ofBinary(binary) : Value.UNKNOWN;
    }
  }

  private static boolean isBytes(Expression text) {
    String token = text.firstToken().value().toLowerCase(Locale.ROOT);
    return token.startsWith("b") || token.startsWith("rb");
  }

  private List<Value> valuesOf(List<Expression> expressions) {
    List<Value> found = new ArrayList<>(expressions.size());
    for (Expression expression : expressions) {
      found.add(valueOf(expression));
    }
    return found;
  }

  /** {@code given if given else Default()}: what is tested and handed on is taken for what would be made without it. */
  private Value ofChoice(ConditionalExpression choice) {
    Value whenTrue = valueOf(choice.trueExpression());
    Value whenFalse = valueOf(choice.falseExpression());
    if (!whenTrue.isKnown() && isTested(choice.trueExpression(), choice.condition())) {
      return whenFalse;
    }
    if (!whenFalse.isKnown() && isTested(choice.falseExpression(), choice.condition())) {
      return whenTrue;
    }
    return agree(List.of(whenTrue, whenFalse));
  }

  private static boolean isTested(Expression value, Expression condition) {
    return Trees.bare(value) instanceof Name name
      && (Trees.within(condition, Name.class).stream().anyMatch(other -> other.symbol() == name.symbol()));
  }

  private Value ofBinary(BinaryExpression binary) {
    if (binary.is(Tree.Kind.AND)) {
      return valueOf(binary.rightOperand());
    }
    if (binary.is(Tree.Kind.OR)) {
      Value left = valueOf(binary.leftOperand());
      Value right = valueOf(binary.rightOperand());
      return left.isKnown() ? agree(List.of(left, right)) : right;
    }
    Value left = valueOf(binary.leftOperand());
    if (binary.is(Tree.Kind.DIVISION)) {
      Value right = valueOf(binary.rightOperand());
      return isPath(left) ? left : isPath(right) ? right : Value.UNKNOWN;
    }
    boolean isText = left.typeName().filter(type -> type.equals("str") || type.equals("bytes")).isPresent();
    return isText && binary.is(Tree.Kind.PLUS, Tree.Kind.MODULO, Tree.Kind.MULTIPLICATION) ? left : Value.UNKNOWN;
  }

  private boolean isPath(Value value) {
    return value.typeName()
      .filter(type -> knowledge.isA(type, "pathlib.PurePath") || knowledge.isA(type, "pathlib.Path")).isPresent();
  }

  private Value ofSubscription(SubscriptionExpression subscription) {
    Value object = valueOf(subscription.object());
    if (object instanceof Value.Named) {
      return object;
    }
    if (object instanceof Value.Group group && subscription.subscripts().expressions().size() == 1) {
      var index = org.usingasyncio.syntax.Literals.integer(subscription.subscripts().expressions().get(0));
      int position = index.isPresent() ? (int) index.getAsLong() : -1;
      return position >= 0 && position < group.items().size() ? group.items().get(position) : Value.UNKNOWN;
    }
    if (!(object instanceof Value.Instance instance)) {
      return Value.UNKNOWN;
    }
    return isContainer(instance.type()) ? instance.element() : itemOf(instance.type());
  }

  private Value itemOf(String type) {
    return knowledge.fact(type).flatMap(Fact::item).map(item -> (Value) Value.Instance.of(item)).orElse(Value.UNKNOWN);
  }

  private static boolean isContainer(String type) {
    return switch (type) {
      case "list", "tuple", "dict", "set", "collections.defaultdict", "collections.deque", "collections.OrderedDict" ->
        true;
      default -> false;
    };
  }

  // ---- names ------------------------------------------------------------------------------------------------------

  private Value ofName(Name name) {
    Symbol symbol = name.symbol();
    if (symbol == null) {
      // Builtins that SonarPython does not know yet: anext, aiter.
      return BUILTIN_FUNCTIONS.contains(name.name()) ? Value.Named.of(name.name()) : Value.UNKNOWN;
    }
    List<Binding> reaching = bindings.reaching(name, symbol);
    if (reaching.isEmpty()) {
      return ofUnbound(name, symbol);
    }
    if (reaching.size() == 1) {
      Binding only = reaching.get(0);
      return only.target() instanceof ImportFrom ? ofWildcard(symbol) : valueOf(only);
    }
    if (reaching.stream().allMatch(binding -> binding.target() instanceof ImportFrom)) {
      return ofWildcard(symbol);
    }
    return agreeOn(withoutDefault(reaching));
  }

  /**
   * {@code def f(session=None): if session is None: session = Session()}: the parameter is taken for what replaces its
   * default.
   */
  private List<Binding> withoutDefault(List<Binding> reaching) {
    List<Binding> others = reaching.stream().filter(binding -> !(binding.kind() == Binding.Kind.PARAMETER
      && binding.site() instanceof Parameter parameter && parameter.typeAnnotation() == null
      && parameter.defaultValue() != null && org.usingasyncio.syntax.Literals.isNone(parameter.defaultValue())))
      .toList();
    return others.isEmpty() ? reaching : others;
  }

  /** What {@code from module import *} brought, as SonarPython resolved it. */
  private Value ofWildcard(Symbol symbol) {
    String qualified = symbol.fullyQualifiedName();
    if (qualified == null || !qualified.contains(".")) {
      return Value.UNKNOWN;
    }
    String known = knowledge.publicName(qualified);
    boolean isForeign = knowledge.fact(known).isEmpty()
      && (symbol instanceof FunctionSymbol || symbol instanceof ClassSymbol);
    return new Value.Named(known, null, isForeign ? symbol : null, null);
  }

  /** A builtin. */
  private Value ofUnbound(Name name, Symbol symbol) {
    if (!bindings.of(symbol).isEmpty()) {
      return Value.UNKNOWN;
    }
    if (symbol.fullyQualifiedName() != null && symbol.fullyQualifiedName().contains(".")) {
      return ofWildcard(symbol);
    }
    boolean isBuiltin = BUILTIN_TYPES.contains(name.name()) || knowledge.fact(name.name()).isPresent()
      || name.name().endsWith("Exception")
      || name.name().endsWith("Error") || name.name().equals("super") || BUILTIN_FUNCTIONS.contains(name.name());
    return isBuiltin ? Value.Named.of(name.name()) : Value.UNKNOWN;
  }

  private static final Set<String> BUILTIN_FUNCTIONS = Set.of(
    "range", "enumerate", "zip", "sorted", "iter", "next", "aiter", "anext", "isinstance", "getattr", "len", "print",
    "filter", "map", "sum",
    "min", "max", "any", "all", "type", "callable", "hasattr", "setattr", "id", "hash", "repr", "reversed",
    "KeyboardInterrupt", "SystemExit",
    "StopIteration", "StopAsyncIteration", "GeneratorExit", "super");

  /** The variable's bindings in this file, in source order. */
  public List<Binding> bindingsOf(Symbol symbol) {
    return bindings.of(symbol);
  }

  /** The bindings whose value may be what the name sees. */
  public List<Binding> reaching(Name use) {
    return use.symbol() == null ? List.of() : bindings.reaching(use, use.symbol());
  }

  /** What a binding gives its target. */
  public Value valueOf(Binding binding) {
    Value known = bound.get(binding.target());
    if (known == null) {
      bound.put(binding.target(), Value.UNKNOWN);
      known = compute(binding);
      bound.put(binding.target(), known);
    }
    return known;
  }

  private Value compute(Binding binding) {
    return switch (binding.kind()) {
      case IMPORT ->
        binding.site() instanceof AliasedName alias ? ofImport(alias, (Name) binding.target()) : Value.UNKNOWN;
      case FUNCTION -> ofDefinition((FunctionDef) binding.site());
      case CLASS -> ofDefinition((ClassDef) binding.site());
      case PARAMETER -> ofParameter((Parameter) binding.site());
      case ASSIGNMENT -> part(valueOf(binding.value()), binding.index());
      case ANNOTATION -> annotations.annotated((org.sonar.plugins.python.api.tree.AnnotatedAssignment) binding.site());
      case LOOP -> binding.value() == null ? Value.UNKNOWN : part(elementOf(valueOf(binding.value())), binding.index());
      case WITH -> part(entered(valueOf(binding.value())), binding.index());
      case EXCEPTION -> binding.value() == null ? Value.UNKNOWN : instanceOf(valueOf(binding.value()));
      default -> Value.UNKNOWN;
    };
  }

  private static Value part(Value value, int index) {
    if (index == -1) {
      return value;
    }
    if (value instanceof Value.Group group && index >= 0 && index < group.items().size()) {
      return group.items().get(index);
    }
    return Value.UNKNOWN;
  }

  private Value ofImport(AliasedName alias, Name target) {
    List<Name> path = alias.dottedName().names();
    Tree statement = alias.parent();
    Symbol symbol = target.symbol();
    boolean isForeign = symbol instanceof FunctionSymbol || symbol instanceof ClassSymbol;
    if (!(statement instanceof ImportFrom from)) {
      String name = alias.alias() == null ? path.get(0).name() : dotted(alias.dottedName());
      return new Value.Named(knowledge.publicName(name), null, null, null);
    }
    if (from.dottedPrefixForModule() != null && !from.dottedPrefixForModule().isEmpty() || from.module() == null) {
      String name = symbol == null ? null : symbol.fullyQualifiedName();
      return name == null ? Value.UNKNOWN : new Value.Named(name, null, isForeign ? symbol : null, null);
    }
    String written = dotted(from.module()) + "." + path.get(0).name();
    String known = knowledge.publicName(written);
    return new Value.Named(known, null, isForeign && knowledge.fact(known).isEmpty() ? symbol : null, null);
  }

  private static String dotted(DottedName name) {
    StringBuilder text = new StringBuilder();
    name.names().forEach(part -> text.append(text.isEmpty() ? "" : ".").append(part.name()));
    return text.toString();
  }

  /** The function or class itself. */
  Value ofDefinition(Tree definition) {
    return new Value.Named(qualifiedName(definition), definition, null, null);
  }

  /** Module and name of what this file defines: {@code shop.orders.Basket.total}. */
  public String qualifiedName(Tree definition) {
    if (definition instanceof FileInput) {
      return moduleName();
    }
    Name name = definition instanceof FunctionDef function
      ? function.name()
      : definition instanceof ClassDef type ? type.name() : null;
    if (name == null) {
      return "<lambda>";
    }
    Symbol symbol = name.symbol();
    if (symbol != null && symbol.fullyQualifiedName() != null && symbol.fullyQualifiedName().contains(".")) {
      return symbol.fullyQualifiedName();
    }
    Tree scope = Trees.scopeOf(definition);
    return scope instanceof FileInput || scope == null ? name.name() : qualifiedName(scope) + "." + name.name();
  }

  /** Module and name of a variable of this module. */
  public String qualifiedVariable(String variable) {
    return moduleName().isEmpty() ? variable : moduleName() + "." + variable;
  }

  /** The dotted name of this module as SonarPython sees it; empty when the module defines nothing at its top level. */
  public String moduleName() {
    for (var statement : file.statements() == null
      ? List.<org.sonar.plugins.python.api.tree.Statement>of()
      : file.statements().statements()) {
      Name name = statement instanceof FunctionDef function
        ? function.name()
        : statement instanceof ClassDef type ? type.name() : null;
      Symbol symbol = name == null ? null : name.symbol();
      if (symbol != null && symbol.fullyQualifiedName() != null
        && symbol.fullyQualifiedName().endsWith("." + name.name())) {
        String qualified = symbol.fullyQualifiedName();
        return qualified.substring(0, qualified.length() - name.name().length() - 1);
      }
    }
    return "";
  }

  private Value ofParameter(Parameter parameter) {
    FunctionLike function = Trees.enclosing(parameter, FunctionLike.class).orElse(null);
    if (parameter.starToken() != null) {
      return Value.Instance.of(parameter.starToken().value().equals("**") ? "dict" : "tuple");
    }
    if (parameter.typeAnnotation() != null) {
      return annotations.instance(parameter.typeAnnotation().expression());
    }
    if (parameter.defaultValue() != null && Trees.bare(parameter.defaultValue()) instanceof CallExpression provider
      && nameOf(provider.callee()).filter("fastapi.Depends"::equals).isPresent()) {
      return calls.provided(provider);
    }
    if (function instanceof FunctionDef method && Trees.scopeOf(method) instanceof ClassDef type
      && isFirst(method, parameter)
      && !ClassTable.isStatic(method)) {
      Value owner = ofDefinition(type);
      return isClassMethod(method) ? owner : instanceOf(owner);
    }
    return Value.UNKNOWN;
  }

  private static boolean isFirst(FunctionDef method, Parameter parameter) {
    return method.parameters() != null && method.parameters().all().get(0) == parameter;
  }

  private static boolean isClassMethod(FunctionDef method) {
    return method.name().name().equals("__new__") || method.name().name().equals("__init_subclass__")
      || method.decorators().stream()
        .anyMatch(decorator -> decorator.expression() instanceof Name name && name.name().equals("classmethod"));
  }

  // ---- attributes -------------------------------------------------------------------------------------------------

  private Value ofAttribute(QualifiedExpression qualified) {
    Value object = valueOf(qualified.qualifier());
    String member = qualified.name().name();
    if (Trees.bare(qualified.qualifier()) instanceof Name variable && variable.symbol() != null) {
      List<Binding> assigned = classes.attributeOf(variable.symbol(), member);
      if (!assigned.isEmpty() && !(object instanceof Value.Instance self && self.definition() != null)) {
        return ofAssigned(assigned.stream().filter(binding -> !binding.isNeutral()).toList());
      }
    }
    return member(object, member, qualified);
  }

  /** What {@code object.name} denotes. */
  Value member(Value object, String member, QualifiedExpression site) {
    if (object instanceof Value.Named named) {
      return ofNamedMember(named, member, site);
    }
    if (object instanceof Value.Instance instance) {
      return instance.definition() != null ? ofLocalMember(instance, member) : ofTypeMember(instance, member);
    }
    return Value.UNKNOWN;
  }

  private Value ofNamedMember(Value.Named named, String member, QualifiedExpression site) {
    if (named.type().isPresent()) {
      Value self = instanceOf(named);
      return self instanceof Value.Instance instance ? ofLocalMember(instance, member) : Value.UNKNOWN;
    }
    if (named.definition() != null) {
      return Value.UNKNOWN;
    }
    if (named.symbol() instanceof ClassSymbol type) {
      Symbol found = memberOf(type, member, new HashSet<>());
      return new Value.Named(named.name() + "." + member, null, found, null);
    }
    String name = named.name() + "." + member;
    Optional<Fact> fact = knowledge.fact(name);
    if (fact.isPresent() && fact.get().kind() == Fact.Kind.ATTRIBUTE) {
      return returned(fact.get(), Value.Named.of(fact.get().name()));
    }
    Symbol symbol = site == null ? null : site.symbol();
    boolean isForeign = fact.isEmpty() && (symbol instanceof FunctionSymbol || symbol instanceof ClassSymbol);
    return new Value.Named(fact.map(Fact::name).orElse(knowledge.publicName(name)), null, isForeign ? symbol : null,
      null);
  }

  /** A member of a class of this file, looked up in its bases in this file and then in the first one of another. */
  private Value ofLocalMember(Value.Instance self, String member) {
    for (ClassDef type : localAncestors(self.definition())) {
      List<FunctionDef> methods = classes.methods(type, member);
      List<Binding> assigned = classes.attribute(type, member).stream().filter(binding -> !binding.isNeutral())
        .toList();
      if (!methods.isEmpty()) {
        return assigned.isEmpty() ? ofMethods(methods, self) : Value.UNKNOWN;
      }
      if (!assigned.isEmpty()) {
        return ofAssigned(assigned);
      }
    }
    for (ClassDef type : localAncestors(self.definition())) {
      for (Value base : basesOf(type)) {
        if (base instanceof Value.Named named && named.type().isEmpty()) {
          Value inherited = ofTypeMember(new Value.Instance(named.name(), null, named.symbol(), Value.UNKNOWN), member);
          if (inherited.isKnown() && (knowledge.fact(inherited.qualifiedName().orElse("")).isPresent()
            || inherited instanceof Value.Named found && found.symbol() != null)) {
            return inherited;
          }
        }
      }
    }
    return Value.UNKNOWN;
  }

  /**
   * What an attribute holds: what all assignments agree on, or what the author declares where one of them is not
   * understood.
   */
  private Value ofAssigned(List<Binding> assigned) {
    Value agreed = agreeOn(assigned);
    return agreed.isKnown()
      ? agreed
      : agree(assigned.stream().filter(binding -> binding.kind() == Binding.Kind.ANNOTATION
        && ((org.sonar.plugins.python.api.tree.AnnotatedAssignment) binding.site()).annotation() != null)
        .map(this::valueOf).toList());
  }

  /**
   * What the bindings agree on. Beside a {@code Path}, {@code store.folder / "state.json"} is one, too: nothing else is
   * divided
   * by text.
   */
  private Value agreeOn(List<Binding> assigned) {
    if (assigned.size() == 1) {
      return valueOf(assigned.get(0));
    }
    List<Value> values = assigned.stream().map(this::valueOf).toList();
    Value agreed = agree(values);
    if (agreed.isKnown() || values.stream().noneMatch(value -> value.typeName().filter(PATH::equals).isPresent())) {
      return agreed;
    }
    return agree(assigned.stream().filter(binding -> valueOf(binding).isKnown() || !isDividedByText(binding.value()))
      .map(this::valueOf).toList());
  }

  private static boolean isDividedByText(Expression value) {
    return value != null && Trees.bare(value) instanceof BinaryExpression division
      && division.operator().value().equals("/") && Trees.bare(division.rightOperand()) instanceof StringLiteral;
  }

  private Value ofMethods(List<FunctionDef> methods, Value.Instance self) {
    FunctionDef method = methods.get(methods.size() - 1);
    if (methods.size() > 1 && !methods.subList(0, methods.size() - 1).stream().allMatch(this::isOverloadOrAccessor)) {
      return Value.UNKNOWN;
    }
    Optional<FunctionDef> getter = methods.stream().filter(this::isProperty).findFirst();
    if (getter.isPresent()) {
      return returnOf(getter.get());
    }
    return new Value.Named(qualifiedName(method), method, null, self);
  }

  private boolean isOverloadOrAccessor(FunctionDef method) {
    return method.decorators().stream().anyMatch(decorator -> {
      String written = Trees.written(decorator.expression());
      return written.endsWith("overload") || written.endsWith(".setter") || written.endsWith(".deleter");
    }) || isProperty(method);
  }

  private boolean isProperty(FunctionDef method) {
    return method.decorators().stream().anyMatch(decorator -> {
      String written = Trees.written(decorator.expression());
      return written.equals("property") || written.endsWith("cached_property");
    });
  }

  /** A member of an instance of a class that this file does not define. */
  private Value ofTypeMember(Value.Instance instance, String member) {
    Optional<Fact> fact = knowledge.member(instance.type(), member);
    if (instance.symbol() instanceof ClassSymbol type) {
      Symbol found = memberOf(type, member, new HashSet<>());
      if (found instanceof FunctionSymbol) {
        return new Value.Named(instance.type() + "." + member, null, found, instance);
      }
      fact = fact.isPresent() || found != null ? fact : memberOfLibraryBase(type, member);
    }
    if (fact.isPresent()) {
      Value.Named named = new Value.Named(fact.get().name(), null, null, instance);
      return fact.get().kind() == Fact.Kind.ATTRIBUTE ? returned(fact.get(), named) : named;
    }
    Value item = itemOf(instance.type());
    return item.isKnown() ? item : new Value.Named(instance.type() + "." + member, null, null, instance);
  }

  /** What is known of the member of a library's class that the class of another file extends; the nearest base counts. */
  private Optional<Fact> memberOfLibraryBase(ClassSymbol type, String member) {
    Set<String> ancestors = new java.util.LinkedHashSet<>();
    addForeign(type, ancestors, new HashSet<>());
    return ancestors.stream().map(ancestor -> knowledge.member(ancestor, member)).flatMap(Optional::stream).findFirst();
  }

  /** What libraries say of the member of every class that the receiver extends, overridden by the project or not. */
  public List<Fact> inheritedFacts(Value receiver, String member) {
    Set<String> ancestors = new java.util.LinkedHashSet<>();
    if (receiver instanceof Value.Instance instance) {
      if (instance.definition() != null) {
        ancestors.addAll(ancestorNames(instance.definition()));
      }
      addForeign(instance.symbol(), ancestors, new HashSet<>());
    }
    return ancestors.stream().map(ancestor -> knowledge.member(ancestor, member)).flatMap(Optional::stream).toList();
  }

  /** A member of a class of another file; the walk over the bases ends where they run in a circle. */
  private static Symbol memberOf(ClassSymbol type, String member, Set<Symbol> seen) {
    if (!seen.add(type) || seen.size() > 50) {
      return null;
    }
    for (Symbol declared : type.declaredMembers()) {
      if (declared.name().equals(member)) {
        return declared;
      }
    }
    for (Symbol base : type.superClasses()) {
      if (base instanceof ClassSymbol superType) {
        Symbol found = memberOf(superType, member, seen);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }

  // ---- classes ----------------------------------------------------------------------------------------------------

  /** The classes of this file. */
  public Set<ClassDef> classes() {
    return classes.classes();
  }

  /** What stands in the parentheses after the class's name, keywords left out. */
  public List<Value> basesOf(ClassDef type) {
    List<Value> bases = new ArrayList<>();
    if (type.args() != null) {
      type.args().arguments().forEach(argument -> {
        if (argument instanceof RegularArgument regular && regular.keywordArgument() == null) {
          bases.add(valueOf(regular.expression()));
        }
      });
    }
    return bases;
  }

  /** The class and those of its bases that this file defines, the nearest first. */
  public List<ClassDef> localAncestors(ClassDef type) {
    List<ClassDef> known = localAncestors.get(type);
    if (known == null) {
      known = new ArrayList<>();
      localAncestors.put(type, List.of(type));
      addAncestors(type, known);
      localAncestors.put(type, known);
    }
    return known;
  }

  private void addAncestors(ClassDef type, List<ClassDef> found) {
    if (found.contains(type)) {
      return;
    }
    found.add(type);
    for (Value base : basesOf(type)) {
      if (base instanceof Value.Named named) {
        named.type().ifPresent(superType -> addAncestors(superType, found));
      }
    }
  }

  /**
   * The names of all bases that can be followed, of this file, of the project and of libraries, without the class
   * itself.
   */
  public Set<String> ancestorNames(ClassDef type) {
    Set<String> found = new java.util.LinkedHashSet<>();
    for (ClassDef local : localAncestors(type)) {
      if (local != type) {
        found.add(qualifiedName(local));
      }
      for (Value base : basesOf(local)) {
        if (base instanceof Value.Named named && named.type().isEmpty()) {
          found.addAll(knowledge.ancestors(named.name()));
          addForeign(named.symbol(), found, new HashSet<>());
        }
      }
    }
    return found;
  }

  private void addForeign(Symbol symbol, Set<String> found, Set<Symbol> seen) {
    if (symbol instanceof ClassSymbol type && seen.add(type) && seen.size() < 50) {
      if (type.fullyQualifiedName() != null) {
        found.addAll(knowledge.ancestors(type.fullyQualifiedName()));
      }
      type.superClasses().forEach(base -> addForeign(base, found, seen));
    } else if (symbol != null && symbol.fullyQualifiedName() != null) {
      found.addAll(knowledge.ancestors(symbol.fullyQualifiedName()));
    }
  }

  /** True when every base of the class is a class of this file or one of which the libraries' facts tell. */
  public boolean hasKnownBases(ClassDef type) {
    return localAncestors(type).stream()
      .allMatch(local -> basesOf(local).stream().allMatch(base -> base instanceof Value.Named named
        && (named.type().isPresent() || knowledge.isClass(named.name()) || isPlainBase(named.name()))));
  }

  private static boolean isPlainBase(String name) {
    return name.equals("object") || name.startsWith("abc.") || name.startsWith("typing.") || name.startsWith("enum.")
      || BUILTIN_TYPES.contains(name) || name.endsWith("Exception") || name.endsWith("Error");
  }

  /** Where the attribute gets its values in the class and those of its bases that this file defines. */
  public List<Binding> attributeBindings(ClassDef type, String name) {
    return localAncestors(type).stream().flatMap(local -> classes.attribute(local, name).stream()).toList();
  }

  /** The names of the attributes that the class itself assigns, with their bindings. */
  public Map<String, List<Binding>> attributesOf(ClassDef type) {
    return classes.attributes(type);
  }

  /** Where {@code variable.name = …} is assigned for a variable that is not {@code self}. */
  public List<Binding> attributeBindings(Symbol variable, String name) {
    return classes.attributeOf(variable, name);
  }

  /** The definitions of the method in the class, or in the nearest of its bases in this file that has it. */
  public List<FunctionDef> methods(ClassDef type, String name) {
    return localAncestors(type).stream()
      .map(local -> classes.methods(local, name))
      .filter(found -> !found.isEmpty())
      .findFirst()
      .orElse(List.of());
  }

  // ---- from value to value ----------------------------------------------------------------------------------------

  /** What awaiting the value gives. */
  public Value awaited(Value value) {
    if (value instanceof Value.Awaitable awaitable) {
      return awaitable.result();
    }
    if (value instanceof Value.Instance instance
      && (knowledge.isA(instance.type(), "asyncio.Future") || instance.type().equals("asyncio.Task"))) {
      return instance.element();
    }
    if (value instanceof Value.Instance instance && knowledge.fact(instance.type()).filter(Fact::isClass).isPresent()) {
      return instance.element().isKnown() ? instance.element() : value;
    }
    return Value.UNKNOWN;
  }

  /** What {@code with value as x} gives {@code x}. */
  public Value entered(Value value) {
    if (value instanceof Value.Awaitable awaitable) {
      return awaitable.result();
    }
    if (!(value instanceof Value.Instance instance)) {
      return Value.UNKNOWN;
    }
    if (instance.definition() != null) {
      for (String enter : List.of("__aenter__", "__enter__")) {
        List<FunctionDef> found = methods(instance.definition(), enter);
        if (found.size() == 1) {
          Value result = returnOf(found.get(0));
          result = result instanceof Value.Awaitable awaitable ? awaitable.result() : result;
          return result.isKnown() ? result : Value.UNKNOWN;
        }
      }
      return instance;
    }
    if (instance.type().endsWith("()") || Calls.ENTERS_ELEMENT.contains(instance.type())) {
      return instance.element();
    }
    return knowledge.fact(instance.type()).flatMap(Fact::enters).map(type -> (Value) Value.Instance.of(type))
      .orElse(instance);
  }

  /** What iterating over the value gives in each turn. */
  public Value elementOf(Value value) {
    if (value instanceof Value.Group group) {
      return agree(group.items());
    }
    if (value instanceof Value.Instance instance) {
      if (instance.element().isKnown()) {
        return instance.type().equals("dict") ? Value.UNKNOWN : instance.element();
      }
      return knowledge.fact(instance.type()).flatMap(Fact::element).map(type -> (Value) Value.Instance.of(type))
        .orElse(Value.UNKNOWN);
    }
    return Value.UNKNOWN;
  }

  /** An instance of the class that the value is; unknown when it is none. */
  public Value instanceOf(Value value) {
    if (value instanceof Value.Named named && !(named.definition() instanceof FunctionLike)) {
      return new Value.Instance(named.name(), named.type().orElse(null), named.symbol(), Value.UNKNOWN);
    }
    return Value.UNKNOWN;
  }

  /** What the library's function or attribute gives according to its fact, {@code otherwise} if the fact does not say. */
  Value returned(Fact fact, Value otherwise) {
    if (fact.returns().isEmpty()) {
      return otherwise;
    }
    if (fact.returns().size() > 1) {
      return new Value.Group(fact.returns().stream().map(type -> (Value) Value.Instance.of(type)).toList());
    }
    Value element = fact.element().map(type -> (Value) Value.Instance.of(type)).orElse(Value.UNKNOWN);
    return Value.Instance.of(fact.returns().get(0), element);
  }

  /** The one value that all of them are, {@code None} left out; unknown when they differ or one is unknown. */
  public Value agree(List<Value> all) {
    Value agreed = null;
    for (Value value : all) {
      if (value.isNone()) {
        continue;
      }
      if (agreed == null) {
        agreed = value;
      } else {
        agreed = join(agreed, value);
      }
      if (!agreed.isKnown()) {
        return Value.UNKNOWN;
      }
    }
    return agreed != null ? agreed : all.isEmpty() ? Value.UNKNOWN : all.get(0);
  }

  private Value join(Value first, Value second) {
    if (first.equals(second)) {
      return first;
    }
    if (first instanceof Value.Named one && second instanceof Value.Named other && one.name().equals(other.name())
      && one.definition() == other.definition() && !one.name().equals("<lambda>")) {
      return first;
    }
    if (first instanceof Value.Awaitable one && second instanceof Value.Awaitable other) {
      return new Value.Awaitable(join(one.result(), other.result()));
    }
    if (first instanceof Value.Instance one && second instanceof Value.Instance other) {
      if (one.type().equals(other.type())) {
        Value element = !one.element().isKnown()
          ? other.element()
          : !other.element().isKnown() ? one.element() : join(one.element(), other.element());
        return new Value.Instance(one.type(), one.definition(), one.symbol(), element);
      }
      if (knowledge.isA(one.type(), other.type())) {
        return other;
      }
      return knowledge.isA(other.type(), one.type()) ? one : Value.UNKNOWN;
    }
    return Value.UNKNOWN;
  }

  /**
   * The decorator's qualified name, arguments left out; one that cannot be resolved as written, with {@code ?} before
   * it.
   */
  public String decoratorName(Decorator decorator) {
    Expression expression = Trees.bare(decorator.expression());
    Expression callee = expression instanceof CallExpression call ? call.callee() : expression;
    return nameOf(callee).orElseGet(() -> "?" + Trees.written(callee));
  }

  /** True when a decorator with this qualified name leaves the kind of the function alone. */
  public boolean isTransparentDecorator(String name) {
    return switch (name) {
      case "staticmethod", "classmethod", "property", "typing.override", "typing_extensions.override", "typing.final",
        "abc.abstractmethod", "functools.wraps", "functools.cached_property" -> true;
      default -> knowledge.plays(name, Role.TRANSPARENT_DECORATOR) || knowledge.plays(name, Role.RETRY)
        || knowledge.plays(name, Role.ROUTE) || knowledge.plays(name, Role.LIFESPAN);
    };
  }

  /** What a call of the function of this file gives; for a coroutine function something to await. */
  public Value returnOf(FunctionDef function) {
    Value known = bound.get(function);
    if (known == null) {
      bound.put(function, Value.UNKNOWN);
      known = calls.computeReturn(function);
      bound.put(function, known);
    }
    return known;
  }

  /** The nodes of the kind that are evaluated in the function's body, in source order; none of a function that never is defined. */
  <T extends Tree> List<T> nodesOf(FunctionDef function, Class<T> type, Tree.Kind kind) {
    if (scopes == null) {
      scopes = new IdentityHashMap<>();
      module.all().forEach(scope -> scopes.put(scope.tree(), scope));
    }
    Scope scope = scopes.get(function);
    return scope == null ? List.of() : scope.nodes(type, kind);
  }

  /** The variable of the module with this name. */
  Optional<Symbol> global(String name) {
    return file.globalVariables().stream().filter(symbol -> symbol.name().equals(name)).findFirst();
  }

  /** What a module-level variable is at the end of the module. */
  Value ofGlobal(String name) {
    return global(name)
      .map(symbol -> {
        List<Binding> all = bindings.of(symbol).stream().filter(binding -> !binding.isNeutral()).toList();
        return all.isEmpty() ? Value.UNKNOWN : agree(all.stream().map(this::valueOf).toList());
      })
      .orElseGet(() -> BUILTIN_TYPES.contains(name) ? Value.Named.of(name) : Value.UNKNOWN);
  }
}
