/// How a disk is kept in its file.
public enum DiskFormat: String, Sendable, Codable, CaseIterable { case qcow2, raw }
