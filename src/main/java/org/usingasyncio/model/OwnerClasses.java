package org.usingasyncio.model;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/**
 * The classes of a file that keep a session, connection or the like for as long as they live, and have a method that closes
 * it: whoever makes an instance has to call that method, as if it were the session itself.
 */
final class OwnerClasses {

  private static final Set<ResourceInfo.Family> REVIEWED = EnumSet.of(ResourceInfo.Family.CLIENT_SESSION,
    ResourceInfo.Family.ASYNC, ResourceInfo.Family.POOL);

  private OwnerClasses() {}

  /**
   * A class that owns something.
   *
   * @param type the class
   * @param opening the call that opens what it owns
   * @param fact what a library's fact would say of the class
   */
  record Owner(ClassInfo type, CallInfo opening, Fact fact) {

    /** The methods that open it, by themselves or with others of the class: {@code __init__}, {@code connect}. */
    private Set<String> openers() {
      Set<FunctionInfo> found = new LinkedHashSet<>(List.of(opening.function()));
      List<FunctionInfo> methods = type.allMethods();
      int known;
      do {
        known = found.size();
        methods.stream().filter(method -> method.calls().stream()
          .anyMatch(call -> call.target().filter(found::contains).isPresent())).forEach(found::add);
      } while (found.size() > known);
      return found.stream().map(FunctionInfo::name).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** True when an opener was called on the instance. */
    boolean isOpened(ResourceInfo instance) {
      Set<String> openers = openers();
      return openers.contains("__init__") || instance.calledMethods().stream().anyMatch(openers::contains);
    }
  }

  /** The owners among the classes that keep one of the resources. */
  static List<Owner> of(List<ResourceInfo> resources) {
    Map<ClassInfo, Owner> found = new LinkedHashMap<>();
    for (ResourceInfo resource : resources) {
      if (resource.home() == ResourceInfo.Home.ATTRIBUTE && REVIEWED.contains(resource.family())) {
        owner(resource).ifPresent(owner -> found.putIfAbsent(owner.type(), owner));
      }
    }
    return List.copyOf(found.values());
  }

  private static Optional<Owner> owner(ResourceInfo kept) {
    FunctionInfo opener = kept.opening().function();
    AttributeInfo attribute = kept.attribute().orElseThrow();
    boolean isOwn = opener.owner().filter(attribute.owner()::equals).isPresent() && !kept.endsWithItsParent()
      && (isStep(kept, opener) || !opener.name().equals("__init__"))
      && attribute.assignments().stream().map(binding -> binding.value())
        .allMatch(value -> value != null
          && (Literals.isNone(value) || Trees.bare(value) == ResourceInfo.madeBy(kept.opening())));
    List<String> closers = isOwn
      ? kept.closings().stream().map(CallInfo::function)
        .filter(method -> method.owner().isPresent() && !isCalledByLibrary(method))
        .map(FunctionInfo::name).filter(name -> ForeignBases.isEnd(name) && !name.startsWith("_")).distinct().toList()
      : List.of();
    ClassInfo type = attribute.owner();
    return closers.isEmpty()
      ? Optional.empty()
      : Optional.of(new Owner(type, kept.opening(),
        Fact.ofOwner(type.qualifiedName(), closers, type.method("__aenter__").isPresent())));
  }

  /** {@code await super().close()}: what a library's class calls by itself, at the end of {@code bot.run()}. */
  private static boolean isCalledByLibrary(FunctionInfo closer) {
    return closer.file().names().localAncestors(closer.owner().orElseThrow().tree()).size() == 1
      && closer.calls().stream().anyMatch(
        call -> call.simpleName().equals(closer.name()) && call.receiver().map(Trees::written).filter("super()"::equals)
          .isPresent());
  }

  /** A statement of the function itself, under no condition: the caller gave none. */
  private static boolean isStep(ResourceInfo kept, FunctionInfo function) {
    return Trees.statementOf(kept.opening().tree())
      .filter(statement -> statement.parent().parent() == function.tree()).isPresent();
  }
}
