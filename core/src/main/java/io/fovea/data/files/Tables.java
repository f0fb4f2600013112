package io.fovea.data.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tab-separated tables with a header, as pandas writes them: a field may stand in quotes, then it
 * may hold tabs and line breaks, and its own quotes are doubled. A row becomes an object of texts;
 * empty fields are left out.
 */
public final class Tables {

    private Tables() {}

    /**
     * Opens a table.
     *
     * @throws DataError when there is no such file
     */
    public static RecordFile open(Path file, Findings findings, RecordCheck check) {
        Texts.firstCharacter(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return new Scan(file, findings, check).run(in);
        } catch (IOException e) {
            throw new DataError(file + " cannot be read: " + e, e);
        }
    }

    /** The fields of a row. */
    static List<String> fields(String row) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean start = true;
        for (int i = 0; i < row.length(); i++) {
            char c = row.charAt(i);
            if (quoted && c == '"' && i + 1 < row.length() && row.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"' && (quoted || start)) {
                quoted = !quoted;
                start = false;
            } else if (c == '\t' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
                start = true;
            } else {
                field.append(c);
                start = false;
            }
        }
        fields.add(field.toString());
        return fields;
    }

    /** One pass over a file. */
    private static final class Scan {

        private final Path file;
        private final Findings findings;
        private final RecordCheck check;
        private final ByteArrayOutputStream row = new ByteArrayOutputStream();
        private final List<String> header = new ArrayList<>();
        private final RecordFile.Builder builder;
        private long length;

        Scan(Path file, Findings findings, RecordCheck check) {
            this.file = file;
            this.findings = findings;
            this.check = check;
            builder = RecordFile.builder(file, this::record);
        }

        RecordFile run(InputStream in) throws IOException {
            long at = 0;
            long start = 0;
            long line = 1;
            long first = 1;
            boolean quoted = false;
            int before = '\t';
            int c;
            while ((c = in.read()) >= 0) {
                at++;
                line += c == '\n' ? 1 : 0;
                if (c == '\n' && !quoted) {
                    end(start, first);
                    start = at;
                    first = line;
                    before = '\t';
                    continue;
                }
                if (c == '"' && (quoted || before == '\t' || before == '"')) {
                    quoted = !quoted;
                }
                before = c;
                length++;
                if (length <= Texts.LONGEST) {
                    row.write(c);
                }
            }
            end(start, first);
            return builder.build();
        }

        private void end(long start, long line) {
            try {
                if (length > Texts.LONGEST) {
                    throw new BadRecord(
                            "a row of "
                                    + (length >> 20)
                                    + " MB; at most "
                                    + (Texts.LONGEST >> 20)
                                    + " MB are read; is a quote open?");
                }
                byte[] bytes = row.toByteArray();
                if (header.isEmpty()) {
                    String names = Texts.text(bytes).replace("\uFEFF", "").stripTrailing();
                    header.addAll(fields(names));
                } else if (length > 0 && check.keep(record(bytes), line)) {
                    builder.add(start, bytes.length, line);
                }
            } catch (BadRecord e) {
                findings.add(file, line, e.what());
            }
            row.reset();
            length = 0;
        }

        private JsonNode record(byte[] bytes) {
            String text = Texts.text(bytes);
            List<String> fields =
                    fields(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
            if (fields.size() != header.size()) {
                throw new BadRecord(
                        "a row of " + fields.size() + " fields under a header of " + header.size());
            }
            ObjectNode record = JsonNodeFactory.instance.objectNode();
            for (int i = 0; i < fields.size(); i++) {
                if (!fields.get(i).isEmpty()) {
                    record.put(header.get(i), fields.get(i));
                }
            }
            return record;
        }
    }
}
