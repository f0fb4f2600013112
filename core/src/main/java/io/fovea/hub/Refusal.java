package io.fovea.hub;

import java.net.http.HttpHeaders;

/** What a server's answer other than the wanted one means, in words that say what to do. */
final class Refusal {

    private final HubSettings settings;
    private final ModelName model;
    private final Revision revision;

    Refusal(HubSettings settings, ModelName model, Revision revision) {
        this.settings = settings;
        this.model = model;
        this.revision = revision;
    }

    /**
     * The error to throw.
     *
     * @param what was asked for
     * @throws Busy when the same request may succeed later
     */
    HubError of(String what, int status, HttpHeaders headers) throws Busy {
        String code = headers.firstValue("X-Error-Code").orElse("");
        return switch (status) {
            case 408, 425, 429, 500, 502, 503, 504 -> throw new Busy(status, headers);
            case 401, 403 ->
                    new HubError(
                            code.equals("RepoNotFound")
                                    ? absent() + ", or it is private: " + token()
                                    : what
                                            + ": access is restricted (the server answered "
                                            + status
                                            + said(headers)
                                            + "); accept its terms at "
                                            + settings.endpoint()
                                            + "/"
                                            + model
                                            + " where it has some, and "
                                            + token());
            case 407 ->
                    new HubError(
                            "a proxy on the way wants a name and a password; write them into"
                                    + " HTTPS_PROXY as http://NAME:PASSWORD@HOST:PORT");
            case 404 -> new HubError(missing(what, code));
            default ->
                    new HubError(
                            what
                                    + ": the server answered "
                                    + status
                                    + said(headers)
                                    + ", expected the content; check HF_ENDPOINT ("
                                    + settings.endpoint()
                                    + ")");
        };
    }

    private String missing(String what, String code) {
        return switch (code) {
            case "RevisionNotFound" ->
                    model + " has no revision '" + revision + "'; check --revision";
            case "EntryNotFound" -> what + ": the server lists this file and does not have it";
            default ->
                    absent()
                            + (revision.equals(Revision.MAIN)
                                    ? "; check the name"
                                    : " with a revision '" + revision + "'; check both");
        };
    }

    private String absent() {
        return "there is no model " + model + " at " + settings.endpoint();
    }

    private String token() {
        return (settings.token() == null
                        ? "give a token of an account that may read it"
                        : "check that the token that was shown may read it")
                + ", as HF_TOKEN=... or in "
                + settings.tokenFile();
    }

    private static String said(HttpHeaders headers) {
        return headers.firstValue("X-Error-Message")
                .map(message -> ", " + HubError.quoted(message))
                .orElse("");
    }
}
