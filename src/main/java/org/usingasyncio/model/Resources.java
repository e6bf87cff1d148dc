package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.ReturnStatement;
import org.sonar.plugins.python.api.tree.Tree;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.names.Value;

/** Every opening of a resource in a file. One fact serves all rules about leaks. */
public final class Resources {

  private static final Set<String> SERVER_MAKERS = Set.of("create_server", "create_unix_server");

  /** How many functions of the file may hand a resource up to the one that owns it. */
  private static final int DEPTH = 3;

  private final FileModel file;
  private final List<ResourceInfo> all = new ArrayList<>();
  private final Set<Tree> openings = new HashSet<>();

  private Resources(FileModel file) {
    this.file = file;
    file.calls().forEach(this::addLibraryOpening);
    OwnerClasses.of(all).forEach(this::addOwners);
    List<ResourceInfo> latest = List.copyOf(all);
    for (int depth = 0; depth < DEPTH && !latest.isEmpty(); depth++) {
      latest = openedByCallersOf(latest);
    }
  }

  /** The resources that the file opens, in source order within each function. */
  public static List<ResourceInfo> of(FileModel file) {
    return file.facts(Resources.class, Resources::new).all;
  }

  /** True when the call closes a resource of the file other than this one. */
  static boolean closesOther(ResourceInfo resource, CallInfo call) {
    return resource.opening().file().facts(Closings.class, Closings::new).byCall.getOrDefault(call, List.of()).stream()
      .anyMatch(closed -> closed != resource);
  }

  private static final class Closings {

    private final Map<CallInfo, List<ResourceInfo>> byCall = new HashMap<>();

    Closings(FileModel file) {
      of(file).forEach(resource -> resource.closings()
        .forEach(call -> byCall.computeIfAbsent(call, key -> new ArrayList<>()).add(resource)));
    }
  }

  /**
   * A call that makes an instance of a resource class that its caller owns: the constructor, a library function that
   * opens one, or a subclass of this file of a resource class.
   */
  private void addLibraryOpening(CallInfo call) {
    if (isServerOfUnseenLoop(call)) {
      file.knowledge().resource("asyncio.Server").ifPresent(type -> add(new ResourceInfo(call, type, -1)));
      return;
    }
    Value result = call.result();
    if (result instanceof Value.Awaitable awaitable) {
      if (ResourceInfo.isRun(call)) {
        addOpening(call, awaitable.result());
      }
    } else {
      addOpening(call, result);
    }
  }

  /** {@code await self.loop.create_server(…)}, where nothing is known of the object but that it is named like a loop. */
  private static boolean isServerOfUnseenLoop(CallInfo call) {
    return SERVER_MAKERS.contains(call.simpleName()) && call.fact().isEmpty() && call.isAwaited()
      && call.receiver().filter(Tasks::isNamedLikeLoop).isPresent();
  }

  private void addOpening(CallInfo call, Value made) {
    if (made instanceof Value.Group group) {
      if (call.fact().filter(Fact::opensResource).isPresent()) {
        for (int i = 0; i < group.items().size(); i++) {
          int part = i;
          group.items().get(i).typeName().flatMap(file.knowledge()::resource)
            .ifPresent(type -> add(new ResourceInfo(call, type, part)));
        }
      }
    } else if (made instanceof Value.Instance instance) {
      typeOpenedBy(call, instance).ifPresent(type -> add(new ResourceInfo(call, type, -1)));
    }
  }

  private Optional<Fact> typeOpenedBy(CallInfo call, Value.Instance made) {
    if (made.definition() != null) {
      boolean isConstructor = call.calleeValue() instanceof Value.Named named && named.type().isPresent();
      return isConstructor ? inherited(made).filter(Fact::opensResource) : Optional.empty();
    }
    if (call.calleeValue() instanceof Value.Instance maker) {
      // What a factory object makes, such as a session maker of SQLAlchemy, belongs to the caller.
      return file.knowledge().fact(maker.type()).flatMap(Fact::calls).flatMap(file.knowledge()::resource);
    }
    return call.fact().filter(Fact::opensResource).flatMap(fact -> file.knowledge().resource(made.type()));
  }

  /** {@code Client()}, where the class of this file opens a session and has a method that closes it. */
  private void addOwners(OwnerClasses.Owner owner) {
    file.calls().written(owner.type().name()).stream()
      .filter(call -> call.calleeValue() instanceof Value.Named made
        && made.type().filter(type -> type == owner.type().tree()).isPresent())
      .map(call -> new ResourceInfo(call, owner.fact(), -1)).filter(owner::isOpened).forEach(this::add);
  }

  private Optional<Fact> inherited(Value.Instance instance) {
    return file.names().ancestorNames(instance.definition()).stream()
      .map(file.knowledge()::resource)
      .flatMap(Optional::stream)
      .findFirst();
  }

  private void add(ResourceInfo resource) {
    if (!keepsNothing(resource.opening()) && openings.add(resource.opening().tree())) {
      all.add(resource);
    }
  }

  /** {@code create_async_engine(url, poolclass=NullPool)}: there is nothing to dispose of. */
  private static boolean keepsNothing(CallInfo call) {
    return call.argument(-1, "poolclass").flatMap(call.file().names()::nameOf)
      .filter(pool -> pool.endsWith(".NullPool")).isPresent();
  }

  /** The calls of functions that open a resource and return it: their callers own it. */
  private List<ResourceInfo> openedByCallersOf(List<ResourceInfo> returned) {
    List<ResourceInfo> found = new ArrayList<>();
    for (ResourceInfo resource : returned) {
      FunctionInfo factory = resource.opening().function();
      if (!isFactory(factory, resource)) {
        continue;
      }
      for (CallInfo call : file.calls().calling(factory)) {
        if ((!factory.isAsync() || ResourceInfo.isRun(call)) && openings.add(call.tree())) {
          found.add(new ResourceInfo(call, resource.type(), -1));
        }
      }
    }
    all.addAll(found);
    return found;
  }

  private static boolean isFactory(FunctionInfo function, ResourceInfo resource) {
    boolean isPlain = function.definition().isPresent() && function.isCalledAsWritten() && !function.isGenerator()
      && function.decorators().stream().noneMatch(name -> name.endsWith("property"));
    return isPlain && resource.isOwnedLocally() && resource.life().uses(Use.How.RETURNED).stream()
      .anyMatch(use -> use.site() instanceof ReturnStatement statement && statement.expressions().size() == 1);
  }
}
