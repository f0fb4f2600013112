package io.fovea.data.sets;

import io.fovea.data.files.DataError;

import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.Unpickler;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/**
 * A Python pickle of plain values: lists, maps, texts, numbers. Whatever would name a class, call
 * something or set the state of an object is refused before anything is made of it.
 */
final class SafePickle {

    private static final long MAX_BYTES = 1L << 30;

    private SafePickle() {}

    /**
     * Reads a file.
     *
     * @throws DataError when it is no pickle, or one with code
     */
    static Object read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw DataError.at(file, 0, "a pickle of more than 1 GB");
            }
            byte[] bytes = Files.readAllBytes(file);
            Plain plain = new Plain();
            try {
                Object value = plain.load(new ByteArrayInputStream(bytes));
                if (value == null) {
                    throw new PickleException("nothing in it");
                }
                return value;
            } finally {
                plain.close();
            }
        } catch (PickleException | IOException e) {
            throw DataError.at(file, 0, "not a pickle of plain values: " + e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            if (e instanceof DataError told) {
                throw told;
            }
            throw DataError.at(file, 0, "not a whole pickle: " + e);
        }
    }

    /** Refuses operations by their code (Python's pickletools names them). */
    private static final class Plain extends Unpickler {

        /**
         * GLOBAL, REDUCE, BUILD, INST, OBJ, PERSID, BINPERSID, NEWOBJ, EXT1 to 4, NEWOBJ_EX,
         * STACK_GLOBAL, buffers.
         */
        private static final Set<Integer> CODE =
                Set.of(
                        (int) 'c', (int) 'R', (int) 'b', (int) 'i', (int) 'o', (int) 'P', (int) 'Q',
                        0x81, 0x82, 0x83, 0x84, 0x92, 0x93, 0x97, 0x98);

        /** BINSTRING, BINUNICODE, BINBYTES with a length of four bytes, then those of eight. */
        private static final Set<Integer> FOUR = Set.of((int) 'T', (int) 'X', (int) 'B', 0x8b);

        private static final Set<Integer> EIGHT = Set.of(0x8d, 0x8e, 0x96);

        @Override
        protected Object dispatch(short key) throws PickleException, IOException {
            int code = key & 0xff;
            if (CODE.contains(code)) {
                throw new PickleException(
                        "it wants to run code (operation 0x"
                                + Integer.toHexString(code)
                                + "), which is never done");
            }
            if (FOUR.contains(code) || EIGHT.contains(code)) {
                checkLength(FOUR.contains(code) ? 4 : 8);
            }
            return super.dispatch(key);
        }

        /** A length longer than what is left would be reserved before it is missed. */
        private void checkLength(int bytes) throws IOException {
            input.mark(bytes);
            byte[] head = input.readNBytes(bytes);
            input.reset();
            long length = 0;
            for (int i = head.length - 1; i >= 0; i--) {
                length = length << 8 | head[i] & 0xff;
            }
            if (length < 0 || length > input.available()) {
                throw new PickleException("a text of " + length + " bytes is not there");
            }
        }
    }
}
