/// Bounds of what metrics and logs may grow to. Units stand last in the names.
package enum Limits {
    /// How many combinations of label values one metric keeps apart. Further ones are counted together.
    package static let labelSetsPerMetricCount = 2_000
    /// Longest label value; the rest is cut off.
    package static let labelValueBytes = 256
    /// Longest message, and longest value beside it, in a log line; the rest is cut off.
    package static let logValueBytes = 2_048
    /// How much of the log may wait for its reader.
    package static let logBufferBytes = 4_194_304
    /// How deep nested metadata is written out.
    package static let logMetadataDepthCount = 4
}
