/** The facts of one file: immutable, learned in one walk, shared by all rules. A rule is a query on them. */
package org.usingasyncio.model;
