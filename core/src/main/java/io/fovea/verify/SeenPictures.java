package io.fovea.verify;

import io.fovea.model.VisionLanguageModel;
import io.fovea.model.VisualFeatures;
import io.fovea.model.images.ImageGrid;
import io.fovea.model.images.PreparedImage;
import io.fovea.tensor.DType;
import io.fovea.tensor.Tensor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * The pictures of a case on their way through the tower, under the names of the expectations.
 * Tensors live in the caller's scope.
 *
 * @param features what the language model gets, picture by picture
 * @param values by the name of the expectation, without that of the case
 */
record SeenPictures(List<VisualFeatures> features, Map<String, Values> values) {

    /** How many tiles at the end the reference kept the states of. */
    private static final int KEPT_TILES = 2;

    static SeenPictures of(VisionLanguageModel model, List<PreparedImage> images, DType dtype) {
        List<VisualFeatures> features = new ArrayList<>();
        List<Tensor> pixels = new ArrayList<>();
        List<Tensor> states = new ArrayList<>();
        for (PreparedImage image : images) {
            Tensor own = Tensor.of(image.pixels(), image.shape());
            pixels.add(own);
            Tensor typed = own.to(dtype);
            states.add(model.vision().featureStates(typed, image));
            features.add(model.vision().see(typed, image));
        }
        Map<String, Values> values = new LinkedHashMap<>();
        if (!images.isEmpty()) {
            List<Tensor> tokens = features.stream().map(VisualFeatures::tokens).toList();
            switch (images.getFirst().grid()) {
                case ImageGrid.Whole ignored -> whole(values, pixels, states, tokens);
                case ImageGrid.Tiles ignored -> tiles(values, pixels, states, tokens);
                case ImageGrid.Patches ignored -> patches(values, images, pixels, tokens);
            }
        }
        return new SeenPictures(features, values);
    }

    private static void whole(
            Map<String, Values> values,
            List<Tensor> pixels,
            List<Tensor> states,
            List<Tensor> tokens) {
        values.put("pixel_values", Values.of(Tensor.cat(pixels, 0)));
        values.put("vision_feature_hidden", Values.of(Tensor.cat(states, 0)));
        values.put("image_features", Values.of(Tensor.cat(tokens, 0)));
    }

    private static void tiles(
            Map<String, Values> values,
            List<Tensor> pixels,
            List<Tensor> states,
            List<Tensor> tokens) {
        Tensor all = Tensor.cat(pixels, 0);
        long count = all.size(0);
        long side = all.size(2);
        Values floats = Values.of(all);
        double[] bytes = new double[floats.numbers().length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = Math.rint((floats.numbers()[i] * 0.5 + 0.5) * 255);
        }
        values.put("pixel_values_u8", new Values(new long[] {1, count, 3, side, side}, bytes));
        values.put(
                "pixel_attention_mask",
                Values.of(
                        new long[] {1, count, side, side},
                        LongStream.generate(() -> 1).limit(count * side * side).toArray()));
        values.put("pixel_values_tile0", Values.of(all.narrow(0, 0, 1)).as(1, 1, 3, side, side));
        values.put(
                "pixel_values_last",
                Values.of(all.narrow(0, count - 1, 1)).as(1, 1, 3, side, side));
        Tensor last = Tensor.cat(states, 0);
        long kept = Math.min(KEPT_TILES, count);
        values.put("vision_last_hidden", Values.of(last.narrow(0, count - kept, kept)));
        Tensor rows = Tensor.cat(tokens, 1);
        values.put(
                "image_features",
                Values.of(rows.reshape(count, rows.size(1) / count, rows.size(2))));
    }

    private static void patches(
            Map<String, Values> values,
            List<PreparedImage> images,
            List<Tensor> pixels,
            List<Tensor> tokens) {
        values.put("pixel_values", Values.of(Tensor.cat(pixels, 0)));
        Tensor rows = Tensor.cat(tokens, 1);
        values.put("image_features", Values.of(rows.reshape(rows.size(1), rows.size(2))));
        long[] grids = new long[3 * images.size()];
        for (int i = 0; i < images.size(); i++) {
            ImageGrid.Patches grid = (ImageGrid.Patches) images.get(i).grid();
            grids[3 * i] = grid.frames();
            grids[3 * i + 1] = grid.rows();
            grids[3 * i + 2] = grid.columns();
        }
        values.put("image_grid_thw", Values.of(new long[] {images.size(), 3}, grids));
    }
}
