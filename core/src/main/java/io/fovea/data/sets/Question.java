package io.fovea.data.sets;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.data.Dialogue;
import io.fovea.data.files.BadRecord;
import io.fovea.image.Image;

import org.jspecify.annotations.Nullable;

/**
 * What a record of a benchmark asks.
 *
 * @param picture name of the picture's file, or another text that is the same for questions about
 *     one picture; null for words alone
 * @param id of the question, unique in its file
 * @param dialogue question and answer
 */
record Question(@Nullable String picture, String id, Dialogue dialogue) {

    /** Reads the records of one format. */
    interface Reader {

        /**
         * Reads a record.
         *
         * @return null for one that is not of the wanted split
         * @throws BadRecord when it is broken
         */
        @Nullable Question read(JsonNode record);

        /**
         * Looks for the picture of a question, when the file is opened.
         *
         * @throws BadRecord when it is not there
         */
        default void look(JsonNode record, String picture, Pictures pictures) {
            pictures.file(picture);
        }

        /** Reads the picture of a question. */
        default Image image(JsonNode record, String picture, Pictures pictures) {
            return pictures.read(picture);
        }
    }
}
