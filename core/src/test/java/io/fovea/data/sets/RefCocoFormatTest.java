package io.fovea.data.sets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.data.Dataset;
import io.fovea.data.files.DataError;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

class RefCocoFormatTest {

    /** pickle.dumps(refs, 2) of two references: testA with two sentences, train with one. */
    private static final String SECOND_PROTOCOL =
            "gAJdcQAofXEBKFgIAAAAc2VudF9pZHNxAl1xAyhLAEsBSwJlWAkAAABmaWxlX25hbWVxBFghAAAAQ09DT190cmFp"
                + "bjIwMTRfMDAwMDAwMDAwMDA3XzEuanBncQVYBgAAAGFubl9pZHEGS2VYBgAAAHJlZl9pZHEHSwBYCAAAAGlt"
                + "YWdlX2lkcQhLB1gFAAAAc3BsaXRxCVgFAAAAdGVzdEFxClgLAAAAY2F0ZWdvcnlfaWRxC0sSWAkAAABzZW50"
                + "ZW5jZXNxDF1xDSh9cQ4oWAYAAAB0b2tlbnNxD11xEChYAwAAAHRoZXERWAQAAABsZWZ0cRJYAwAAAGRvZ3ET"
                + "ZVgDAAAAcmF3cRRYDAAAAFRoZSBsZWZ0IGRvZ3EVWAcAAABzZW50X2lkcRZLAFgEAAAAc2VudHEXWAwAAAB0"
                + "aGUgbGVmdCBkb2dxGHV9cRkoaA9dcRooaBNYAgAAAMOpcRtlaBRYBgAAAERvZyDDqXEcaBZLAWgXWAYAAABk"
                + "b2cgw6lxHXVldX1xHihoAl1xH0sCYWgEWAEAAAB4cSBoBktnaAdLAWgISwdoCVgFAAAAdHJhaW5xIWgLS1po"
                + "DF1xIn1xIyhoD11xJFgFAAAAYnJ1c2hxJWFoFFgFAAAAQnJ1c2hxJmgWSwJoF2gldWF1ZS4=";

    /** The first reference as Python 2 wrote it: texts of bytes, line by line. */
    private static final String FIRST_PROTOCOL =
            "(lp0\n(dp1\nS'image_id'\np2\nI7\nsS'ann_id'\np3\nL101L\nsS'split'\np4\nS'testA'\np5\n"
                    + "sS'sentences'\np6\n(lp7\n(dp8\nS'sent'\np9\nS'the left dog'\np10\nsasa.";

    private static final String[] CODE = {
        "KGxwMApjcG9zaXgKc3lzdGVtCnAxCihWdG91Y2ggL3RtcC9kYXRhLXB3bmVkCnAyCnRwMwpScDQKYS4=",
        "gAJdcQBjcG9zaXgKc3lzdGVtCnEBWBUAAAB0b3VjaCAvdG1wL2RhdGEtcHduZWRxAoVxA1JxBGEu",
        "gASVMwAAAAAAAABdlIwFcG9zaXiUjAZzeXN0ZW2Uk5SMFXRvdWNoIC90bXAvZGF0YS1wd25lZJSFlFKUYS4="
    };

    @TempDir Path folder;

    private SetFolder set;

    @BeforeEach
    void instances() throws IOException {
        set = new SetFolder(folder);
        set.picture("a.png", 20, 10);
        set.write(
                "instances.json",
                "{'images': [{'id': 7, 'file_name': 'a.png', 'width': 20, 'height': 10}],",
                "'annotations': [",
                "{'id': 101, 'image_id': 7, 'category_id': 18, 'bbox': [1, 1, 5, 5],"
                        + " 'segmentation': [[1, 1, 6, 1, 6, 6, 1, 6]], 'iscrowd': 0},",
                "{'id': 103, 'image_id': 7, 'category_id': 90, 'bbox': [9, 1, 5, 5]}],",
                "'categories': [{'id': 18, 'name': 'dog'}, {'id': 90, 'name': 'toothbrush'}]}");
    }

    private String refs(byte[] pickle) throws IOException {
        return "refcoco:" + Files.write(folder.resolve("refs(unc).p"), pickle);
    }

    private String refs(String base64) throws IOException {
        return refs(Base64.getDecoder().decode(base64));
    }

    @Test
    void phrasesFindTheirAnnotation() throws IOException {
        Dataset all = SetFolder.sound(refs(SECOND_PROTOCOL));
        assertThat(SetFolder.said(all))
                .containsExactly(
                        "name: find the left dog > [1, 1, 6, 6]+mask",
                        "name: find dog \u00e9 > [1, 1, 6, 6]+mask",
                        "name: find brush > [9, 1, 14, 6]");
        assertThat(all.get(0).things()).extracting("label").containsExactly("dog", "toothbrush");
        Dataset split = SetFolder.sound(refs(SECOND_PROTOCOL) + ",split=train");
        assertThat(SetFolder.said(split)).containsExactly("name: find brush > [9, 1, 14, 6]");
        assertThatThrownBy(() -> DataFormats.open(refs(SECOND_PROTOCOL) + ",split=testC"))
                .hasMessageContaining("nothing that can be used");
    }

    @Test
    void picklesOfPythonTwoAndJsonSayTheSame() throws IOException {
        String said = "name: find the left dog > [1, 1, 6, 6]+mask";
        byte[] old = FIRST_PROTOCOL.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(SetFolder.said(SetFolder.sound(refs(old)))).containsExactly(said);
        String json =
                set.write(
                        "refs.json",
                        "[{'image_id': 7, 'ann_id': 101, 'split': 'testA', 'sentences': [{'sent':"
                                + " 'the left dog'}]}]");
        assertThat(SetFolder.said(SetFolder.sound("refcoco:" + json))).containsExactly(said);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void codeInAPickleIsRefused(int protocol) throws IOException {
        String spec = refs(CODE[protocol]);
        assertThatThrownBy(() -> DataFormats.open(spec))
                .isInstanceOf(DataError.class)
                .hasMessageContainingAll("refs(unc).p", "run code");
    }

    @Test
    void brokenPicklesAreRefused() throws IOException {
        byte[] whole = Base64.getDecoder().decode(SECOND_PROTOCOL);
        for (int length = 0; length < whole.length; length += 7) {
            String spec = refs(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> DataFormats.open(spec)).isInstanceOf(DataError.class);
        }
        byte[] long1 = {(byte) 0x80, 2, 'X', -1, -1, -1, 0x7f, 'a', '.'};
        String spec = refs(long1);
        assertThatThrownBy(() -> DataFormats.open(spec)).hasMessageContaining("is not there");
        String map = refs("}.".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> DataFormats.open(map)).hasMessageContaining("list of references");
    }

    @Test
    void strayReferencesAreNoted() throws IOException {
        String json =
                set.write(
                        "refs.json",
                        "[{'image_id': 8, 'ann_id': 1, 'split': 'val', 'sentences': ['x']},",
                        "{'image_id': 7, 'ann_id': 101, 'split': 'val', 'sentences': []},",
                        "{'image_id': 7, 'ann_id': 999, 'split': 'val', 'sentences': ['stray']}]");
        assertThat(SetFolder.findings("refcoco:" + json))
                .satisfiesExactly(
                        f -> assertThat(f).startsWith("1: ").contains("picture 8"),
                        f -> assertThat(f).startsWith("2: ").contains("without a sentence"));
        Dataset rest = DataFormats.open("refcoco:" + json);
        assertThatThrownBy(() -> rest.get(0)).hasMessageContainingAll("stray", "999");
    }
}
