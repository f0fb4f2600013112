package io.fovea.config;

/** What to do with keys of a file that the record does not name. */
public enum UnknownKeys {
    /** Each one is a problem. Right for every file that is ours. */
    REFUSE,
    /** They are passed over. Right for files of others, of which we read only a part. */
    IGNORE
}
