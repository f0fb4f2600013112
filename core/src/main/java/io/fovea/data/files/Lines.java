package io.fovea.data.files;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lines: one record each, empty lines between them allowed. */
public final class Lines {

    private Lines() {}

    /**
     * Opens JSON lines.
     *
     * @throws DataError when there is no such file
     */
    public static RecordFile json(Path file, Findings findings, RecordCheck check) {
        return open(file, Texts::json, findings, check);
    }

    /** Opens lines of plain text, each a text node. */
    public static RecordFile text(Path file, Findings findings, RecordCheck check) {
        return open(file, Texts::plain, findings, check);
    }

    private static RecordFile open(
            Path file, RecordFile.Decoder decoder, Findings findings, RecordCheck check) {
        Texts.firstCharacter(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return new Scan(file, decoder, findings, check).run(in);
        } catch (IOException e) {
            throw new DataError(file + " cannot be read: " + e, e);
        }
    }

    /** One pass over a file. */
    private static final class Scan {

        private final Path file;
        private final RecordFile.Decoder decoder;
        private final Findings findings;
        private final RecordCheck check;
        private final RecordFile.Builder builder;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private long length;
        private long number = 1;

        Scan(Path file, RecordFile.Decoder decoder, Findings findings, RecordCheck check) {
            this.file = file;
            this.decoder = decoder;
            this.findings = findings;
            this.check = check;
            builder = RecordFile.builder(file, decoder);
        }

        RecordFile run(InputStream in) throws IOException {
            in.mark(4);
            byte[] head = in.readNBytes(3);
            in.reset();
            long at = Texts.mark(head, head.length);
            in.skipNBytes(at);
            long start = at;
            int c;
            while ((c = in.read()) >= 0) {
                at++;
                if (c == '\n') {
                    end(start);
                    start = at;
                } else {
                    length++;
                    if (length <= Texts.LONGEST) {
                        line.write(c);
                    }
                }
            }
            end(start);
            return builder.build();
        }

        private void end(long start) {
            try {
                if (length > Texts.LONGEST) {
                    throw new BadRecord(
                            "a line of "
                                    + (length >> 20)
                                    + " MB; at most "
                                    + (Texts.LONGEST >> 20)
                                    + " MB are read");
                }
                byte[] bytes = line.toByteArray();
                if (!blank(bytes) && check.keep(decoder.decode(bytes), number)) {
                    builder.add(start, bytes.length, number);
                }
            } catch (BadRecord e) {
                findings.add(file, number, e.what());
            }
            line.reset();
            length = 0;
            number++;
        }

        private static boolean blank(byte[] bytes) {
            for (byte b : bytes) {
                if (b != ' ' && b != '\t' && b != '\r') {
                    return false;
                }
            }
            return true;
        }
    }
}
