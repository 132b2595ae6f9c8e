/// How the user looks at things: kept from one run to the next. Words are those of the screen and the configuration; nil
/// stands for the program's own choice.
package struct ViewPreferences: Hashable, Sendable {
    package var theme: String?
    /// In their order.
    package var columns: [String]?
    package var sort: String?
    package var isSortInverted: Bool?
    package var group: String?

    package init() {}
}
