package io.fovea.hub;

/**
 * A file of a model on the Hub, with all that is needed to fetch and check it.
 *
 * @param name relative to the model, parts separated by {@code /}
 * @param size in bytes
 */
record RemoteFile(String name, long size, BlobId blob) {

    RemoteFile {
        checkName(name);
        if (size < 0) {
            throw new HubError("the server says that " + name + " has " + size + " bytes");
        }
    }

    /**
     * Passes names that stay inside the folder they are resolved against, on any system.
     *
     * @throws HubError when a name is absolute, climbs, or is otherwise no plain path
     */
    static void checkName(String name) {
        boolean plain = !name.isEmpty() && name.length() <= 1000;
        for (String part : name.split("/", -1)) {
            plain &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
        }
        boolean strange =
                name.chars().anyMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c));
        if (!plain || strange) {
            throw new HubError(
                    "the server lists a file called "
                            + HubError.quoted(name)
                            + ", expected names that stay inside the model's folder; nothing was"
                            + " fetched, do not trust this model or this endpoint");
        }
    }
}
