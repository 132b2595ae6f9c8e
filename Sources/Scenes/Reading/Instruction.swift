/// What a line of a scene begins with.
enum Instruction: String, CaseIterable {
    // How things are
    case title
    case start
    case seed
    case policy
    case readOnly = "read-only"
    case context
    case zone
    case host
    // What happens
    case probe
    case owner
    case certificate
    case standIn = "stand-in"
    case change
    case server
    case replica
    case suspend
    // Who sits in front of the screen
    case press
    case type
    case paste
    case click
    case wheel
    case resize
    case moment
}
