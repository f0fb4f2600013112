package io.fovea.image;

import io.fovea.geometry.Canvas;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/**
 * Many pictures with captions on one, for reports and for looking at data.
 *
 * @param columns pictures side by side
 * @param cell width and height of the space that each picture is fitted into, in pixels
 */
public record Sheet(int columns, Canvas cell) {

    private static final Color PAPER = new Color(0xFAFAF8);
    private static final Color WELL = new Color(0xECECE8);
    private static final double LETTER = 9;
    private static final double LINE = 18;
    private static final int GAP = 16;
    private static final int CAPTION_LINES = 2;

    /** One picture of a sheet and what is written under it. */
    public record Entry(Image image, String caption) {}

    public Sheet {
        if (columns < 1) {
            throw new IllegalArgumentException("a sheet has at least 1 column, got " + columns);
        }
    }

    /**
     * Lays the pictures out row by row, none enlarged.
     *
     * @param title in larger letters above; may be empty
     */
    public Image draw(String title, List<Entry> entries) {
        int across = Math.max(1, Math.min(columns, entries.size()));
        int down = Math.ceilDiv(entries.size(), across);
        int caption = (int) (CAPTION_LINES * LINE + 8);
        int head = title.isBlank() ? 0 : 34;
        int width = GAP + across * (cell.width() + GAP);
        int height = GAP + head + down * (cell.height() + caption + GAP);
        BufferedImage page = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D g = Overlay.smooth(page);
        try {
            g.setColor(PAPER);
            g.fillRect(0, 0, width, height);
            String shown = StrokeText.shortened(title.strip(), 14, width - 2.0 * GAP);
            StrokeText.draw(g, shown, GAP, GAP + 16, 14, Palette.INK);
            for (int i = 0; i < entries.size(); i++) {
                int x = GAP + i % across * (cell.width() + GAP);
                int y = GAP + head + i / across * (cell.height() + caption + GAP);
                drawEntry(g, entries.get(i), x, y);
            }
        } finally {
            g.dispose();
        }
        return Pixels.of(page);
    }

    private void drawEntry(Graphics2D g, Entry entry, int x, int y) {
        g.setColor(WELL);
        g.fill(new RoundRectangle2D.Double(x, y, cell.width(), cell.height(), 8, 8));
        Image fitted = fit(entry.image());
        int left = x + (cell.width() - fitted.width()) / 2;
        int top = y + (cell.height() - fitted.height()) / 2;
        g.drawImage(Pixels.toBuffered(fitted), left, top, null);
        double baseline = y + cell.height() + LINE;
        for (String line :
                StrokeText.wrapped(entry.caption(), LETTER, cell.width(), CAPTION_LINES)) {
            StrokeText.draw(g, line, x, baseline, LETTER, Palette.INK);
            baseline += LINE;
        }
    }

    private Image fit(Image image) {
        double scale =
                Math.min(
                        1,
                        Math.min(
                                (double) cell.width() / image.width(),
                                (double) cell.height() / image.height()));
        Canvas size =
                new Canvas(
                        Math.max(1, (int) Math.round(image.width() * scale)),
                        Math.max(1, (int) Math.round(image.height() * scale)));
        return Resample.LANCZOS.resize(image, size);
    }
}
