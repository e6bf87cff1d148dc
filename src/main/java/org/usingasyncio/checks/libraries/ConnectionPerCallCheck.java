package org.usingasyncio.checks.libraries;

import java.util.Optional;
import java.util.Set;
import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.Holding;
import org.usingasyncio.model.PerCall;
import org.usingasyncio.model.ResourceInfo;
import org.usingasyncio.model.Resources;
import org.usingasyncio.model.Use;

/**
 * Reports a database connection that is opened for one call and closed after it: each time the server has to accept,
 * authenticate and set up a new one, and nothing limits how many there are.
 * <p>
 * Silent: the connection comes from a pool, is kept, serves a whole batch, or belongs to what runs once.
 */
@Rule(key = "UA607")
public final class ConnectionPerCallCheck extends AsyncioCheck {

  private static final Set<String> OPENERS = Set.of("asyncpg.connect", "aiomysql.connect", "aiopg.connect",
    "asyncmy.connect",
    "psycopg.AsyncConnection.connect", "oracledb.connect_async", "mysql.connector.aio.connect", "aioredis.create_redis",
    "aioredis.from_url",
    "aioredis.Redis", "redis.asyncio.Redis", "redis.asyncio.from_url", "redis.asyncio.Redis.from_url");

  @Override
  protected void review(FileModel file, Findings findings) {
    PerCall perCall = PerCall.of(file);
    for (ResourceInfo resource : Resources.of(file)) {
      CallInfo opening = resource.opening();
      if (opening.name().filter(OPENERS::contains).isPresent() && opening.lacks(-1, "connection_pool")) {
        Holding holding = Holding.of(opening);
        if (!holding.escapes()) {
          if (!resource.isManaged() && resource.closings().isEmpty()) {
            // one that nobody closes is a leak first: UA301
            continue;
          }
          reason(resource, holding, opening, perCall).ifPresent(reason -> report(opening, reason, findings));
        } else if (isFactory(opening)) {
          perCall.callsOf(opening.function()).stream()
            .filter(call -> !Holding.of(call).escapes())
            .flatMap(call -> reason(resource, Holding.of(call), call, perCall).stream())
            .findFirst().ifPresent(reason -> report(opening, reason, findings));
        }
      }
    }
  }

  /** {@code async def get_connection(): return await asyncpg.connect(…)} */
  private static boolean isFactory(CallInfo opening) {
    FunctionInfo function = opening.function();
    return function.isCoroutine() && !opening.isRepeated() && opening.use().is(Use.How.AWAITED, Use.How.RETURNED)
      && opening.finalUse().is(Use.How.RETURNED);
  }

  private static Optional<PerCall.Reason> reason(ResourceInfo resource, Holding holding, CallInfo opening,
    PerCall perCall) {
    if (holding.calls(resource.type().closers()).isEmpty()) {
      return Optional.empty();
    }
    return perCall.why(opening).filter(reason -> !servesBatch(holding) || reason.why() == PerCall.Why.HANDLER
      || reason.why() == PerCall.Why.CALLED_IN_LOOP);
  }

  private static boolean servesBatch(Holding holding) {
    return holding.isShared();
  }

  private static void report(CallInfo opening, PerCall.Reason reason, Findings findings) {
    String function = reason.why() == PerCall.Why.LOOP ? "" : " in each call of \"" + opening.function().name() + "\"";
    Finding finding = reason.why() == PerCall.Why.LOOP
      ? findings.at(opening.callee(), "Take connections from a pool instead of opening one with \"%s\" in each turn.",
        opening.writtenName())
      : findings.at(opening.callee(), "Take connections from a pool instead of opening one with \"%s\"%s.",
        opening.writtenName(), function);
    finding.because(reason.evidence().firstToken(),
      reason.why() == PerCall.Why.LOOP ? "each turn opens a connection" : "this runs again and again");
  }
}
