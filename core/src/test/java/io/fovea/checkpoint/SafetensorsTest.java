package io.fovea.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

class SafetensorsTest {

    @TempDir Path folder;

    private void refused(Path file, String words) {
        assertThatThrownBy(() -> Safetensors.open(file).close())
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(words);
    }

    private void refusedHeader(String header, int dataBytes, String words) throws IOException {
        refused(Tensors.file(folder, header, dataBytes), words);
    }

    @Test
    void everyTypeComesBackBitForBitAndAligned() {
        Map<String, StoredTensor> tensors = Tensors.everyType();
        Path file = folder.resolve("a.safetensors");
        new SafetensorsWriter().write(file, tensors);
        try (Safetensors opened = Safetensors.open(file)) {
            assertThat(opened.metadata()).isEqualTo(Map.of("format", "pt"));
            assertThat(opened.tensors().keySet()).isEqualTo(tensors.keySet());
            tensors.forEach(
                    (name, tensor) -> {
                        TensorInfo info = opened.info(name);
                        assertThat(info.type()).as(name).isEqualTo(tensor.type());
                        assertThat(info.shape()).as(name).isEqualTo(tensor.shape());
                        assertThat(Tensors.bytes(opened.bytes(name)))
                                .as(name)
                                .isEqualTo(Tensors.bytes(tensor.bytes()));
                        assertThat(opened.bytes(name).address() % tensor.type().bytes())
                                .as(name)
                                .isZero();
                        assertThat(opened.bytes(name).isReadOnly()).as(name).isTrue();
                    });
            assertThatThrownBy(() -> opened.bytes("absent"))
                    .isInstanceOf(CheckpointError.class)
                    .hasMessageContaining("absent");
        }
    }

    @Test
    void theSameTensorsGiveTheSameFile() throws IOException {
        Path a = folder.resolve("a.safetensors");
        Path b = folder.resolve("b.safetensors");
        new SafetensorsWriter().write(a, Tensors.everyType());
        new SafetensorsWriter().write(b, new java.util.TreeMap<>(Tensors.everyType()));
        assertThat(b).hasSameBinaryContentAs(a);
    }

