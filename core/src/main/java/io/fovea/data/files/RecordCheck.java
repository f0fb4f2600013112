package io.fovea.data.files;

import com.fasterxml.jackson.databind.JsonNode;

/** Looks at each record of a file once, when the file is opened. */
@FunctionalInterface
public interface RecordCheck {

    /** Every record is kept. */
    RecordCheck NONE = (record, line) -> true;

    /**
     * Looks at a record.
     *
     * @param line where it begins
     * @return whether it is kept
     * @throws BadRecord when it is broken: it is noted and left out
     */
    boolean keep(JsonNode record, long line);
}
