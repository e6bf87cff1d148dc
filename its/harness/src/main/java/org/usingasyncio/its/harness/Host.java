package org.usingasyncio.its.harness;

import java.util.List;
import java.util.Properties;

/** Where a server runs: as processes of this machine, or in a container. */
interface Host {

  /** Starts it; returns as soon as it is on its way. */
  void start();

  boolean isAlive();

  /** Stops it and all it started; returns when that is done. */
  void stop();

  /** Everything it has logged so far. */
  List<String> log();

  /** Where a person finds the log. */
  String logPlace();

  /** What {@link Servers} needs to find it again in another run. */
  void describe(Properties state);
}
