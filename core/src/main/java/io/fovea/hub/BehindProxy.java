package io.fovea.hub;

import java.io.IOException;

/** A request that failed on its way through a proxy. */
final class BehindProxy extends IOException {

    private static final long serialVersionUID = 1L;

    private final String proxy;
    private final IOException problem;

    /**
     * @param proxy {@code host:port}
     */
    BehindProxy(String proxy, IOException problem) {
        super("through the proxy " + proxy + ": " + problem.getMessage(), problem);
        this.proxy = proxy;
        this.problem = problem;
    }

    String proxy() {
        return proxy;
    }

    /** What happened. */
    IOException problem() {
        return problem;
    }

    /** Whether the proxy did not take the login; Java says so in words only. */
    boolean isLogin() {
        String text = String.valueOf(problem.getMessage());
        return text.contains("authentication") || text.contains("credentials");
    }
}
