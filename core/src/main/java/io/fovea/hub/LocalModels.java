package io.fovea.hub;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a user may write for a model, on the command line and in a recipe: a folder, or the name of
 * one that was pulled ({@code ORG/NAME}, or {@code ORG/NAME@REVISION}). A folder that is there
 * comes first. Nothing is fetched.
 */
public final class LocalModels {

    private final HubCache cache;

    /** Models that are folders, or in this cache. */
    public LocalModels(HubCache cache) {
        this.cache = cache;
    }

    /**
     * The folder that is meant, looked for in this process's cache; the path itself where it cannot
     * be the name of a model.
     *
     * @throws HubError when it can be one and was not pulled
     */
    public static Path folder(Path given) {
        return Files.exists(given)
                ? given
                : new LocalModels(new HubCache(HubSettings.ofProcess().cache())).find(given);
    }

    /**
     * The folder that is meant; the path itself where it cannot be the name of a model.
     *
     * @throws HubError when it can be one and was not pulled
     */
    public Path find(Path given) {
        String text = given.toString().replace('\\', '/');
        int at = text.indexOf('@');
        Optional<ModelName> model = ModelName.find(at < 0 ? text : text.substring(0, at));
        if (Files.exists(given) || model.isEmpty()) {
            return given;
        }
        Revision revision = at < 0 ? Revision.MAIN : new Revision(text.substring(at + 1));
        return cache.find(model.get(), revision)
                .orElseThrow(() -> new HubError(absent(model.get(), revision)));
    }

    private String absent(ModelName model, Revision revision) {
        List<String> others = cache.revisions(model);
        String which = revision.equals(Revision.MAIN) ? "" : " --revision " + revision;
        return "there is no folder "
                + model
                + (which.isEmpty() ? "" : "@" + revision)
                + ", and no model of that name has been pulled"
                + (others.isEmpty()
                        ? ""
                        : " at this revision (pulled are "
                                + model
                                + "@"
                                + String.join(", @", others)
                                + ")")
                + "; get it with: fovea pull "
                + model
                + which;
    }
}
