package org.usingasyncio.checks.resilience;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sonar.check.Rule;
import org.sonar.plugins.python.api.tree.Expression;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.knowledge.Fact;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.Holding;
import org.usingasyncio.syntax.Literals;

/**
 * Reports a pool or client whose number of connections is left to the driver or not limited at all, and one whose minimum
 * is above its maximum.
 * <p>
 * Silent: the limit is written out or may hide in {@code **options}; drivers whose pool comes with a documented bound that
 * includes overflow (SQLAlchemy, MongoDB). Connectors of aiohttp belong to UA603.
 */
@Rule(key = "UA707")
public final class PoolWithoutLimitCheck extends AsyncioCheck {

  /** Names of the arguments for the least number of connections, with what holds when nothing is said. */
  private static final Map<String, Long> MINIMUM = Map.of(
    "asyncpg.create_pool", 10L, "aiomysql.create_pool", 1L, "aiopg.create_pool", 1L, "asyncmy.create_pool", 1L,
    "psycopg_pool.AsyncConnectionPool", 4L);

  private static final String SQLALCHEMY = "sqlalchemy.ext.asyncio.create_async_engine";

  @Override
  protected void review(FileModel file, Findings findings) {
    for (CallInfo call : file.calls().ofLibraries().or(file.calls().to("httpx.Limits", SQLALCHEMY))) {
      if (call.isTo("httpx.Limits")) {
        reviewLimits(call, findings);
      } else if (call.isTo(SQLALCHEMY)) {
        reviewEngine(call, findings);
      } else {
        call.fact().filter(PoolWithoutLimitCheck::isReviewed).filter(fact -> !servesOnce(call))
          .ifPresent(fact -> reviewPool(call, fact, findings));
      }
    }
  }

  /** A pool that its function opens, takes one connection from, and closes opens no more than it needs. */
  private static boolean servesOnce(CallInfo call) {
    Holding holding = Holding.of(call);
    return !holding.escapes() && holding.passedTo().isEmpty() && !holding.isShared() && !call.isRepeated()
      && holding.calls(List.of("close", "wait_closed", "aclose", "terminate", "disconnect")).size() == 1
      && holding.calls(List.of()).stream().anyMatch(use -> use.simpleName().matches("a?close|terminate|disconnect"));
  }

  private static boolean isReviewed(Fact fact) {
    return fact.limit().argument().isPresent() && !fact.name().startsWith("sqlalchemy.")
      && !fact.name().startsWith("pymongo.")
      && !fact.name().startsWith("psycopg_pool.ConnectionPool");
  }

  private static void reviewPool(CallInfo call, Fact fact, Findings findings) {
    String argument = fact.limit().argument().get();
    Optional<Expression> limit = call.argument(-1, argument);
    // a client that is given its pool has the limit of that pool; Motor's own, 100, is meant to be kept
    if (limit.isEmpty() && (fact.name().startsWith("motor.") || !call.lacks(-1, argument)
      || !call.lacks(-1, "connection_pool"))) {
      return;
    }
    if (limit.isEmpty()) {
      if (isAboveDefault(call, fact)) {
        reportMinimum(call, argument, findings);
      } else {
        findings.at(call.callee(), "Pass \"%s\" to \"%s\": the number of connections is left to the driver.", argument,
          call.writtenName());
      }
      // None gives this pool as many as min_size
    } else if (isOff(limit.get()) && !fact.name().startsWith("psycopg_pool.")) {
      findings.at(limit.get(), "Set \"%s\" to a number that the server can bear: this value switches the limit off.",
        argument);
    } else {
      OptionalLong most = Literals.integer(limit.get());
      long least = minimum(call, fact);
      if (most.isPresent() && least > most.getAsLong()) {
        findings.at(limit.get(), "Set \"%s\" to at least the least number of connections, which is %d.", argument,
          least);
      }
    }
  }

  private static boolean isAboveDefault(CallInfo call, Fact fact) {
    OptionalLong most = fact.limit().byDefault().filter(text -> text.matches("\\d+")).map(Long::parseLong)
      .map(OptionalLong::of).orElse(OptionalLong.empty());
    return most.isPresent() && minimum(call, fact) > most.getAsLong();
  }

  private static long minimum(CallInfo call, Fact fact) {
    Optional<Expression> written = call.argument(-1, "min_size").or(() -> call.argument(-1, "minsize"));
    return written.isPresent() ? Literals.integer(written.get()).orElse(0) : MINIMUM.getOrDefault(fact.name(), 0L);
  }

  private static void reportMinimum(CallInfo call, String argument, Findings findings) {
    findings.at(call.callee(), "Pass a \"%s\" to \"%s\" that is not below its least number of connections.", argument,
      call.writtenName());
  }

  private static boolean isOff(Expression limit) {
    return Literals.isNone(limit) || Literals.integer(limit).orElse(1) == 0;
  }

  private static void reviewLimits(CallInfo call, Findings findings) {
    Optional<Expression> most = call.argument(-1, "max_connections");
    if (most.isEmpty() && call.lacks(-1, "max_connections")) {
      findings.at(call.callee(),
        "Pass \"max_connections\" to \"%s\": without it the client opens any number of connections.",
        call.writtenName());
    } else if (most.filter(Literals::isNone).isPresent()) {
      findings.at(most.get(),
        "Set \"max_connections\" to a number that the server can bear: None switches the limit off.");
    }
  }

  private static void reviewEngine(CallInfo call, Findings findings) {
    boolean isMigration = call.file().calls().stream()
      .anyMatch(other -> other.name().filter(name -> name.startsWith("alembic.")).isPresent());
    // a migration uses one connection, once
    call.argument(-1, "poolclass").filter(pool -> !isMigration)
      .filter(pool -> call.file().names().nameOf(pool).filter(name -> name.endsWith(".NullPool")).isPresent())
      .ifPresent(pool -> findings.at(pool,
        "Let \"%s\" keep a pool: with \"NullPool\" each use opens a connection, and nothing limits how many.",
        call.writtenName()));
    call.argument(-1, "max_overflow").filter(overflow -> Literals.integer(overflow).orElse(0) == -1)
      .ifPresent(overflow -> findings.at(overflow,
        "Set \"max_overflow\" to a number that the server can bear: -1 switches the limit off."));
    call.argument(-1, "pool_size").filter(size -> Literals.integer(size).orElse(1) == 0)
      .ifPresent(
        size -> findings.at(size, "Set \"pool_size\" to a number that the server can bear: 0 switches the limit off."));
  }
}
