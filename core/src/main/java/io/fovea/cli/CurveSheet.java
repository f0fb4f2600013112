package io.fovea.cli;

import io.fovea.image.ImageReader;
import io.fovea.sweep.LearningCurve;
import io.fovea.sweep.LearningCurve.Mean;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Learning curves as one picture: a row for each number, over samples and over time. */
final class CurveSheet {

    private static final int WIDE = 640;
    private static final int HIGH = 400;

    /** Where one curve is this many times as long as another, the axis is logarithmic. */
    private static final double APART = 4;

    private CurveSheet() {}

    static void draw(LearningCurve curve, Path picture) throws IOException {
        List<XYChart> charts = new ArrayList<>();
        for (String column : curve.columns()) {
            charts.add(chart(curve, column, "samples", Mean::samples));
            charts.add(chart(curve, column, "processor minutes", Mean::minutes));
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        BitmapEncoder.saveBitmap(charts, charts.size() / 2, 2, png, BitmapFormat.PNG);
        OutputFile.write(ImageReader.read(png.toByteArray(), "the chart"), picture);
    }

    private static XYChart chart(
            LearningCurve curve, String column, String axis, ToDoubleFunction<Mean> at) {
        XYChart chart =
                new XYChartBuilder()
                        .width(WIDE)
                        .height(HIGH)
                        .title(column)
                        .xAxisTitle(axis)
                        .yAxisTitle(column)
                        .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideS);
        chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setYAxisMin(0.0);
        if (apart(curve.means(column).values(), at) > APART) {
            chart.getStyler().setXAxisLogarithmic(true);
        } else {
            chart.getStyler().setXAxisMin(0.0);
        }
        chart.getStyler().setMarkerSize(6);
        curve.means(column)
                .forEach(
                        (name, means) -> {
                            if (!means.isEmpty()) {
                                chart.addSeries(name, all(means, at), all(means, Mean::value));
                            }
                        });
        return chart;
    }

    /** The end of the longest curve over that of the shortest; 0 where there is nothing to see. */
    private static double apart(Collection<List<Mean>> curves, ToDoubleFunction<Mean> at) {
        DoubleSummaryStatistics ends =
                curves.stream()
                        .filter(means -> !means.isEmpty())
                        .mapToDouble(means -> at.applyAsDouble(means.getLast()))
                        .summaryStatistics();
        return ends.getMin() > 0 ? ends.getMax() / ends.getMin() : 0;
    }

    private static double[] all(List<Mean> means, ToDoubleFunction<Mean> number) {
        return means.stream().mapToDouble(number).toArray();
    }
}
