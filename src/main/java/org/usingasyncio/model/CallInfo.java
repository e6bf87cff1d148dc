package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.knowledge.Blocking;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.knowledge.Io;
import org.usingasyncio.knowledge.Knowledge;
import org.usingasyncio.knowledge.Role;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Calls;
import org.usingasyncio.syntax.Trees;

/** One call expression: what is called, from where, and what becomes of the result. */
public final class CallInfo {

  private final CallExpression tree;
  private final FunctionInfo function;
  private final FileModel file;
  private int number;
  private Value callee;
  private Optional<String> name;
  private Optional<Fact> fact;
  private Optional<Fact.Members> members;
  private Optional<Blocking> blocking;
  private Use use;
  private String simpleName;
  private String writtenName;
  private List<Statement> loops;
  private Optional<Tree> comprehension;
  private Boolean isInBranch;

  CallInfo(CallExpression tree, FunctionInfo function, FileModel file) {
    this.tree = tree;
    this.function = function;
    this.file = file;
  }

  /** The place in the list of all calls of the file. */
  int number() {
    return number;
  }

  void numbered(int place) {
    number = place;
  }

  public CallExpression tree() {
    return tree;
  }

  /** The expression before the parentheses: the smallest span to replace. */
  public Expression callee() {
    return tree.callee();
  }

  /** The function, lambda, class body or module in which the call is made. */
  public FunctionInfo function() {
    return function;
  }

  public FileModel file() {
    return file;
  }

  /** What is called. */
  public Value calleeValue() {
    if (callee == null) {
      callee = file.names().valueOf(tree.callee());
    }
    return callee;
  }

  /** The public qualified name of what is called: {@code asyncio.create_task}, {@code aiohttp.ClientSession.get}. */
  public Optional<String> name() {
    if (name == null) {
      name = calleeValue().qualifiedName();
    }
    return name;
  }

  /** The callee as the user wrote it: {@code self.session.get}. */
  public String writtenName() {
    if (writtenName == null) {
      writtenName = Trees.written(tree.callee());
    }
    return writtenName;
  }

  /** What the libraries' facts say of the callee; empty for what this project defines. */
  public Optional<Fact> fact() {
    if (fact == null) {
      fact = calleeValue() instanceof Value.Named named && named.definition() == null
        ? knowledge().fact(named.name())
        : Optional.empty();
    }
    return fact;
  }

  private Knowledge knowledge() {
    return file.names().knowledge();
  }

  /** True when the callee has one of the public qualified names. */
  public boolean isTo(String... names) {
    if (name().isPresent()) {
      for (String wanted : names) {
        if (wanted.equals(name.get())) {
          return true;
        }
      }
    }
    return false;
  }

  public boolean plays(Role role) {
    return fact().isPresent() && fact.get().is(role);
  }

  /** What kind of blocking call this is; see {@link BlockingCalls} for what makes one harmless. */
  public Optional<Blocking> blocking() {
    if (blocking == null) {
      Optional<Blocking> known = fact().isPresent()
        ? fact.get().blocks()
        : membersOfReceiver().flatMap(Fact.Members::blocks);
      blocking = known.filter(kind -> !BlockingCalls.isHarmless(this));
    }
    return blocking;
  }

  /** Whether the call computes for long, and whether other threads can go on meanwhile. */
  public Fact.Cpu cpu() {
    return fact().map(Fact::cpu).filter(cpu -> cpu != Fact.Cpu.NONE)
      .filter(cpu -> !BlockingCalls.isHarmless(this) && !SmallData.isSmall(this))
      .orElse(Fact.Cpu.NONE);
  }

  /** Every method of some clients does the same, whatever its name: {@code boto3.client("s3").get_object}. */
  private Optional<Fact.Members> membersOfReceiver() {
    if (members == null) {
      boolean isOwn = fact().isPresent() || calleeValue() instanceof Value.Named named && named.definition() != null;
      members = isOwn ? Optional.empty() : receiverType().flatMap(knowledge()::fact).map(Fact::members);
    }
    return members;
  }

