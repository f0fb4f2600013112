package io.fovea.perception;
import io.fovea.tensor.*;
import io.fovea.loss.*;
import java.util.*;
import org.junit.jupiter.api.Test;
class ZzTiming {
    @Test void time() {
        Torch.setThreads(Integer.getInteger("tt",1));
        for (SkipConfig skip : new SkipConfig[] {new SkipConfig(32, 1)}) {
        for (int width : new int[] {64, 96}) {
        var stages = List.of(UpsamplerStage.transposed(32), UpsamplerStage.transposed(16));
        var bil = List.of(UpsamplerStage.bilinear(32), UpsamplerStage.bilinear(16));
        for (var st : List.of(stages, bil)) {
        var dec = new MaskDecoderConfig(new TwoWayConfig(2, width, 4, 2*width, 2), Positions.SINUSOID, new UpsamplerConfig(st, 0, skip));
        var c = new PerceptionConfig("token", 256, 192, 128, true, new MaskEncoderConfig(32,16,3,false,List.of(16,32),1,128), dec);
        try (Scope s = Scope.open(); var head = PerceptionHeads.create(c)) {
            head.initialize(new Rng(1));
            Tensor hidden = new Rng(2).normal(1, 64, 256).requiresGrad(true);
            Tensor f = new Rng(3).normal(1, 8, 64, 192).requiresGrad(true);
            Tensor sk = skip == null ? null : new Rng(3).normal(1, 8, 32, 32, 32).requiresGrad(true);
            Tensor cov = new Rng(4).uniform(1, 64, 1, 32, 32).abs();
            Tensor box = new Rng(5).uniform(0.5, 64, 4).abs();
            long[] of = new long[64]; for (int i = 0; i < 64; i++) of[i] = i / 8;
            Weights w = new Weights(); head.parameters().forEach((n, p) -> { if (!p.isBuffer()) w.put(n, p.value()); });
            try (AdamW opt = new AdamW(List.of(new AdamW.Group(w, 1, 0.01)), AdamW.Moments.defaults())) {
            double[] t = new double[6]; Arrays.fill(t, 1e18); int reps = 14;
            for (int i = 0; i < reps; i++) {
                try (Scope in = Scope.open()) {
                    long a = System.nanoTime();
                    Decoded d = head.decode(hidden, new ImageFeatures(f, 8, 8, sk), of);
                    long b = System.nanoTime();
                    Tensor l = LossTerms.empty().with("l1", BoxLoss.l1(d.boxesCxcywh(), box), 1).with("g", BoxLoss.giou(d.boxesCxcywh(), box), 1)
                      .with("b", MaskLoss.crossEntropy(d.maskLogits(), cov.squeeze(1)), 1).with("d", MaskLoss.perRegion().overlap(d.maskLogits(), cov.squeeze(1)), 1).total();
                    long e = System.nanoTime();
                    l.backward();
                    long g = System.nanoTime();
                    Tensor enc = head.encode(box, cov, RegionInput.BOTH).sum(); enc.backward();
                    long h = System.nanoTime();
                    opt.clipGradNorm(1); opt.step(1e-3); opt.zeroGrad();
                    long k = System.nanoTime();
                    if (i >= 4) { t[0]=Math.min(t[0],b-a); t[1]=Math.min(t[1],e-b); t[2]=Math.min(t[2],g-e); t[3]=Math.min(t[3],h-g); t[4]=Math.min(t[4],k-h); }
                }
            }
            System.out.printf("TIMING skip=%b width=%d %s decode %.1f losses %.1f backward %.1f encode f+b %.1f adamw %.2f ms (%d tensors, %d params)%n", skip!=null, width, st.getFirst().kind(), t[0]/1e6, t[1]/1e6, t[2]/1e6, t[3]/1e6, t[4]/1e6, w.size(), head.parameterCount());
            }
        } } } }
    }
}
