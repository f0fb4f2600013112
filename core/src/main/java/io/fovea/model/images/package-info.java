/**
 * Pictures made ready as a checkpoint's {@code preprocessor_config.json} says, with the numbers of
 * the Hugging Face image processors (transformers 4.47.1, the slow ones, which resize with Pillow).
 *
 * <p>In: an {@link io.fovea.image.Image} (RGB bytes, upright). Out: a {@link
 * io.fovea.model.images.PreparedImage}: floats {@code [N, 3, Y, X]} or flattened patches {@code [N,
 * 3 * frames * patch * patch]}, the {@link io.fovea.model.images.ImageGrid} that says which piece
 * of the picture is where, and the {@link io.fovea.geometry.ImageGeometry} that leads places back.
 * {@link io.fovea.model.images.ImageProcessors} reads the file and chooses among three ways:
 *
 * <ul>
 *   <li>{@link io.fovea.model.images.WholePicture}: CLIP, SigLIP, and both behind the padded square
 *       of LLaVA-1.5 (Liu et al., 2023, arXiv:2310.03744) and Bunny (He et al., 2024,
 *       arXiv:2402.11530);
 *   <li>{@link io.fovea.model.images.TiledPicture}: Idefics3 (Laurencon et al., 2024,
 *       arXiv:2408.12637) and SmolVLM;
 *   <li>{@link io.fovea.model.images.PatchedPicture}: Qwen2-VL (Wang et al., 2024,
 *       arXiv:2409.12191).
 * </ul>
 *
 * <p>Not here: tensors, reading files, batches (tiles of several pictures are laid side by side by
 * who makes the tensor), how many tokens a picture becomes in a prompt, videos.
 */
@NullMarked
package io.fovea.model.images;

import org.jspecify.annotations.NullMarked;
