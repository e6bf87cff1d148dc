package org.usingasyncio.checks.libraries;

import static org.usingasyncio.project.Suspicion.Question.CALLED_AGAIN;
import static org.usingasyncio.project.Suspicion.Question.CALLED_AGAIN_PERHAPS;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sonar.check.Rule;
import org.sonar.check.RuleProperty;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Depth;
import org.usingasyncio.checks.Finding;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.checks.Undecided;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.FunctionInfo;
import org.usingasyncio.model.Holding;
import org.usingasyncio.model.PerCall;
import org.usingasyncio.model.ResourceInfo;
import org.usingasyncio.model.Resources;
import org.usingasyncio.model.Use;
import org.usingasyncio.project.Suspicion;

/**
 * Reports a database connection that is opened for one call and closed after it: each time the server has to accept,
 * authenticate and set up a new one, and nothing limits how many there are.
 * <p>
 * Silent: the connection comes from a pool, is kept, serves a whole batch, or belongs to what runs once.
 */
@Rule(key = "UA607")
public final class ConnectionPerCallCheck extends AsyncioCheck {

  private static final String AGAIN = "this runs again and again";
  private static final String POOL = "Take connections from a pool instead of opening one with \"%s\"%s.";
  private static final Set<String> OPENERS = Set.of("asyncpg.connect", "aiomysql.connect", "aiopg.connect",
    "asyncmy.connect",
    "psycopg.AsyncConnection.connect", "oracledb.connect_async", "mysql.connector.aio.connect", "aioredis.create_redis",
    "aioredis.from_url",
    "aioredis.Redis", "redis.asyncio.Redis", "redis.asyncio.from_url", "redis.asyncio.Redis.from_url");
  /** A pool for one request is no better than a connection. */
  private static final Set<String> POOLS = Set.of("asyncpg.create_pool", "aiomysql.create_pool", "aiopg.create_pool",
    "psycopg_pool.AsyncConnectionPool", "sqlalchemy.ext.asyncio.create_async_engine",
    "motor.motor_asyncio.AsyncIOMotorClient");

  @RuleProperty(key = Depth.KEY, description = Depth.DESCRIPTION, type = "INTEGER", defaultValue = Depth.DEFAULT)
  public String depth = Depth.DEFAULT;

  @Override
  protected void review(FileModel file, Findings findings) {
    PerCall perCall = PerCall.of(file);
    for (ResourceInfo resource : Resources.of(file)) {
      CallInfo opening = resource.opening();
      if (opening.name().filter(POOLS::contains).isPresent() && opening.lacks(-1, "poolclass")) {
        perCall.why(opening)
          .filter(reason -> reason.why() == PerCall.Why.HANDLER || reason.why() == PerCall.Why.CALLED_IN_LOOP)
          .filter(reason -> isClosed(resource) && !Holding.of(opening).escapes())
          .ifPresent(reason -> findings.at(opening.callee(),
            "Keep one \"%s\" for the program instead of making one in each call of \"%s\".", opening.writtenName(),
            opening.function().name()).because(reason.evidence().firstToken(), AGAIN));
      } else if (isReviewed(opening)) {
        Holding holding = Holding.of(opening);
        if (!holding.escapes()) {
          if (!isClosed(resource)) {
            // one that nobody closes is a leak first: UA301
            continue;
          }
          reason(resource, holding, opening, perCall)
            .filter(reason -> !Undecided.isDecidedLater(file) || !perCall.dependsOnCallers(opening))
            .ifPresent(reason -> report(opening, reason, findings));
        } else if (isFactory(opening)) {
          perCall.callsOf(opening.function()).stream()
            .filter(call -> !Holding.of(call).escapes())
            .flatMap(call -> reason(resource, Holding.of(call), call, perCall).stream())
            .findFirst().ifPresent(reason -> report(opening, reason, findings));
        }
      }
    }
  }

  private static boolean isReviewed(CallInfo opening) {
    return opening.name().filter(OPENERS::contains).isPresent() && opening.lacks(-1, "connection_pool");
  }

  private static boolean isClosed(ResourceInfo resource) {
    return resource.isManaged() || !resource.closings().isEmpty();
  }

  /** The connections of functions of which only the callers, perhaps in other files, show how often they run. */
  public static List<Suspicion> undecided(FileModel file) {
    PerCall perCall = PerCall.of(file);
    List<Suspicion> found = new ArrayList<>();
    for (ResourceInfo resource : Resources.of(file)) {
      CallInfo opening = resource.opening();
      if (isReviewed(opening) && isClosed(resource) && perCall.dependsOnCallers(opening)) {
        Holding holding = Holding.of(opening);
        if (!holding.escapes() && !holding.calls(resource.type().closers()).isEmpty()) {
          boolean isGuess = reason(resource, holding, opening, perCall).isPresent();
          found.add(Undecided.suspicion("UA607", isGuess ? CALLED_AGAIN_PERHAPS : CALLED_AGAIN,
            opening.function().qualifiedName(), opening.callee(),
            String.format(POOL, opening.writtenName(), inEachCall(opening)), List.of(),
            Undecided.note(opening.function().definition().orElseThrow().name(), AGAIN)));
        }
      }
    }
    return found;
  }

  private static String inEachCall(CallInfo opening) {
    return " in each call of \"" + opening.function().name() + "\"";
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
    Finding finding = reason.why() == PerCall.Why.LOOP
      ? findings.at(opening.callee(), "Take connections from a pool instead of opening one with \"%s\" in each turn.",
        opening.writtenName())
      : findings.at(opening.callee(), POOL, opening.writtenName(), inEachCall(opening));
    finding.because(reason.evidence().firstToken(),
      reason.why() == PerCall.Why.LOOP ? "each turn opens a connection" : AGAIN);
  }
}
