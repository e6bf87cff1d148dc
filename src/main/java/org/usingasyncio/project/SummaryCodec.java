package org.usingasyncio.project;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.usingasyncio.reach.Passing;

/**
 * Writes summaries to the bytes of SonarQube's analysis cache and reads them back. A text is written once for each file,
 * small numbers take one byte.
 */
final class SummaryCodec {

  /** Changes whenever the format does, so that a cache of another version of the plugin is not read. */
  static final int VERSION = 8;

  private SummaryCodec() {}

  // ---- writing ----------------------------------------------------------------------------------------------------

  static byte[] write(FileSummary file) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(VERSION);
      new Writer(out).write(file);
    } catch (IOException impossible) {
      throw new IllegalStateException("Bytes in memory cannot be written.", impossible);
    }
    return bytes.toByteArray();
  }

  private interface Part<T> {
    void write(T part) throws IOException;
  }

  private static final class Writer {

    private final DataOutputStream out;
    private final Map<String, Integer> known = new HashMap<>();

    Writer(DataOutputStream out) {
      this.out = out;
    }

    void write(FileSummary file) throws IOException {
      text(file.uri());
      text(file.module());
      number(file.names().size());
      for (Map.Entry<String, String> name : file.names().entrySet()) {
        text(name.getKey());
        text(name.getValue());
      }
      list(file.starImports(), this::text);
      out.writeBoolean(file.exported() != null);
      if (file.exported() != null) {
        list(file.exported(), this::text);
      }
      list(file.functions(), this::function);
      list(file.classes(), this::type);
      list(file.marks(), mark -> {
        number(mark.kind().ordinal());
        text(mark.text());
        span(mark.span());
      });
      list(file.handovers(), handover -> {
        text(handover.target());
        span(handover.span());
        number(handover.where().ordinal());
      });
      list(file.ends(), this::text);
      list(file.suspicions(), this::suspicion);
    }

    private void function(FunctionSummary function) throws IOException {
      text(function.name());
      span(function.place());
      span(function.span());
      number(bits(function.traits()));
      values(function.parameters());
      list(function.calls(), call -> {
        text(call.target());
        text(call.written());
        span(call.span());
        number(bits(call.effects()));
        number(bits(call.traits()));
        values(call.passing().needs());
        list(call.passing().given(), given -> {
          text(given.keyword());
          value(given.values());
          text(given.parameter());
        });
      });
      list(function.touches(), touch -> {
        text(touch.state());
        number(touch.kind().ordinal());
        text(touch.written());
        span(touch.span());
        out.writeBoolean(touch.isGuarded());
      });
    }

    private void values(Map<String, Integer> values) throws IOException {
      number(values.size());
      for (Map.Entry<String, Integer> parameter : values.entrySet()) {
        text(parameter.getKey());
        value(parameter.getValue());
      }
    }

    /** Three bits are enough where no constant is named. */
    private void value(int value) throws IOException {
      boolean isWhole = (value & Passing.TRUE) == Passing.TRUE;
      number(value & 3 | (isWhole ? 4L : (value & (long) Passing.TRUE) << 1));
    }

    private void type(ClassSummary type) throws IOException {
      text(type.name());
      list(type.bases(), this::text);
      list(type.methods(), this::text);
      list(type.ends(), this::text);
      out.writeBoolean(type.isOpen());
    }

    private void suspicion(Suspicion suspicion) throws IOException {
      text(suspicion.rule());
      number(suspicion.question().ordinal());
      text(suspicion.subject());
      span(suspicion.span());
      text(suspicion.message());
      list(suspicion.evidence(), note -> {
        span(note.span());
        text(note.text());
      });
      list(suspicion.details(), this::text);
    }

    private <T> void list(List<T> parts, Part<T> each) throws IOException {
      number(parts.size());
      for (T part : parts) {
        each.write(part);
      }
    }

    private void text(String text) throws IOException {
      Integer number = known.putIfAbsent(text, known.size());
      if (number == null) {
        number(0);
        out.writeUTF(text);
      } else {
        number(number + 1L);
      }
    }

    private void span(Span span) throws IOException {
      number(span.line());
      number(span.column());
      number(span.endLine() - (long) span.line());
      number(span.endColumn());
    }

    private void number(long number) throws IOException {
      long left = number;
      while (left > 0x7f) {
        out.writeByte((int) (left & 0x7f | 0x80));
        left >>>= 7;
      }
      out.writeByte((int) left);
    }
  }

  private static long bits(Set<? extends Enum<?>> set) {
    return set.stream().mapToLong(constant -> 1L << constant.ordinal()).sum();
  }

  // ---- reading ----------------------------------------------------------------------------------------------------

  /** The summary in the bytes; empty when another version of the plugin wrote them, or when they are damaged. */
  static Optional<FileSummary> read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return in.readInt() == VERSION ? Optional.of(new Reader(in).file()) : Optional.empty();
    } catch (IOException | RuntimeException damaged) {
      return Optional.empty();
    }
  }

  private interface Source<T> {
    T read() throws IOException;
  }

  private static final class Reader {

    private final DataInputStream in;
    private final Sets<FunctionSummary.Trait> traits = new Sets<>(FunctionSummary.Trait.class);
    private final Sets<CallSummary.Effect> effects = new Sets<>(CallSummary.Effect.class);
    private final Sets<CallSummary.Trait> callTraits = new Sets<>(CallSummary.Trait.class);
    private final List<String> known = new ArrayList<>();

    Reader(DataInputStream in) {
      this.in = in;
    }

    FileSummary file() throws IOException {
      String uri = text();
      String module = text();
      Map<String, String> names = new LinkedHashMap<>();
      for (int left = count(); left > 0; left--) {
        names.put(text(), text());
      }
      return new FileSummary(uri, module, names, list(this::text), in.readBoolean() ? list(this::text) : null,
        list(this::function), list(this::type),
        list(() -> new Mark(Mark.Kind.values()[count()], text(), span())),
        list(() -> new HandoverSummary(text(), span(), HandoverSummary.Where.values()[count()])),
        list(this::text), list(this::suspicion));
    }

    private FunctionSummary function() throws IOException {
      return new FunctionSummary(text(), span(), span(), traits.of(number()), values(), list(this::call),
        list(() -> new TouchSummary(text(), TouchSummary.Kind.values()[count()], text(), span(), in.readBoolean())));
    }

    private CallSummary call() throws IOException {
      return new CallSummary(text(), text(), span(), effects.of(number()), callTraits.of(number()),
        new Passing(values(), list(() -> new Passing.Given(text(), value(), text()))));
    }

    private Map<String, Integer> values() throws IOException {
      Map<String, Integer> values = new LinkedHashMap<>();
      for (int left = count(); left > 0; left--) {
        values.put(text(), value());
      }
      return values;
    }

    private int value() throws IOException {
      long number = number();
      return (int) (number & 3 | ((number & 4) == 0 ? number >> 1 & Passing.TRUE : Passing.TRUE));
    }

    private ClassSummary type() throws IOException {
      return new ClassSummary(text(), list(this::text), list(this::text), list(this::text), in.readBoolean());
    }

    private Suspicion suspicion() throws IOException {
      return new Suspicion(text(), Suspicion.Question.values()[count()], text(), span(), text(),
        list(() -> new Suspicion.Note(span(), text())), list(this::text));
    }

    private <T> List<T> list(Source<T> each) throws IOException {
      int size = count();
      if (size == 0) {
        return List.of();
      }
      List<T> found = new ArrayList<>(Math.min(size, 1 << 12));
      for (int left = size; left > 0; left--) {
        found.add(each.read());
      }
      return found;
    }

    private String text() throws IOException {
      int number = count();
      if (number > 0) {
        return known.get(number - 1);
      }
      String text = in.readUTF();
      known.add(text);
      return text;
    }

    private Span span() throws IOException {
      int line = count();
      int column = count();
      return new Span(line, column, line + count(), count());
    }

    private int count() throws IOException {
      return (int) number();
    }

    private long number() throws IOException {
      long number = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        int next = in.readUnsignedByte();
        number |= (long) (next & 0x7f) << shift;
        if (next < 0x80) {
          return number;
        }
      }
      throw new IOException("A number has too many bytes.");
    }
  }

  /** One set for each combination, however many functions and calls of a file have it. */
  static final class Sets<E extends Enum<E>> {

    private final Class<E> type;
    private final Map<Long, Set<E>> known = new HashMap<>();

    Sets(Class<E> type) {
      this.type = type;
    }

    Set<E> of(Set<E> set) {
      return of(bits(set));
    }

    private Set<E> of(long bits) {
      return known.computeIfAbsent(bits, key -> {
        Set<E> set = EnumSet.noneOf(type);
        for (E constant : type.getEnumConstants()) {
          if ((key & 1L << constant.ordinal()) != 0) {
            set.add(constant);
          }
        }
        return Collections.unmodifiableSet(set);
      });
    }
  }
}