  /** The phrase that completes "Replace … with …", from the library's facts. */
  public Optional<String> instead() {
    return fact().flatMap(Fact::instead).or(() -> membersOfReceiver().flatMap(Fact.Members::instead));
  }

  public Optional<Io> io() {
    return fact().isPresent() ? fact.get().io() : membersOfReceiver().flatMap(Fact.Members::io);
  }

  /** The object a method is called on; empty for a plain function. */
  public Optional<Expression> receiver() {
    return Trees.bare(tree.callee()) instanceof QualifiedExpression qualified
      ? Optional.of(qualified.qualifier())
      : Optional.empty();
  }

  /** The class of the object a method is called on; nothing is called on the {@code None} that stands for it until then. */
  public Optional<String> receiverType() {
    return receiver().flatMap(file.names()::typeOf).filter(type -> !type.equals("NoneType"));
  }

  /** The last part of the callee as written: {@code get} of {@code self.session.get}. */
  public String simpleName() {
    if (simpleName == null) {
      simpleName = Trees.lastName(tree.callee());
    }
    return simpleName;
  }

  public Optional<Expression> argument(int position, String keyword) {
    return Calls.argument(tree, position, keyword);
  }

  public List<Expression> arguments() {
    return Calls.values(tree);
  }

  /** True when the argument is neither written out nor hidden in {@code *args} or {@code **options}. */
  public boolean lacks(int position, String keyword) {
    return Calls.lacks(tree, position, keyword);
  }

  /** What becomes of the result. */
  public Use use() {
    if (use == null) {
      use = Use.of(tree);
    }
    return use;
  }

  public boolean isAwaited() {
    return use().is(Use.How.AWAITED);
  }

  /** What becomes of the result after {@code await}, or of the call itself where it is not awaited. */
  public Use finalUse() {
    return isAwaited() ? Use.of((Expression) use().site()) : use();
  }

  /** The {@code await} around the call, or the call. */
  public Expression wholeExpression() {
    return isAwaited() ? (Expression) use().site() : tree;
  }

  /** What the call gives. */
  public Value result() {
    return file.names().valueOf(tree);
  }

  /** The function of this file that is called, a coroutine function included; the constructor for a class. */
  public Optional<FunctionInfo> target() {
    if (!(calleeValue() instanceof Value.Named named)) {
      return Optional.empty();
    }
    return named.type().isPresent()
      ? file.names().methods(named.type().get(), "__init__").stream().findFirst().flatMap(file::functionOf)
      : named.function().flatMap(file::functionOf);
  }

  /** The loops around the call in its function, the innermost first. */
  public List<Statement> loops() {
    if (loops == null) {
      loops = Flow.loopsAround(tree);
    }
    return loops;
  }

  /** True when the call stands in, or in the condition of, an {@code if} of its own function. */
  boolean isInBranch() {
    if (isInBranch == null) {
      isInBranch = Trees.ancestorInScope(tree, node -> node.getKind() == Tree.Kind.IF_STMT).isPresent();
    }
    return isInBranch;
  }

  /** True when the call stands in the body of a loop, or in a comprehension, of its own function. */
  public boolean isRepeated() {
    return !loops().isEmpty() || comprehension().isPresent();
  }

  /** The comprehension that makes the call for each element. */
  public Optional<Tree> comprehension() {
    if (comprehension == null) {
      comprehension = Trees.ancestorInScope(tree,
        node -> node.is(Tree.Kind.LIST_COMPREHENSION, Tree.Kind.SET_COMPREHENSION, Tree.Kind.DICT_COMPREHENSION,
          Tree.Kind.GENERATOR_EXPR));
    }
    return comprehension;
  }

  @Override
  public String toString() {
    return writtenName() + ":" + Trees.lineOf(tree);
  }
}
