/** What runs on the event loop, and what reaches what: in a file, then in the project. Knows neither trees nor rules. */
package org.usingasyncio.reach;
