package io.fovea.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fovea.nn.Activation;
import io.fovea.tensor.DType;
import io.fovea.tensor.Grad;
import io.fovea.tensor.Rng;
import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;
import io.fovea.testkit.LeakCheck;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/** What must hold of towers whatever their weights are. */
class TowerInvariantsTest {

    private static final EncoderConfig BLOCKS =
            new EncoderConfig(16, 3, 2, 24, Activation.GELU, 1e-6);

    private static VisionTower tower(TowerConfig config) {
        VisionTower tower = VisionTowers.of(config);
        tower.initialize(new Rng(1));
        return tower;
    }

    private static VisionTower encoder(EncoderTowerConfig.Form form) {
        return tower(new EncoderTowerConfig(form, 18, 4, BLOCKS));
    }

    private static VisionTower packed() {
        return tower(new Qwen2VisionConfig(BLOCKS, 2, 2, 2, 8));
    }

    @ParameterizedTest
    @EnumSource(EncoderTowerConfig.Form.class)
    void statesThatAreAskedForAreThoseOfTheWholeRun(EncoderTowerConfig.Form form) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                VisionTower tower = encoder(form)) {
            Tensor pixels = new Rng(2).normal(1, 2, 3, 18, 18);
            List<Tensor> all = tower.forward(pixels).states();
            assertThat(all).hasSize(tower.stateCount());
            List<Tensor> some = tower.forward(TowerInput.of(pixels).only(-2, 0, -1, 2)).states();
            Close.checkSame("-2", some.get(0), all.get(2));
            Close.checkSame("0", some.get(1), all.get(0));
            Close.checkSame("-1", some.get(2), all.get(3));
            Close.checkSame("2", some.get(3), all.get(2));
            for (int layer : new int[] {4, -5}) {
                assertThatThrownBy(() -> tower.forward(TowerInput.of(pixels).only(layer)))
                        .hasMessageContainingAll("no state " + layer, "has 4");
            }
            assertThatThrownBy(() -> tower.forward(Tensor.zeros(1, 1, 18, 18)))
                    .hasMessageContaining("[1, 1, 18, 18]");
        }
    }

    @Test
    void bfloat16SeesAboutTheSame() {
        List<PatchGrid> part = List.of(PatchGrid.of(3, 2));
        for (EncoderTowerConfig.Form form : EncoderTowerConfig.Form.values()) {
            boolean parts = form == EncoderTowerConfig.Form.IDEFICS3;
            compare(
                    encoder(form),
                    encoder(form),
                    TowerInput.of(new Rng(2).normal(1, 1, 3, 18, 18), parts ? part : List.of()));
        }
        compare(
                packed(),
                packed(),
                TowerInput.of(new Rng(2).normal(1, 24, 24), List.of(PatchGrid.of(4, 6))));
    }

    private static void compare(VisionTower full, VisionTower half, TowerInput input) {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                full;
                half) {
            half.load(full.weights(), DType.BFLOAT16).orThrow("the test");
            Tensor expected = full.forward(input).states().getLast();
            Tensor got = half.forward(input).states().getLast();
            assertThat(got.dtype()).isEqualTo(DType.BFLOAT16);
            Close.check("bfloat16", got.to(DType.FLOAT32), expected, 0.15);
        }
    }

    @ParameterizedTest
    @EnumSource(EncoderTowerConfig.Form.class)
    void nothingIsHeldBehindAPass(EncoderTowerConfig.Form form) {
        try (VisionTower tower = encoder(form)) {
            LeakCheck.flat(
                    5,
                    () -> {
                        try (Scope scope = Scope.open();
                                Grad off = Grad.off()) {
                            tower.forward(TowerInput.of(Tensor.ones(1, 3, 18, 18)).only(-2));
                            tower.forward(Tensor.ones(1, 3, 18, 18));
                        }
                    });
        }
    }

    @Test
    void gradientsReachThePixelsThroughAllBlocks() {
        try (Scope scope = Scope.open();
                VisionTower tower = encoder(EncoderTowerConfig.Form.CLIP)) {
            Tensor pixels = new Rng(2).normal(1, 1, 3, 18, 18).requiresGrad(true);
            tower.forward(TowerInput.of(pixels).only(-2))
                    .states()
                    .getFirst()
                    .pow(2)
                    .sum()
                    .backward();
            assertThat(pixels.grad()).isNotNull();
            assertThat(tower.parameters().get("encoder.layers.1.mlp.fc2.weight").value().grad())
                    .isNotNull();
            assertThat(tower.parameters().get("encoder.layers.2.mlp.fc2.weight").value().grad())
                    .isNull();
        }
    }

    @Test
    void theFinePassSeesAFlatPictureAsTheCoarseOneDoes() {
        for (EncoderTowerConfig.Form form :
                List.of(EncoderTowerConfig.Form.CLIP, EncoderTowerConfig.Form.SIGLIP)) {
            try (Scope scope = Scope.open();
                    Grad off = Grad.off();
                    VisionTower tower = encoder(form)) {
                int prefix = form == EncoderTowerConfig.Form.CLIP ? 1 : 0;
                Weights flat = new Weights();
                tower.weights()
                        .asMap()
                        .forEach(
                                (name, tensor) ->
                                        flat.put(
                                                name,
                                                name.endsWith("position_embedding.weight")
                                                        ? Tensor.full(
                                                                0.5, DType.FLOAT32, prefix + 16, 16)
                                                        : tensor));
                tower.load(flat, DType.FLOAT32).orThrow("the test");
                Tensor grey = Tensor.full(0.7, DType.FLOAT32, 1, 3, 18, 18);
                TowerOutput coarse = tower.forward(grey);
                TowerOutput fine = tower.forwardFine(grey);
                assertThat(fine.rows()).isEqualTo(8);
                assertThat(fine.prefix()).isEqualTo(prefix);
                // A class token weighs against the number of patches, so only its absence leaves
                // later states as they are.
                int last = prefix == 1 ? 0 : 3;
                for (int i = 0; i <= last; i++) {
                    Tensor one = coarse.patchStates().get(i).narrow(1, 0, 1).expand(1, 64, 16);
                    Close.check(form + " " + i, fine.patchStates().get(i), one, 1e-5, 1e-5);
                }
            }
        }
    }

    @Test
    void onlyWholePicturesAndEvenPatchesHaveAFinePass() {
        try (Scope scope = Scope.open();
                VisionTower parts = encoder(EncoderTowerConfig.Form.IDEFICS3);
                VisionTower odd =
                        tower(
                                new EncoderTowerConfig(
                                        EncoderTowerConfig.Form.SIGLIP, 9, 3, BLOCKS))) {
            assertThatThrownBy(() -> parts.forwardFine(Tensor.ones(1, 3, 18, 18)))
                    .isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> odd.forwardFine(Tensor.ones(1, 3, 9, 9)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining("3 pixels");
        }
    }

    @Test
    void whatLiesAroundAPictureChangesNothingInIt() {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                VisionTower tower = encoder(EncoderTowerConfig.Form.IDEFICS3)) {
            Tensor picture = new Rng(2).normal(1, 1, 3, 12, 8);
            Tensor below = new Rng(3).normal(1, 1, 3, 4, 8);
            Tensor beside = new Rng(4).normal(1, 1, 3, 16, 8);
            Tensor input = Tensor.cat(List.of(Tensor.cat(List.of(picture, below), 2), beside), 3);
            List<Tensor> alone = tower.forward(picture).states();
            List<PatchGrid> grids = List.of(PatchGrid.of(3, 2));
            List<Tensor> within = tower.forward(TowerInput.of(input, grids)).states();
            for (int i = 0; i < 4; i++) {
                Tensor map = within.get(i).reshape(1, 4, 4, 16).narrow(1, 0, 3).narrow(2, 0, 2);
                Close.check("state " + i, map.reshape(1, 6, 16), alone.get(i), 1e-5);
            }
            assertThatThrownBy(
                            () -> tower.forward(TowerInput.of(input, List.of(PatchGrid.of(5, 2)))))
                    .hasMessageContainingAll("5 x 2", "4 x 4");
            assertThatThrownBy(
                            () ->
                                    tower.forward(
                                            TowerInput.of(
                                                    input, List.of(grids.get(0), grids.get(0)))))
                    .hasMessageContainingAll("2 grids", "1 pictures");
        }
    }

    @Test
    void packedPicturesSeeOnlyThemselves() {
        try (Scope scope = Scope.open();
                Grad off = Grad.off();
                VisionTower tower = packed()) {
            Tensor first = new Rng(2).normal(1, 24, 24);
            Tensor second = new Rng(3).normal(1, 8, 24);
            PatchGrid one = PatchGrid.of(4, 6);
            PatchGrid two = PatchGrid.of(2, 4);
            Tensor both = last(tower, Tensor.cat(List.of(first, second), 0), List.of(one, two));
            Close.check("first", both.narrow(1, 0, 24), last(tower, first, List.of(one)), 1e-5);
            Close.check("second", both.narrow(1, 24, 8), last(tower, second, List.of(two)), 1e-5);
            PatchGrid film = new PatchGrid(2, 2, 4);
            Tensor frames = last(tower, Tensor.cat(List.of(second, second), 0), List.of(film));
            Close.check("frame", frames.narrow(1, 8, 8), last(tower, second, List.of(two)), 1e-5);
        }
    }

    private static Tensor last(VisionTower tower, Tensor patches, List<PatchGrid> grids) {
        return tower.forward(TowerInput.of(patches, grids).only(-1)).states().getFirst();
    }

    @Test
    void packedPatchesMustFitTheirGrids() {
        try (Scope scope = Scope.open();
                VisionTower tower = packed()) {
            Tensor patches = Tensor.ones(8, 24);
            assertThatThrownBy(() -> tower.forward(patches)).hasMessageContaining("0 grids");
            assertThatThrownBy(() -> last(tower, patches, List.of(PatchGrid.of(4, 4))))
                    .hasMessageContainingAll("4 x 4", "16 patches", "there are 8");
            assertThatThrownBy(() -> last(tower, patches, List.of(PatchGrid.of(1, 8))))
                    .hasMessageContainingAll("1 x 8", "2 x 2");
            assertThatThrownBy(() -> last(tower, Tensor.ones(8, 23), List.of(PatchGrid.of(2, 4))))
                    .hasMessageContainingAll("[N, 24]", "[8, 23]");
            assertThatThrownBy(() -> PatchGrid.ofThw(1, 2)).hasMessageContaining("2 in all");
            assertThatThrownBy(() -> PatchGrid.of(0, 2)).hasMessageContaining("0 x 2");
        }
    }
}
