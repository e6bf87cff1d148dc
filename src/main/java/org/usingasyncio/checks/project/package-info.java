/** What rules can only report after the last file: one class per rule, queries on the project model. */
package org.usingasyncio.checks.project;
