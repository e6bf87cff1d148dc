package org.usingasyncio.checks.libraries;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.sonar.plugins.python.api.tree.Expression;
import org.sonar.plugins.python.api.tree.IfStatement;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.Fanout;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Holding;
import org.usingasyncio.model.HttpSessions;
import org.usingasyncio.model.IoReach;
import org.usingasyncio.model.Life;
import org.usingasyncio.syntax.Literals;
import org.usingasyncio.syntax.Trees;

/**
 * Reports an aiohttp session that sends the requests of an unbounded fan-out through the connector that aiohttp makes by
 * default, and a connector whose limit is switched off.
 * <p>
 * Silent: a connector is given, or may be; a semaphore, a rate limiter of the same class or batches limit the requests; the number
 * of requests is small.
 */
@Rule(key = "UA603")
public final class SessionConnectionLimitCheck extends AsyncioCheck {

  private static final String EVERY_SESSION = "Report every session without a connector, not only those that are used for a fan-out.";

  @RuleProperty(key = "everySession", description = EVERY_SESSION, defaultValue = "false")
  public boolean everySession = false;

  @Override
  protected void review(FileModel file, Findings findings) {
    file.calls().to("aiohttp.TCPConnector")
      .where(connector -> !servesOneRequest(connector) && !isLimitedByOwner(connector) && !isReplaceable(connector))
      .forEach(connector -> connector.argument(-1, "limit")
        .filter(SessionConnectionLimitCheck::isOff)
        .ifPresent(limit -> findings.at(limit,
          "Set a \"limit\" for \"%s\": with this value it opens any number of connections.", connector.writtenName())));
    Map<CallInfo, Fanout> sessions = new LinkedHashMap<>();
    Fanout.of(file).stream()
      .filter(fanout -> !fanout.isSmall() && !fanout.isLimited())
      .forEach(fanout -> HttpSessions.usedBy(fanout).forEach(session -> sessions.putIfAbsent(session, fanout)));
    for (CallInfo session : HttpSessions.made(file)) {
      if (isAiohttp(session) && session.lacks(-1, "connector")) {
        report(session, sessions.get(session), findings);
      }
    }
  }

  private void report(CallInfo session, Fanout fanout, Findings findings) {
    if (fanout != null) {
      findings
        .at(session.callee(),
          "Give this \"%s\" a \"TCPConnector\" whose \"limit\" fits the server that all these requests go to.",
          session.writtenName())
        .because(fanout.site().callee(), "one request for each element is started here");
    } else if (everySession) {
      findings.at(session.callee(), "Give this \"%s\" a \"TCPConnector\" with a \"limit\".", session.writtenName());
    }
  }

  /** The class that keeps it has a rate limiter, semaphore or lock of its own, through which its requests go. */
  private static boolean isLimitedByOwner(CallInfo connector) {
    IoReach reach = IoReach.of(connector.file());
    return connector.function().owner().stream().flatMap(owner -> owner.allMethods().stream())
      .anyMatch(method -> method.isAsync() && reach.in(method).isPresent() && reach.isLimited(method));
  }

  /** A session that is opened for one request needs one connection, whatever the limit says. */
  private static boolean servesOneRequest(CallInfo connector) {
    FileModel file = connector.file();
    return Life.of(file, connector.tree()).passedTo().stream()
      .filter(call -> isAiohttp(call) && !call.isRepeated()).map(Holding::of)
      .anyMatch(session -> !session.escapes() && !session.isShared() && session.calls(List.of("close")).size() == 1);
  }

  /** What a session of the project's own makes only where nobody passes a connector, as aiohttp's own session does. */
  private static boolean isReplaceable(CallInfo connector) {
    FileModel file = connector.file();
    return !Trees.enclosingInScope(connector.tree(), IfStatement.class).isEmpty()
      && connector.function().owner()
        .filter(type -> file.names().basesOf(type.tree()).stream().flatMap(base -> base.qualifiedName().stream())
          .anyMatch(base -> file.knowledge().isA(base, "aiohttp.ClientSession")))
        .isPresent();
  }

  private static boolean isAiohttp(CallInfo session) {
    return session.result().typeName().filter(type -> session.file().knowledge().isA(type, "aiohttp.ClientSession"))
      .isPresent();
  }

  private static boolean isOff(Expression limit) {
    return Literals.isNone(limit) || Literals.integer(limit).orElse(1) == 0;
  }
}
