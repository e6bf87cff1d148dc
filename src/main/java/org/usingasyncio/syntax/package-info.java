/** Small helpers for SonarPython's syntax tree; no other package repeats them. */
package org.usingasyncio.syntax;
