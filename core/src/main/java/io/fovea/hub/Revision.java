package io.fovea.hub;

import java.util.regex.Pattern;

/**
 * Which version of a model: a branch, a tag, a reference such as {@code refs/pr/3}, or a commit.
 *
 * @param text as the Hub knows it; safe as part of a path
 */
public record Revision(String text) {

    private static final Pattern TEXT =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]*(?:/[A-Za-z0-9_][A-Za-z0-9._+-]*)*");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** The branch that a model is pulled from unless something else is asked for. */
    public static final Revision MAIN = new Revision("main");

    public Revision {
        if (text.length() > 200 || !TEXT.matcher(text).matches() || text.contains("..")) {
            throw new IllegalArgumentException(
                    "expected a revision (a branch, a tag or a commit), got "
                            + HubError.quoted(text));
        }
    }

    /** Whether this is a whole commit hash. */
    boolean isCommit() {
        return COMMIT.matcher(text).matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
