package io.fovea.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Where the files of one pulled commit go: the cache, or a folder of plain files. */
sealed interface Shelf permits CacheShelf, FolderShelf {

    /** The model folder that results. */
    Path folder();

    /** Locked while a pull is under way. */
    Path lock();

    /** Makes the folders and looks whether the files may go there. */
    void prepare(List<RemoteFile> files) throws IOException;

    /** Whether a file is there, whole. */
    boolean has(RemoteFile file) throws IOException;

    /** Where the beginning of a file is kept; its folder exists. */
    Path part(RemoteFile file);

    /** Gives a whole and checked part its final name. */
    void accept(RemoteFile file) throws IOException;

    /** All files are there. */
    void complete() throws IOException;
}
