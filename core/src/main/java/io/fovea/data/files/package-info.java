/**
 * Files of many records, read where they lie: an index of byte offsets in memory, the records on
 * disk. A file of 665,000 conversations takes a few megabytes of heap.
 *
 * <p>In: JSON lines, a JSON array (alone or under a key of an object). Out: {@link
 * io.fovea.data.files.RecordFile}, records by number, each with its line. What cannot be read goes
 * into {@link io.fovea.data.files.Findings} with file and line, and the rest is read, unless the
 * findings are strict. What records mean does not belong here.
 */
@NullMarked
package io.fovea.data.files;

import org.jspecify.annotations.NullMarked;
