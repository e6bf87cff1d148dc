/**
 * What crosses files: each file leaves a {@link org.usingasyncio.project.FileSummary}, and after the last file the
 * {@link org.usingasyncio.project.ProjectModel} joins them. Nothing of a syntax tree survives its file.
 */
package org.usingasyncio.project;
