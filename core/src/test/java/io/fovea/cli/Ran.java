package io.fovea.cli;

import com.fasterxml.jackson.databind.JsonNode;

import io.fovea.config.StrictJson;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What one command line did. */
record Ran(int code, String out, String err) {

    static Ran of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(arguments, new PrintWriter(out, true), new PrintWriter(err, true));
        return new Ran(code, out.toString(), err.toString());
    }

    JsonNode json() {
        return StrictJson.tree(out, "standard output");
    }
}
