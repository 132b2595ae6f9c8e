import Glibc
import Terminal

/// How people see colours: enough to tell whether two of them can be told apart.
enum Eye: String, CaseIterable {
    case usual
    case withoutRed
    case withoutGreen
    case withoutBlue

    /// WCAG 2's ratio, 1 to 21.
    static func contrast(_ a: Colour, _ b: Colour) -> Double {
        let (a, b) = (luminance(a), luminance(b))
        return (max(a, b) + 0.05) / (min(a, b) + 0.05)
    }

    private static func luminance(_ colour: Colour) -> Double {
        let (red, green, blue) = linear(colour)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    private static func linear(_ colour: Colour) -> (Double, Double, Double) {
        let (red, green, blue) = colour.components(default: (0, 0, 0))
        func part(_ byte: UInt8) -> Double {
            let value = Double(byte) / 255
            return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
        }
        return (part(red), part(green), part(blue))
    }

    /// The distance of two colours in CIELAB (1976): 2 can just be seen, 10 at a glance.
    func distance(_ a: Colour, _ b: Colour) -> Double {
        let (a, b) = (lab(a), lab(b))
        return zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }

    private func lab(_ colour: Colour) -> [Double] {
        let (red, green, blue) = Self.linear(colour)
        let seen = matrix.map { min(1, max(0, $0[0] * red + $0[1] * green + $0[2] * blue)) }
        let x = (0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505
        let y = 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2]
        let z = (0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089
        let f = [x, y, z].map { $0 > 0.008856 ? cbrt($0) : 7.787 * $0 + 16 / 116 }
        return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
    }

    /// Of linear RGB (Machado, Oliveira and Fernandes 2009, severity 1).
    private var matrix: [[Double]] {
        switch self {
        case .usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
        case .withoutRed:
            [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
        case .withoutGreen:
            [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
        case .withoutBlue:
            [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
        }
    }
}
