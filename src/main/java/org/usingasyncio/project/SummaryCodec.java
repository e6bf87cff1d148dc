package org.usingasyncio.project;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes summaries to the bytes of SonarQube's analysis cache and reads them back. */
final class SummaryCodec {

  /** Changes whenever the format does, so that a cache of another version of the plugin is not read. */
  static final int VERSION = 3;

  private SummaryCodec() {}

  static byte[] write(FileSummary file) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(VERSION);
      out.writeUTF(file.uri());
      out.writeUTF(file.module());
      out.writeInt(file.names().size());
      for (Map.Entry<String, String> name : file.names().entrySet()) {
        out.writeUTF(name.getKey());
        out.writeUTF(name.getValue());
      }
      write(out, file.starImports());
      out.writeBoolean(file.exported() != null);
      if (file.exported() != null) {
        write(out, file.exported());
      }
      out.writeInt(file.functions().size());
      for (FunctionSummary function : file.functions()) {
        write(out, function);
      }
      out.writeInt(file.classes().size());
      for (ClassSummary type : file.classes()) {
        out.writeUTF(type.name());
        write(out, type.bases());
        write(out, type.methods());
      }
      out.writeInt(file.marks().size());
      for (Mark mark : file.marks()) {
        out.writeByte(mark.kind().ordinal());
        out.writeUTF(mark.text());
        write(out, mark.span());
      }
    } catch (IOException impossible) {
      throw new IllegalStateException("Bytes in memory cannot be written.", impossible);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, FunctionSummary function) throws IOException {
    out.writeUTF(function.name());
    write(out, function.span());
    out.writeLong(bits(function.traits()));
    out.writeInt(function.calls().size());
    for (CallSummary call : function.calls()) {
      out.writeUTF(call.target());
      out.writeUTF(call.written());
      write(out, call.span());
      out.writeLong(bits(call.effects()));
      out.writeLong(bits(call.traits()));
      out.writeUTF(call.instead());
    }
  }

  private static void write(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String text : texts) {
      out.writeUTF(text);
    }
  }

  private static void write(DataOutputStream out, Span span) throws IOException {
    out.writeInt(span.line());
    out.writeInt(span.column());
    out.writeInt(span.endLine());
    out.writeInt(span.endColumn());
  }

  private static long bits(Set<? extends Enum<?>> set) {
    return set.stream().mapToLong(constant -> 1L << constant.ordinal()).sum();
  }

  /** The summary in the bytes; empty when another version of the plugin wrote them, or when they are damaged. */
  static Optional<FileSummary> read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readInt() != VERSION) {
        return Optional.empty();
      }
      String uri = in.readUTF();
      String module = in.readUTF();
      Map<String, String> names = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        names.put(in.readUTF(), in.readUTF());
      }
      List<String> starImports = texts(in);
      List<String> exported = in.readBoolean() ? texts(in) : null;
      List<FunctionSummary> functions = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        functions.add(function(in));
      }
      List<ClassSummary> classes = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        classes.add(new ClassSummary(in.readUTF(), texts(in), texts(in)));
      }
      List<Mark> marks = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        marks.add(new Mark(Mark.Kind.values()[in.readByte()], in.readUTF(), span(in)));
      }
      return Optional.of(new FileSummary(uri, module, names, starImports, exported, functions, classes, marks));
    } catch (IOException | RuntimeException damaged) {
      return Optional.empty();
    }
  }

  private static FunctionSummary function(DataInputStream in) throws IOException {
    String name = in.readUTF();
    Span span = span(in);
    Set<FunctionSummary.Trait> traits = set(in.readLong(), FunctionSummary.Trait.class);
    List<CallSummary> calls = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      calls.add(new CallSummary(in.readUTF(), in.readUTF(), span(in), set(in.readLong(), CallSummary.Effect.class),
        set(in.readLong(), CallSummary.Trait.class), in.readUTF()));
    }
    return new FunctionSummary(name, span, traits, calls);
  }

  private static List<String> texts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(in.readUTF());
    }
    return texts;
  }

  private static Span span(DataInputStream in) throws IOException {
    return new Span(in.readInt(), in.readInt(), in.readInt(), in.readInt());
  }

  private static <E extends Enum<E>> Set<E> set(long bits, Class<E> type) {
    Set<E> set = EnumSet.noneOf(type);
    for (E constant : type.getEnumConstants()) {
      if ((bits & 1L << constant.ordinal()) != 0) {
        set.add(constant);
      }
    }
    return set;
  }
}
