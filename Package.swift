// swift-tools-version: 6.2

import PackageDescription

/// Settings of every Swift target.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),  // SE-0335
    .enableUpcomingFeature("MemberImportVisibility"),  // SE-0444
    .enableExperimentalFeature("Lifetimes"),  // SE-0446: a reader that cannot outlive its bytes
]

let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTP2 = Target.Dependency.product(name: "NIOHTTP2", package: "swift-nio-http2")
let nioHPACK = Target.Dependency.product(name: "NIOHPACK", package: "swift-nio-http2")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")

/// Those that the binary carries, in `Themes`.
let themes = [
    "night", "day", "ember", "paper", "frost", "mist", "meadow", "colourblind", "colourblind-light", "contrast",
    "contrast-light", "mono", "terminal",
]

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude,
        swiftSettings: settings)
}

let package = Package(
    name: "svctop",
    products: [
        .executable(name: "svctop", targets: ["svctop"]),
        // For programs that find and are found by themselves.
        .library(name: "DNSCore", targets: ["DNSCore"]),
        .library(name: "DNSClient", targets: ["DNSClient"]),
        .library(name: "ServiceIdentity", targets: ["ServiceIdentity"]),
        .library(name: "ServiceRegistration", targets: ["ServiceRegistration"]),
        .library(name: "ServiceConnection", targets: ["ServiceConnection"]),
        // For programs that take their sockets from a stand-in.
        .library(name: "ActivationControl", targets: ["ActivationControl"]),
        .library(name: "ServiceActivation", targets: ["ServiceActivation"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.0"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        // DNS: bytes, then exchanges.
        library("DNSCore", [crypto]),
        library("DNSClient", ["DNSCore", "SmallFiles", "TLSDiagnosis", nioCore, nioPosix, nioTLS, nioSSL]),
        library(
            "DNSAuthority",
            ["CPlatform", "DNSCore", "ServiceIdentity", "SmallFiles", crypto, grdb, nioCore, nioPosix, nioSSL]),
        // Services: what the records say, what probes find, what both mean.
        library("ServiceCatalog", ["DNSCore"]),
        library(
            "ServiceProbing",
            [
                "CPlatform", "DNSCore", "ServiceCatalog", "ServiceIdentity", nioCore, nioHPACK, nioHTTP1, nioHTTP2,
                nioPosix, nioSSL, nioTLS,
            ]),
        library(
            "ServiceMonitor",
            [
                "ActivationControl", "CPlatform", "DNSClient", "DNSCore", "ServiceCatalog", "ServiceProbing",
            ]),
        // The services' side, and their clients': who they are, where they are, how to get there.
        library(
            "ServiceIdentity", ["DNSCore", "SmallFiles", "TLSDiagnosis", asn1, crypto, nioCore, nioSSL, nioTLS, x509]),
        library("TLSDiagnosis", [nioSSL]),
        library("ServiceRegistration", ["CPlatform", "DNSClient", "DNSCore", lifecycle, logging, nioCore]),
        library("ServiceSupervision", ["CPlatform", "ServiceRegistration"]),
        // Services that start when they are used: what their stand-in says and hands over, and the stand-in.
        library("ActivationControl", ["CPlatform"]),
        library(
            "ServiceActivation",
            ["ActivationControl", "CPlatform", "DNSCore", "ServiceRegistration", "ServiceSupervision"]),
        library(
            "ServiceConnection",
            [
                "CPlatform", "DNSClient", "DNSCore", "ServiceCatalog", "ServiceIdentity", nioCore, nioPosix, nioSSL,
                nioTLS,
            ]),
        // The user's files.
        library("SmallFiles", []),
        library("Store", ["DNSCore", "ServiceCatalog", grdb]),
        library("TOML", []),
        // The screen.
        library("Terminal", ["TOML", "Themes"]),
        .target(
            name: "Themes", path: "Themes", resources: themes.map { .embedInCode("\($0).toml") },
            swiftSettings: settings),
        library("CursesScreen", ["CNCurses", "CPlatform", "Terminal"]),
        library("Dashboard", ["DNSCore", "ServiceCatalog", "TOML", "Terminal"]),
        // What happens, written down.
        library(
            "Scenes",
            [
                "Configuration", "DNSCore", "Dashboard", "ServiceCatalog", "ServiceMonitor", "ServiceProbing", "TOML",
                "Terminal",
            ]),
        library(
            "Demonstration",
            [
                "ActivationControl", "CPlatform", "DNSClient", "DNSCore", "ServiceActivation", "ServiceRegistration",
                "ServiceSupervision", nioCore, nioPosix,
            ]),
        // The commands.
        library("Reports", ["DNSCore", "ServiceCatalog", "Terminal"]),
        library(
            "Configuration",
            [
                "DNSClient", "DNSCore", "Dashboard", "ServiceActivation", "ServiceCatalog", "ServiceIdentity",
                "ServiceProbing", "ServiceRegistration", "ServiceSupervision", "SmallFiles", "TOML", "Terminal",
            ]),
        .executableTarget(
            name: "svctop",
            dependencies: [
                "ActivationControl", "CPlatform", "Configuration", "CursesScreen", "DNSAuthority", "DNSClient",
                "DNSCore", "Dashboard", "Demonstration", "Reports", "Scenes", "ServiceActivation", "ServiceCatalog",
                "ServiceConnection", "ServiceIdentity",
                "ServiceMonitor", "ServiceProbing", "ServiceRegistration", "ServiceSupervision", "SmallFiles", "Store",
                "TOML", "Terminal", arguments,
            ],
            swiftSettings: settings),
        // What Swift cannot say.
        .systemLibrary(name: "CNCurses", providers: [.apt(["libncursesw5-dev"])]),
        .target(name: "CPlatform"),

        tests(of: "DNSCore"),
        tests(of: "DNSClient", ["DNSCore", "PeerServers", nioCore, nioPosix, nioEmbedded, nioSSL]),
        tests(of: "DNSAuthority", ["DNSClient", "DNSCore", "PeerServers", "UpdateTorture", nioCore, nioPosix]),
        tests(of: "ServiceCatalog", ["DNSCore"]),
        tests(
            of: "ServiceProbing",
            [
                "CPlatform", "DNSCore", "PeerServers", "ServiceCatalog", "ServiceIdentity", nioCore, nioHPACK, nioHTTP1,
                nioHTTP2, nioPosix, nioSSL,
            ]),
        tests(
            of: "ServiceMonitor",
            ["ActivationControl", "DNSClient", "DNSCore", "PeerServers", "ServiceCatalog", "ServiceProbing"]),
        tests(of: "ServiceIdentity", ["DNSCore", "PeerServers", asn1, crypto, nioCore, nioPosix, nioSSL, x509]),
        tests(
            of: "ServiceRegistration",
            ["CPlatform", "DNSAuthority", "DNSClient", "DNSCore", "PeerServers", lifecycle, logging, nioCore, nioPosix]),
        tests(of: "ServiceSupervision", ["PeerServers"]),
        tests(of: "ActivationControl", ["CPlatform", "PeerServers"]),
        tests(
            of: "ServiceActivation",
            ["ActivationControl", "CPlatform", "DNSCore", "PeerServers", "ServiceRegistration", "ServiceSupervision"]),
        tests(
            of: "ServiceConnection",
            [
                "DNSAuthority", "DNSClient", "DNSCore", "PeerServers", "ServiceCatalog", "ServiceIdentity", nioCore,
                nioPosix, nioSSL,
            ]),
        tests(of: "SmallFiles", ["PeerServers"]),
        tests(of: "Store", ["DNSCore", "PeerServers", "ServiceCatalog"]),
        tests(of: "TOML", ["PeerServers"]),
        tests(of: "Terminal", ["TOML"]),
        tests(of: "CursesScreen", ["CPlatform", "Terminal"]),
        tests(of: "Dashboard", ["DNSCore", "ServiceCatalog", "Terminal"], exclude: ["Scenes"]),
        tests(of: "Reports", ["DNSCore", "ServiceCatalog", "Terminal"]),
        tests(
            of: "Configuration",
            [
                "DNSClient", "DNSCore", "Dashboard", "PeerServers", "ServiceActivation", "ServiceCatalog",
                "ServiceProbing", "ServiceRegistration", "ServiceSupervision", "SmallFiles", "TOML", "Terminal",
            ]),
        tests(of: "Scenes", ["DNSCore", "Dashboard", "Reports", "ServiceCatalog", "Terminal"]),
        tests(
            of: "svctop",
            ["ActivationControl", "DNSClient", "DNSCore", "Demonstration", "PeerServers", "ServiceCatalog", arguments]),
        // Real servers on ports of their own, for tests and benchmarks.
        .target(name: "PeerServers", path: "Tests/PeerServers", swiftSettings: settings),
        tests(of: "PeerServers"),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "CBenchmarks", "CPlatform", "DNSAuthority", "DNSClient", "DNSCore", "Dashboard", "PeerServers",
                "ServiceCatalog", "ServiceMonitor", "ServiceProbing", "Terminal", arguments,
            ],
            path: "Tests/Benchmarks", exclude: ["AnsweringService", "CBenchmarks"], swiftSettings: settings),
        .executableTarget(name: "AnsweringService", path: "Tests/Benchmarks/AnsweringService"),
        .target(name: "CBenchmarks", path: "Tests/Benchmarks/CBenchmarks"),
        // Kills what writes zones, over and over.
        .executableTarget(
            name: "UpdateTorture", dependencies: ["DNSAuthority", "DNSCore", "PeerServers", arguments],
            path: "Tests/UpdateTorture", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
