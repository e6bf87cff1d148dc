package org.usingasyncio.model;

import java.util.List;
import java.util.Optional;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.syntax.Trees;

/** An {@code await lock.acquire()} and the calls of {@code release} on the same lock. */
public final class LockHold {

  private final CallInfo acquire;
  private final Expression receiver;
  private final List<Use> uses;

  private LockHold(CallInfo acquire, Expression receiver, List<Use> uses) {
    this.acquire = acquire;
    this.receiver = receiver;
    this.uses = uses;
  }

  /** Empty when the lock is neither a variable nor an attribute of {@code self}. */
  static Optional<LockHold> of(CallInfo acquire) {
    Expression receiver = acquire.receiver().map(Trees::bare).orElse(null);
    if (receiver instanceof Name name) {
      return Variable.of(name)
        .map(variable -> new LockHold(acquire, receiver, variable.reads().stream().map(Use::of).toList()));
    }
    return receiver instanceof QualifiedExpression qualified
      ? AttributeInfo.of(acquire.file(), qualified).map(attribute -> new LockHold(acquire, receiver, attribute.uses()))
      : Optional.empty();
  }

  /**
   * A lock that is handed in may be released by whoever handed it in; one that the straight path releases is judged
   * anyway.
   */
  private static boolean isMadeHere(CallInfo acquire, Name name) {
    return acquire.file().names().reaching(name).stream().noneMatch(binding -> binding.site() instanceof Parameter);
  }

  public CallInfo acquire() {
    return acquire;
  }

  /** The lock as the user wrote it. */
  public String lock() {
    return Trees.written(receiver);
  }

  /** True when all that the file does with the lock is seen, and no release but those of other holds is among it. */
  public boolean isNeverReleased() {
    return uses.stream()
      .allMatch(use -> use.is(Use.How.CHAINED) && use.site() instanceof QualifiedExpression method
        && (!method.name().name().equals("release")
          || acquire.file().methodCall(use).filter(this::isOfOtherHold).isPresent())
        || use.is(Use.How.TESTED, Use.How.ENTERED))
      && isOwnedHere();
  }

  /** The function of the release has acquired the lock itself before. */
  private boolean isOfOtherHold(CallInfo release) {
    return release.function() != acquire.function() && uses.stream().map(acquire.file()::methodCall)
      .flatMap(Optional::stream)
      .anyMatch(call -> call.simpleName().equals("acquire") && call.function() == release.function()
        && Trees.isBefore(call.tree(), release.tree()));
  }

  private boolean isOwnedHere() {
    if (receiver instanceof QualifiedExpression qualified) {
      return AttributeInfo.of(acquire.file(), qualified)
        .filter(attribute -> !ForeignBases.mayClose(attribute.owner()) && !attribute.assignments().isEmpty()
          && attribute.mentionsElsewhere().isEmpty())
        .isPresent();
    }
    return receiver instanceof Name name && isMadeHere(acquire, name);
  }

  private List<CallInfo> releases() {
    return uses.stream().map(acquire.file()::methodCall).flatMap(Optional::stream)
      .filter(call -> call.simpleName().equals("release")).toList();
  }

  /** The first release after the acquisition in the same function. */
  public Optional<CallInfo> firstRelease() {
    return releases().stream()
      .filter(call -> call.function() == acquire.function() && Trees.endsBefore(acquire.tree(), call.tree()))
      .findFirst();
  }

  /**
   * What may go wrong between the acquisition and the first release, when no release stands in a {@code finally} or
   * elsewhere.
   */
  public Optional<Tree> riskBeforeRelease() {
    boolean isSafe = releases().stream()
      .anyMatch(call -> call.function() == acquire.function()
        ? StraightPath.isOnErrorPath(call.tree())
        : !isOfOtherHold(call));
    return isSafe
      ? Optional.empty()
      : firstRelease().flatMap(release -> StraightPath.firstRisk(acquire, release, call -> false));
  }
}
