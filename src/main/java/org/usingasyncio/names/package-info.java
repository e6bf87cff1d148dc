/**
 * From an expression to the qualified name or type of what it denotes: the only package that touches SonarPython's
 * symbols.
 */
package org.usingasyncio.names;
