package org.usingasyncio.debt;

/** The checklist's levels, the worst first. */
public enum Level {
  CRITICAL, HIGH, MEDIUM, LOW
}
