import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import lu.luz.jzopfli.ZopfliH;
import lu.luz.jzopfli.Zopfli_lib;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * Writes the entries of a jar anew, compressed with Zopfli, which takes longer than {@code java.util.zip} and needs less
 * room, and with one time for all.
 * <p>
 * {@code java Repack.java FROM TO TIME}: the time as in {@code 2026-01-01T00:00:00Z}
 */
final class Repack {

  /** Bytes from which an entry is searched for the best blocks; for smaller ones the search takes long and gains little. */
  private static final int LARGE = 1500;

  private Repack() {}

  public static void main(String[] words) throws IOException {
    // a jar has the time of day without a zone
    LocalDateTime time = LocalDateTime.ofInstant(Instant.parse(words[2]), ZoneOffset.UTC);
    long millis = time.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli();
    try (ZipFile from = new ZipFile(words[0]); ZipArchiveOutputStream to = new ZipArchiveOutputStream(Path.of(words[1]))) {
      to.setUseZip64(Zip64Mode.Never);
      List<? extends ZipEntry> entries = from.stream().filter(entry -> !entry.isDirectory()).toList();
      List<byte[]> contents = new ArrayList<>();
      for (ZipEntry entry : entries) {
        contents.add(from.getInputStream(entry).readAllBytes());
      }
      List<byte[]> all = contents.parallelStream().map(Repack::packed).toList();
      for (int i = 0; i < entries.size(); i++) {
        ZipEntry entry = entries.get(i);
        byte[] content = contents.get(i);
        byte[] packed = all.get(i);
        ZipArchiveEntry copy = new ZipArchiveEntry(entry.getName());
        copy.setMethod(ZipEntry.DEFLATED);
        copy.setSize(content.length);
        copy.setCompressedSize(packed.length);
        copy.setCrc(entry.getCrc());
        copy.setTime(millis);
        to.addRawArchiveEntry(copy, new ByteArrayInputStream(packed));
      }
    }
  }

  private static byte[] packed(byte[] content) {
    ZopfliH.ZopfliOptions options = new ZopfliH.ZopfliOptions();
    options.numiterations = 5;
    options.blocksplitting = content.length >= LARGE;
    options.blocksplittingmax = 5;
    byte[][] packed = {new byte[0]};
    int[] length = {0};
    Zopfli_lib.ZopfliCompress(options, ZopfliH.ZopfliFormat.ZOPFLI_FORMAT_DEFLATE, content, content.length, packed, length);
    byte[] result = Arrays.copyOf(packed[0], length[0]);
    if (!Arrays.equals(content, unpacked(result, content.length))) {
      throw new IllegalStateException("Zopfli has not kept what it packed.");
    }
    return result;
  }

  private static byte[] unpacked(byte[] packed, int length) {
    Inflater inflater = new Inflater(true);
    inflater.setInput(packed);
    byte[] content = new byte[length];
    try {
      int read = inflater.inflate(content);
      return read == length && (length > 0 || inflater.finished()) ? content : new byte[0];
    } catch (DataFormatException broken) {
      throw new IllegalStateException("Zopfli has packed what nothing unpacks.", broken);
    } finally {
      inflater.end();
    }
  }
}