    @Test
    void viewsDieWithTheFileInsteadOfCrashing() {
        Path file = folder.resolve("a.safetensors");
        new SafetensorsWriter().write(file, Tensors.everyType());
        Safetensors opened = Safetensors.open(file);
        var view = opened.bytes("scalar");
        opened.close();
        opened.close();
        assertThatThrownBy(() -> Tensors.bytes(view)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLieAboutTheLengthOfTheHeaderIsRefused() throws IOException {
        byte[] header = "{}".getBytes();
        for (long length :
                new long[] {1L << 60, -1, Long.MIN_VALUE, 100_000_001, 100_000_000, 3, 1, 0}) {
            refused(Tensors.raw(folder, length, header, 0), "header");
        }
        refused(Tensors.raw(folder, 3, "[] ".getBytes(), 0), "JSON object");
        refused(folder.resolve("absent.safetensors"), "no such file");
        refused(folder, "folder");
        refused(Path.of("/dev/zero"), "device");
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        Path file = folder.resolve("a.safetensors");
        new SafetensorsWriter().write(file, Tensors.everyType());
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            refused(file, "the file is damaged or cut off");
        }
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length + 1));
        refused(file, "bytes that belong to no tensor");
    }

    @Test
    void offsetsThatAreNotTrueAreRefused() throws IOException {
        String a = "'a':{'dtype':'F32','shape':[2],'data_offsets':[%s]}";
        String b = "'b':{'dtype':'F32','shape':[2],'data_offsets':[%s]}";
        String both = ("{" + a + "," + b + "}").replace('\'', '"');
        String one = ("{" + a + "}").replace('\'', '"');
        refusedHeader(both.formatted("0,8", "4,12"), 12, "overlaps");
        refusedHeader(both.formatted("0,8", "0,8"), 8, "overlaps");
        refusedHeader(both.formatted("0,8", "12,20"), 20, "gap");
        refusedHeader(one.formatted("8,16"), 16, "gap");
        refusedHeader(one.formatted("0,8"), 7, "beyond the file");
        refusedHeader(one.formatted("0,8"), 9, "belong to no tensor");
        refusedHeader(one.formatted("8,0"), 8, "offsets that fit");
        refusedHeader(one.formatted("-8,0"), 8, "offsets that fit");
        refusedHeader(one.formatted("0,9"), 9, "offsets that fit");
        refusedHeader(one.formatted("0"), 8, "two: begin and end");
        refusedHeader(one.formatted("0,8,8"), 8, "two: begin and end");
        refusedHeader(one.formatted("0,8.0"), 8, "VALUE_NUMBER_FLOAT");
        refusedHeader(
                one.formatted("-9223372036854775808,9223372036854775807"), 8, "offsets that fit");
        refusedHeader(one.formatted("0,99999999999999999999"), 8, "damaged");
    }

    @Test
    void shapesAndTypesThatAreNotTrueAreRefused() throws IOException {
        String form = "{\"a\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[0,8]}}";
        refusedHeader(form.formatted("F32", "[3]"), 8, "needs 12 bytes");
        refusedHeader(form.formatted("F32", "[-2]"), 8, "negative size");
        refusedHeader(form.formatted("F32", "[-1,-2]"), 8, "negative size");
        refusedHeader(form.formatted("F32", "[4294967296,4294967296]"), 8, "too large");
        refusedHeader(form.formatted("F32", "[4611686018427387906]"), 8, "too large");
        refusedHeader(form.formatted("F32", "[0,9223372036854775807]"), 8, "too large");
        refusedHeader(form.formatted("F32", "[0,5]"), 8, "needs 0 bytes");
        refusedHeader(form.formatted("F32", "[" + "1,".repeat(64) + "2]"), 8, "at most 64");
        refusedHeader(form.formatted("F8_E4M3", "[8]"), 8, "one of [F32, F64");
        refusedHeader(form.formatted("f32", "[2]"), 8, "one of [F32, F64");
        refusedHeader(form.formatted("F32", "2"), 8, "START_ARRAY");
        refusedHeader(form.formatted("F32", "[[2]]"), 8, "VALUE_NUMBER_INT");
        refusedHeader(form.formatted("F32", "[null]"), 8, "VALUE_NULL");
    }

    @Test
    void namesAndTextsThatDoNotBelongAreRefused() throws IOException {
        String tensor = "{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
        refusedHeader("{\"a\":" + tensor + ",\"a\":" + tensor + "}", 0, "Duplicate field 'a'");
        refusedHeader("{\"a\":{\"dtype\":\"U8\",\"dtype\":\"U8\"}}", 0, "Duplicate field");
        refusedHeader("{\"a\":{\"dtype\":\"U8\",\"shape\":[0]}}", 0, "not all three keys");
        refusedHeader("{\"a\":{\"dtype\":\"U8\",\"more\":1}}", 0, "the key more");
        refusedHeader("{\"a\":3}", 0, "START_OBJECT");
        refusedHeader("{\"a\":null}", 0, "START_OBJECT");
        refusedHeader("{\"__metadata__\":{\"a\":1}}", 0, "__metadata__.a");
        refusedHeader("{\"__metadata__\":[]}", 0, "__metadata__");
        refusedHeader("{} x", 0, "damaged");
        refusedHeader("{}{}", 0, "more text");
        refusedHeader("{\"a\":" + "[".repeat(100_000), 0, "damaged");
        refusedHeader("{\"" + "x".repeat(100_000) + "\":3}", 0, "damaged");
        refused(Tensors.raw(folder, 4, new byte[] {'{', '"', (byte) 0xff, '"'}, 0), "damaged");
        refused(Tensors.raw(folder, 4, new byte[] {'{', 0, '}', 0}, 0), "damaged");
        refusedHeader(
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[" + "0,".repeat(500_000) + "0]}}",
                0,
                "at most 64");
    }

    @Test
    void aFileOfNoTensorsIsAFile() throws IOException {
        try (Safetensors opened = Safetensors.open(Tensors.file(folder, "{}      ", 0))) {
            assertThat(opened.tensors()).isEmpty();
        }
    }

    @Test
    void aFullDiskLeavesNothingBehind() throws IOException {
        Path file = folder.resolve("a.safetensors");
        SafetensorsWriter onFullDisk =
                new SafetensorsWriter(
                        path -> {
                            Files.createFile(path);
                            return java.nio.channels.FileChannel.open(
                                    Path.of("/dev/full"), java.nio.file.StandardOpenOption.WRITE);
                        },
                        Map.of());
        assertThatThrownBy(() -> onFullDisk.write(file, Tensors.everyType()))
                .isInstanceOf(CheckpointError.class)
                .hasMessageContaining("No space left on device")
                .hasMessageContaining(file.toString());
        assertThat(folder).isEmptyDirectory();
        new SafetensorsWriter().write(file, Tensors.everyType());
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> onFullDisk.write(file, Map.of()))
                .isInstanceOf(CheckpointError.class);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shardsAndTheirIndexHoldEveryTensorOnce() {
        Map<String, StoredTensor> tensors = Tensors.everyType();
        new SafetensorsWriter().writeModel(folder, tensors, 200);
        ShardIndex index = ShardIndex.read(folder.resolve(ShardIndex.FILE));
        assertThat(index.weightMap().keySet()).isEqualTo(tensors.keySet());
        // 60 + 120 bytes, 30 + 30 + 120, then 60 + 30 + 15 + 15 + 15 + 4 + 0 + 7
        assertThat(index.shards()).hasSize(3);
        assertThat(index.shards().getFirst()).isEqualTo("model-00001-of-00003.safetensors");
        List<Path> files = index.shards().stream().map(folder::resolve).toList();
        try (StoredWeights weights = StoredWeights.open(files)) {
            assertThat(weights.tensors().keySet()).isEqualTo(tensors.keySet());
            tensors.forEach(
                    (name, tensor) ->
                            assertThat(Tensors.bytes(weights.bytes(name)))
                                    .as(name)
                                    .isEqualTo(Tensors.bytes(tensor.bytes())));
        }
    }
}
