package io.fovea.cli;

import io.fovea.image.ImageReader;
import io.fovea.pruning.ScoreFile;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** Scores over layers as a picture; each divided by its largest, so that all share an axis. */
final class ScoresChart {

    /** Characters that fit. */
    private static final int TITLE = 90;

    private ScoresChart() {}

    static void draw(ScoreFile file, Path picture) throws IOException {
        XYChart chart =
                new XYChartBuilder()
                        .width(1100)
                        .height(700)
                        .title(title(file))
                        .xAxisTitle("layer")
                        .yAxisTitle("score / largest of its kind")
                        .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setMarkerSize(6);
        chart.getStyler().setXAxisDecimalPattern("0");
        double[] layers = IntStream.range(0, file.layers()).asDoubleStream().toArray();
        file.scores()
                .forEach((score, values) -> chart.addSeries(score.key(), layers, scaled(values)));
        if (file.scores().isEmpty()) {
            chart.addSeries("block_angular_distance of 1", layers, scaled(file.blocks(1)));
        }
        byte[] png = BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
        OutputFile.write(ImageReader.read(png, "the chart"), picture);
    }

    private static String title(ScoreFile file) {
        ScoreFile.Shown data = file.data();
        String title =
                file.model().folder()
                        + (data == null
                                ? ""
                                : ", " + data.prompts() + " prompts of " + data.description());
        return title.length() <= TITLE ? title : title.substring(0, TITLE - 1) + "…";
    }

    private static double[] scaled(List<Double> values) {
        double largest = values.stream().mapToDouble(Math::abs).max().orElse(0);
        return values.stream().mapToDouble(value -> largest == 0 ? 0 : value / largest).toArray();
    }
}
