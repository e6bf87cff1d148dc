package org.usingasyncio.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.usingasyncio.reach.Passing;

class SummaryCodecTest {

  private static final FileSummary FILE = new FileSummary("file:///shop/orders.py", "shop.orders",
    Map.of("read", "shop.files.read"), List.of(".names"), List.of("total"),
    List.of(new FunctionSummary("shop.orders.total", new Span(3, 10, 3, 15), new Span(3, 0, 3, 5),
      Set.of(FunctionSummary.Trait.ASYNC, FunctionSummary.Trait.ON_LOOP), Map.of("path", Passing.ANY),
      List.of(new CallSummary("open", "open", new Span(4, 9, 4, 13), Set.of(CallSummary.Effect.BLOCKS),
        Set.of(CallSummary.Trait.REPEATED),
        new Passing(Map.of("path", Passing.TRUE), List.of(new Passing.Given("mode", Passing.TRUE, ""))))),
      List.of(new TouchSummary("shop.orders.sold", TouchSummary.Kind.MUTATE, "sold", new Span(5, 4, 5, 8), true)))),
    List.of(new ClassSummary("shop.orders.Basket", List.of("shop.base.Basket"), List.of("total"),
      List.of("close:session"), true)),
    List.of(new Mark(Mark.Kind.ENTRY_POINT, "asyncio.run", new Span(9, 0, 9, 11))),
    List.of(new HandoverSummary("shop.work.run", new Span(300, 4, 301, 140), HandoverSummary.Where.THREAD)),
    List.of("?#session"),
    List.of(new Suspicion("UA410", Suspicion.Question.ENDED_BY_FAMILY, "shop.orders.Basket", new Span(7, 1, 7, 9),
      "Close it.", List.of(new Suspicion.Note(new Span(8, 1, 8, 2), "here")), List.of("session"))));

  @Test
  void reads_what_it_wrote() {
    assertThat(SummaryCodec.read(SummaryCodec.write(FILE))).contains(FILE);
  }

  @Test
  void keeps_the_difference_between_an_empty_and_a_missing_all() {
    FileSummary without = new FileSummary("file:///a.py", "", Map.of(), List.of(), null, List.of(), List.of(),
      List.of(), List.of(), List.of(), List.of());
    FileSummary empty = new FileSummary("file:///a.py", "", Map.of(), List.of(), List.of(), List.of(), List.of(),
      List.of(), List.of(), List.of(), List.of());
    assertThat(SummaryCodec.read(SummaryCodec.write(without))).contains(without);
    assertThat(SummaryCodec.read(SummaryCodec.write(empty))).contains(empty);
  }

  @Test
  void reads_nothing_from_damaged_bytes_or_those_of_another_version() {
    byte[] bytes = SummaryCodec.write(FILE);
    assertThat(SummaryCodec.read(Arrays.copyOf(bytes, bytes.length / 2))).isEmpty();
    assertThat(SummaryCodec.read(new byte[0])).isEmpty();
    bytes[3]++;
    assertThat(SummaryCodec.read(bytes)).isEmpty();
  }

  @Test
  void a_function_takes_less_than_two_kilobytes() {
    assertThat(SummaryCodec.write(FILE)).hasSizeLessThan(2048);
  }
}
