/** The findings as debt: metrics, and how they are computed from issues. */
package org.usingasyncio.debt;
