package org.usingasyncio.project;

import java.util.List;

/**
 * An issue that a file would report if no other file said otherwise, or could only report with another one. The project
 * phase decides.
 *
 * @param rule the key of the rule, for example {@code UA410}
 * @param question what the file does not know
 * @param subject the qualified name of what the question is about: a class, a function or a variable of a module
 * @param span where the issue would be
 * @param message what it would say
 * @param evidence the secondary locations in the file itself
 * @param details what else the question needs
 */
public record Suspicion(String rule, Question question, String subject, Span span, String message,
  List<Note> evidence, List<String> details) {

  public enum Question {
    /** Does another class of the family close or cancel the attribute? Details: the attribute. */
    ENDED_BY_FAMILY,
    /** Does another file close the variable of the module? */
    ENDED_ELSEWHERE,
    /** Does a subclass replace the methods that cancel the task? Details: the attribute, then the methods. */
    STOP_REPLACED,
    /** Is the function called again and again, by whomever? */
    CALLED_AGAIN,
    /** Is it, where the file takes it for so as long as it knows no caller? */
    CALLED_AGAIN_PERHAPS,
    /** Does the function do I/O without a limit? */
    UNLIMITED,
    /** Does another file start the coroutine as a task that nobody waits for? */
    LEFT_ALONE
  }

  /** A secondary location in the file itself. */
  public record Note(Span span, String text) {}
}
