/** Typed questions to the library facts in {@code src/main/resources/knowledge}. */
package org.usingasyncio.knowledge;
