package io.fovea.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.checkpoint.RunDirectory;
import io.fovea.image.ImageReader;

import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code loss.png} of a run: every loss of its log over the steps. */
final class LossChart {

    private static final String PREFIX = "loss_";

    private final RunDirectory run;

    private final PrintWriter err;

    LossChart(RunDirectory run, PrintWriter err) {
        this.run = run;
        this.err = err;
    }

    /**
     * Draws what is logged so far; nothing when that is less than two lines. A chart that fails
     * ends no run.
     */
    void draw() {
        SortedMap<String, List<double[]>> points = points();
        if (points.values().stream().noneMatch(series -> series.size() > 1)) {
            return;
        }
        XYChart chart =
                new XYChartBuilder()
                        .width(1100)
                        .height(700)
                        .title(run.folder().getFileName().toString())
                        .xAxisTitle("step")
                        .yAxisTitle("loss")
                        .build();
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setYAxisLogarithmic(true);
        chart.getStyler().setMarkerSize(0);
        points.forEach(
                (name, series) ->
                        chart.addSeries(
                                        name,
                                        series.stream().mapToDouble(point -> point[0]).toArray(),
                                        series.stream().mapToDouble(point -> point[1]).toArray())
                                .setMarker(SeriesMarkers.NONE));
        try {
            byte[] png = BitmapEncoder.getBitmapBytes(chart, BitmapEncoder.BitmapFormat.PNG);
            OutputFile.write(ImageReader.read(png, "the chart"), run.folder().resolve("loss.png"));
        } catch (IOException | RuntimeException e) {
            err.println(
                    "fovea: the losses of "
                            + run.folder()
                            + " cannot be drawn: "
                            + ErrorLines.message(e));
        }
    }

    /** Positive losses only: the axis is logarithmic. */
    private SortedMap<String, List<double[]>> points() {
        SortedMap<String, List<double[]>> points = new TreeMap<>();
        for (JsonNode line : run.log().lines()) {
            line.properties()
                    .forEach(
                            entry -> {
                                double value = entry.getValue().asDouble();
                                if (entry.getKey().startsWith(PREFIX) && value > 0) {
                                    points.computeIfAbsent(
                                                    entry.getKey().substring(PREFIX.length()),
                                                    key -> new ArrayList<>())
                                            .add(
                                                    new double[] {
                                                        line.path("step").asDouble(), value
                                                    });
                                }
                            });
        }
        return points;
    }
}
