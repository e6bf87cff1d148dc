package org.usingasyncio.checks.libraries;

import java.util.Locale;
import org.sonar.check.Rule;
import org.usingasyncio.checks.AsyncioCheck;
import org.usingasyncio.checks.Findings;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.SqlStatements;
import org.usingasyncio.model.SqlStatements.Statement;
import org.usingasyncio.model.Transactions;

/**
 * Reports two writes on one connection of a driver that commits each by itself, with no transaction around them: an error
 * or a cancellation between the two leaves the data half changed. Reports transactions that are begun by hand where
 * nothing rolls them back.
 * <p>
 * Silent: a transaction is open, here or perhaps in the caller who passes the connection; drivers that commit only when
 * told to; writes of which a run makes only one.
 */
@Rule(key = "UA609")
public final class WritesWithoutTransactionCheck extends AsyncioCheck {

  @Override
  protected void review(FileModel file, Findings findings) {
    Transactions.loose(file).forEach(writes -> findings
      .at(writes.second().call().callee(),
        "Put \"%s\" and the write before it into one transaction, so that both happen or neither does.",
        writes.second().call().writtenName())
      .because(writes.first().call().callee(), "this write is committed by itself"));
    SqlStatements.of(file).stream().filter(Statement::isBegin)
      // the driver's own way to open a transaction
      .filter(begin -> begin.call().function().owner().isEmpty() || !begin.call().function().name()
        .toLowerCase(Locale.ROOT).matches(".*begin.*|.*(transaction|savepoint)|start|__aenter__"))
      .filter(begin -> !Transactions.isRolledBack(begin.call()))
      .forEach(begin -> findings
        .at(begin.literal(),
          "Open the transaction with the context manager of the driver instead of sending \"BEGIN\"."));
    Transactions.startedByHand(file).forEach(start -> findings
      .at(start.callee(), "Roll back on an error what \"%s\" begins, or open the transaction with \"async with\".",
        start.writtenName()));
  }
}
