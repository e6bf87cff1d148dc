package org.usingasyncio.project;

import java.util.ArrayList;
import java.util.List;
import org.usingasyncio.model.CallInfo;
import org.usingasyncio.model.DebugMode;
import org.usingasyncio.model.EndlessPrograms;
import org.usingasyncio.model.FileModel;
import org.usingasyncio.model.ProgramFiles;

/** What a file tells about the whole program: where it starts, whether it ends by itself, what handles its signals. */
public final class Marks {

  private Marks() {}

  public static List<Mark> of(FileModel file) {
    List<Mark> found = new ArrayList<>();
    EndlessPrograms endless = EndlessPrograms.of(file);
    endless.programs().forEach(program -> found.add(
      new Mark(Mark.Kind.ENDLESS_ENTRY_POINT, program.run().writtenName(), Span.of(program.start().callee()))));
    if (endless.handlesSignals()) {
      found.add(new Mark(Mark.Kind.HANDLES_SIGNALS, "", Span.of(file.tree())));
    }
    if (ProgramFiles.isProgram(file)) {
      found.add(new Mark(Mark.Kind.PROGRAM, "", Span.of(file.tree())));
    }
    DebugMode debugMode = file.facts(DebugMode.class, DebugMode::new);
    if (debugMode.isDecidedInCode()) {
      found.add(new Mark(Mark.Kind.DEBUG_MODE, "", Span.of(file.tree())));
      return found;
    }
    List<CallInfo> starts = debugMode.entryPoints();
    if (!starts.isEmpty()) {
      // The configuration is that of the project: one entry point beside it speaks for all.
      Mark.Kind kind = debugMode.isSwitchedOnByConfiguration() ? Mark.Kind.DEBUG_MODE : Mark.Kind.ENTRY_POINT;
      starts.forEach(start -> found.add(new Mark(kind, start.writtenName(), Span.of(start.callee()))));
    }
    return found;
  }
}
