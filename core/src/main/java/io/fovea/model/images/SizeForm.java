package io.fovea.model.images;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.geometry.Canvas;

/**
 * The forms in which a size is written: an object of {@code height} and {@code width}, a list of
 * both, an object of one edge, and in old files a bare number. Which of them a processor takes, and
 * what a bare number means, differs.
 */
enum SizeForm {
    /** {@code shortest_edge}, which a bare number means too (CLIP). */
    SHORTEST_EDGE(
            "shortest_edge", "a whole number, {\"shortest_edge\"} or {\"height\", \"width\"}") {
        @Override
        Resizing ofEdge(int length) {
            return new Resizing.ShortestEdge(length);
        }
    },
    /** {@code longest_edge} (Idefics3). */
    LONGEST_EDGE("longest_edge", "{\"longest_edge\"} or {\"height\", \"width\"}") {
        @Override
        Resizing ofEdge(int length) {
            return new Resizing.LongestEdge(length);
        }
    },
    /** No edge; a bare number is the side of a square (SigLIP, and every crop). */
    BOTH_EDGES("", "a whole number or {\"height\", \"width\"}") {
        @Override
        Resizing ofEdge(int length) {
            return new Resizing.Exact(new Canvas(length, length));
        }
    };

    private final String edge;
    private final String words;

    SizeForm(String edge, String words) {
        this.edge = edge;
        this.words = words;
    }

    abstract Resizing ofEdge(int length);

    /** The size under a key; problems are noted in the fields. */
    Resizing read(Fields fields, String key, Resizing absent) {
        JsonNode node = fields.get(key);
        if (node == null) {
            return absent;
        }
        if (node.has(edge)) {
            return ofEdge(fields.length(key + "." + edge, node.get(edge)));
        }
        if (node.has("height") && node.has("width")) {
            int width = fields.length(key + ".width", node.get("width"));
            int height = fields.length(key + ".height", node.get("height"));
            return new Resizing.Exact(new Canvas(width, height));
        }
        if (node.isNumber() && this != LONGEST_EDGE) {
            return ofEdge(fields.length(key, node));
        }
        if (node.isArray() && node.size() == 2 && this != LONGEST_EDGE) {
            int height = fields.length(key + "[0]", node.get(0));
            int width = fields.length(key + "[1]", node.get(1));
            return new Resizing.Exact(new Canvas(width, height));
        }
        fields.refuse(key, words, node);
        return absent;
    }
}
