/**
 * JSON files to records and back, strictly: what a file says is exactly what the program gets.
 *
 * <p>In: JSON text and a record class. Out: the record, or one {@link io.fovea.config.ConfigError}
 * that lists <em>all</em> problems of the file, one per line, each with its path. {@link
 * io.fovea.config.StrictJson} is the door and states the convention by which records map to JSON.
 *
 * <p>This is the only package of the project that looks at records by reflection. It knows no file
 * format beyond JSON, no defaults of any model, and writes no files.
 */
@NullMarked
package io.fovea.config;

import org.jspecify.annotations.NullMarked;
