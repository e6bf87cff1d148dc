package org.usingasyncio.model;

import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.function.Function;
import org.sonar.plugins.python.api.PythonVisitorContext;

/**
 * The model of the file that a thread is working on, for as long as rules ask for it: SonarPython runs all rules on one
 * file before it goes on to the next. The model holds the whole syntax tree, and to keep it while the next file is parsed
 * makes each pause of the garbage collector longer. So it is let go when as many rules have asked as did for a file before;
 * one that asks later still finds it, or has it made again.
 */
final class CurrentModel {

  /** The one static cache of the plugin. */
  private static final ThreadLocal<CurrentModel> CURRENT = new ThreadLocal<>();

  private Reference<FileModel> model = new WeakReference<>(null);
  private int asked;
  private int mostAsked;

  CurrentModel() {}

  /** The model that the last rule got for the same syntax tree, or a new one. */
  static FileModel of(PythonVisitorContext context, Function<PythonVisitorContext, FileModel> make) {
    CurrentModel current = CURRENT.get();
    if (current == null) {
      current = new CurrentModel();
      CURRENT.set(current);
    }
    return current.get(context, make);
  }

  private FileModel get(PythonVisitorContext context, Function<PythonVisitorContext, FileModel> make) {
    FileModel known = model.get();
    if (known == null || known.tree() != context.rootTree()) {
      known = make.apply(context);
      model = new SoftReference<>(known);
      mostAsked = Math.max(mostAsked, asked);
      asked = 0;
    }
    asked++;
    if (asked == mostAsked) {
      model = new WeakReference<>(known);
    }
    return known;
  }
}
