import GRDB

/// Bytes as SQLite keeps them.
///
/// GRDB takes and gives them as Foundation's `Data`, which nothing here names: it is whatever `Storage.blob` holds.
enum Blob {
    static func value(_ bytes: some Sequence<UInt8>) -> DatabaseValue { value(bytes, DatabaseValue.Storage.blob) }

    static func bytes(_ value: DatabaseValue) -> [UInt8]? {
        if case .blob(let data) = value.storage { Array(data) } else { nil }
    }

    private static func value<Data: RangeReplaceableCollection<UInt8> & DatabaseValueConvertible>(
        _ bytes: some Sequence<UInt8>, _: (Data) -> DatabaseValue.Storage
    ) -> DatabaseValue {
        Data(bytes).databaseValue
    }
}
