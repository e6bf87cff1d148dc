/** The pages that show the debt; their scripts stand in {@code src/main/resources/static}. */
package org.usingasyncio.review;
