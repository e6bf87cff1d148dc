package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.names.Value;

/** Every opening of a resource in a file. One fact serves all rules about leaks. */
public final class Resources {

  private final List<ResourceInfo> all = new ArrayList<>();

  private Resources(FileModel file) {
    for (CallInfo call : file.calls()) {
      typeOpenedBy(file, call).ifPresent(type -> all.add(new ResourceInfo(call, type)));
    }
  }

  /** The resources that the file opens, in source order within each function. */
  public static List<ResourceInfo> of(FileModel file) {
    return file.facts(Resources.class, Resources::new).all;
  }

  /**
   * The resource class of which the call makes an instance that its caller owns: the constructor, a library function that
   * opens one, or a subclass of this file of a resource class.
   */
  private static Optional<Fact> typeOpenedBy(FileModel file, CallInfo call) {
    Value result = call.result();
    Value made = result instanceof Value.Awaitable awaitable ? awaitable.result() : result;
    if (!(made instanceof Value.Instance instance)) {
      return Optional.empty();
    }
    if (instance.definition() != null) {
      boolean isConstructor = call.calleeValue() instanceof Value.Named named && named.type().isPresent();
      return isConstructor ? inherited(file, instance) : Optional.empty();
    }
    return call.fact().filter(Fact::opensResource).flatMap(fact -> file.knowledge().resource(instance.type()));
  }

  private static Optional<Fact> inherited(FileModel file, Value.Instance instance) {
    return file.names().ancestorNames(instance.definition()).stream()
      .map(file.knowledge()::resource)
      .flatMap(Optional::stream)
      .findFirst();
  }
}
