package org.usingasyncio.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.plugins.python.api.tree.*;
import org.usingasyncio.names.Value;
import org.usingasyncio.syntax.Trees;

/** The requests of a file made with a session of aiohttp, and what becomes of their responses. */
public final class Responses {

  private static final String RESPONSE = "aiohttp.ClientResponse";
  /** What the head of a response tells; its body stays where it is. */
  private static final Set<String> HEAD = Set.of("status", "ok", "reason", "headers", "url", "real_url", "method",
    "cookies", "history", "raise_for_status",
    "content_type", "content_length", "charset", "raw_headers", "version", "host", "request_info", "links", "closed");
  private static final Set<String> BODY = Set.of("read", "text", "json", "content");

  private final List<CallInfo> unread = new ArrayList<>();
  private final List<CallInfo> unawaited = new ArrayList<>();
  private final List<LateRead> lateReads = new ArrayList<>();

  /** A read of the body after the {@code async with} that released the response. */
  public record LateRead(QualifiedExpression read, WithStatement statement, String response) {}

  private Responses(FileModel file) {
    for (CallInfo call : file.calls().ofLibraries()) {
      boolean isRequest = call.result() instanceof Value.Awaitable awaitable
        && awaitable.result().typeName().filter(RESPONSE::equals).isPresent()
        && call.fact().filter(fact -> fact.name().startsWith("aiohttp.")).isPresent();
      // the response to HEAD has no body: its connection is free at once
      if (isRequest && !call.simpleName().equals("head")) {
        classify(file, call);
      }
    }
    file.nodes(WithStatement.class, Tree.Kind.WITH_STMT)
      .forEach(statement -> statement.withItems().forEach(item -> addLateReads(file, statement, item)));
  }

  public static Responses of(FileModel file) {
    return file.facts(Responses.class, Responses::new);
  }

  /** Awaited requests whose response is neither entered, read, released nor handed on. */
  public List<CallInfo> unread() {
    return unread;
  }

  /** Requests that are neither awaited nor entered, but used as if they were responses. */
  public List<CallInfo> unawaited() {
    return unawaited;
  }

  public List<LateRead> lateReads() {
    return lateReads;
  }

  private void classify(FileModel file, CallInfo call) {
    if (!ResourceInfo.isRun(call)) {
      Life life = Life.of(file, call.tree());
      if (!life.isStored() && life.attributes().isEmpty() && life.globals().isEmpty() && !life.uses().isEmpty()
        && life.uses().stream().allMatch(use -> isHead(use) || isBody(use))) {
        unawaited.add(call);
      }
      return;
    }
    Life life = Life.of(file, ResourceInfo.madeBy(call));
    boolean isLocal = !life.isStored() && life.attributes().isEmpty() && life.globals().isEmpty();
    boolean onlyHead = life.uses().stream().allMatch(use -> isHead(use) || use.is(Use.How.TESTED, Use.How.DROPPED));
    if (isLocal && onlyHead && !isClosedSoon(file, call)) {
      unread.add(call);
    }
  }

  private static boolean isHead(Use use) {
    return use.is(Use.How.CHAINED) && use.site() instanceof QualifiedExpression member
      && HEAD.contains(member.name().name());
  }

  private static boolean isBody(Use use) {
    return use.is(Use.How.CHAINED) && use.site() instanceof QualifiedExpression member
      && BODY.contains(member.name().name());
  }

  /** A session that the same function closes right after a few requests takes their connections with it. */
  private static boolean isClosedSoon(FileModel file, CallInfo call) {
    String written = call.receiver().map(Trees::source).orElse("");
    boolean isClosedHere = call.function().calls().stream().anyMatch(other -> other.simpleName().equals("close")
      && other.receiver().map(Trees::source).filter(written::equals).isPresent());
    if (isClosedHere && !call.isRepeated()) {
      return true;
    }
    return !call.isRepeated() && call.receiver().map(Trees::bare).filter(Name.class::isInstance).map(Name.class::cast)
      .filter(session -> file.names().reaching(session).stream()
        .anyMatch(
          binding -> binding.site() instanceof WithItem && Trees.scopeOf(binding.target()) == call.function().tree()))
      .isPresent();
  }

  private void addLateReads(FileModel file, WithStatement statement, WithItem item) {
    if (!(item.expression() instanceof Name name) || file.names().typeOf(name).filter(RESPONSE::equals).isEmpty()) {
      return;
    }
    Optional<Variable> variable = Variable.of(name);
    if (variable.isEmpty()) {
      return;
    }
    List<Name> reads = variable.get().reads().stream()
      .filter(read -> file.names().reaching(read).stream().allMatch(binding -> binding.target() == name)).toList();
    boolean isReadInside = reads.stream().anyMatch(read -> Trees.isInside(read, statement) && !isHead(Use.of(read)));
    if (isReadInside) {
      return;
    }
    reads.stream().filter(read -> Trees.endsBefore(statement, read) && Trees.scopeOf(read) == Trees.scopeOf(name))
      .map(Use::of).filter(Responses::isBody)
      .forEach(use -> lateReads.add(new LateRead((QualifiedExpression) use.site(), statement, name.name())));
  }
}
