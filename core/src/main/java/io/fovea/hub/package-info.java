/**
 * Models from the Hugging Face Hub.
 *
 * <p>In: a name such as {@code ORG/NAME}, a revision, and what the environment says ({@link
 * io.fovea.hub.HubSettings}). Out: a model folder on disk ({@link io.fovea.hub.Pulled}), in the
 * cache layout that Python tools use ({@link io.fovea.hub.HubCache}) or as plain files in a folder.
 *
 * <p>The server is not trusted: names of files are checked before anything is written, every file
 * has the size and the hash that the listing gave, and the token goes to the configured host alone.
 * Only what a model folder needs is fetched, and no pickles. A file stands under its final name
 * whole or not at all; what was fetched of an unfinished one is kept and gone on with.
 *
 * <p>Not here: what is in the files ({@code checkpoint}), showing progress ({@code cli}), uploads,
 * data sets.
 */
@NullMarked
package io.fovea.hub;

import org.jspecify.annotations.NullMarked;
