package org.usingasyncio.project;

import java.util.List;

/**
 * A class of a file.
 *
 * @param name the qualified name, with the module's
 * @param bases the qualified names of its bases
 * @param methods the names of the methods that its body defines
 */
public record ClassSummary(String name, List<String> bases, List<String> methods) {}
