package io.fovea.loss;

import static org.assertj.core.api.Assertions.assertThat;

import io.fovea.tensor.Scope;
import io.fovea.tensor.Tensor;
import io.fovea.tensor.Weights;
import io.fovea.testkit.Close;
import io.fovea.testkit.Golden;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import java.util.Objects;
import java.util.function.BinaryOperator;

/** Losses and their gradients against DETR, LISA, torchvision and torch. */
class LossGoldenTest {

    private static final Percentage CLOSE = Percentage.withPercentage(1e-4);

    private final Golden golden = Golden.open("box_mask_losses");

    @Test
    void boxesEqualDetr() {
        try (Scope scope = Scope.open()) {
            Weights expected = golden.tensors("expected.safetensors");
            Tensor predicted = expected.get("pred_cxcywh").requiresGrad(true);
            Tensor target = expected.get("target_cxcywh");
            // DETR adds the four differences of a box up where we average them
            Tensor l1 = BoxLoss.l1(predicted, target).mul(4);
            Tensor giou = BoxLoss.giou(predicted, target);
            Close.check("l1", l1, expected.get("loss_bbox_l1"), 0, 1e-6);
            Close.check("giou", giou, expected.get("loss_giou"), 0, 1e-6);
            Tensor pairs = BoxLoss.giouOfPairs(predicted, target).neg().add(1);
            Close.check("pairs", pairs, expected.get("torchvision_giou_loss_none"), 1e-6);
            l1.mul(5).add(giou.mul(2)).backward();
            Tensor gradient = Objects.requireNonNull(predicted.grad());
            Close.check(
                    "gradient", gradient, expected.get("grad_pred_of_5l1_plus_2giou"), 1e-6, 1e-5);
        }
    }

    @Test
    void masksEqualDetrAndLisa() {
        MaskLoss detr = MaskLoss.perRegion();
        MaskLoss lisa = new MaskLoss(MaskLoss.Dice.PER_REGION, 1e-3);
        mask("detr_dice", detr::overlap);
        mask("lisa_dice", lisa::overlap);
        mask("lisa_bce", MaskLoss::crossEntropy);
        mask("bce_mean", MaskLoss::crossEntropy);
    }

    private void mask(String name, BinaryOperator<Tensor> loss) {
        try (Scope scope = Scope.open()) {
            Weights expected = golden.tensors("expected.safetensors");
            Tensor logits = expected.get("mask_logits").requiresGrad(true);
            Tensor value = loss.apply(logits, expected.get("mask_targets"));
            assertThat(value.item()).as(name).isCloseTo(expected.get(name).item(), CLOSE);
            value.backward();
            Tensor gradient = Objects.requireNonNull(logits.grad());
            Close.check("gradient of " + name, gradient, expected.get("grad_" + name), 1e-8, 1e-5);
        }
    }

    @Test
    void tokensEqualTorch() {
        try (Scope scope = Scope.open()) {
            Weights expected = golden.tensors("expected.safetensors");
            Tensor labels = expected.get("ce_labels");
            assertThat(labels.toLongs()).contains(TokenLoss.IGNORE);
            Tensor loss = TokenLoss.mean(expected.get("ce_logits"), labels, null);
            assertThat(loss.item()).isCloseTo(expected.get("ce_ignore_m100").item(), CLOSE);
        }
    }
}
