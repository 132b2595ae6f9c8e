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
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(of name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: settings)
}

let package = Package(
    name: "svctop",
    products: [
        .executable(name: "svctop", targets: ["svctop"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    ],
    targets: [
        .systemLibrary(name: "CNCurses", providers: [.apt(["libncursesw5-dev"])]),
        .target(name: "CPlatform"),
        library("DNSCore", [crypto]),
        library("DNSClient", ["DNSCore", nioCore, nioPosix, nioTLS, nioSSL, crypto]),
        library("ServiceCatalog", ["DNSCore"]),
        library("ServiceProbing", ["DNSCore", "ServiceCatalog", "CPlatform"]),
        library("ServiceMonitor", ["DNSCore", "DNSClient", "ServiceCatalog", "ServiceProbing"]),
        library("Terminal", []),
        library("CursesScreen", ["Terminal", "CNCurses", "CPlatform"]),
        library("Dashboard", ["DNSCore", "ServiceCatalog", "Terminal"]),
        library("Reports", ["DNSCore", "ServiceCatalog", "Terminal"]),
        library("Configuration", ["DNSCore", "DNSClient", "ServiceProbing", toml]),
        .executableTarget(
            name: "svctop",
            dependencies: [
                "DNSCore", "DNSClient", "ServiceCatalog", "ServiceProbing", "ServiceMonitor", "Terminal",
                "CursesScreen", "Dashboard", "Reports", "Configuration", arguments,
            ],
            swiftSettings: settings),
        tests(of: "DNSCore"),
        tests(of: "DNSClient", ["DNSCore", "PeerServers", nioCore, nioPosix, nioSSL]),
        tests(of: "ServiceCatalog", ["DNSCore"]),
        tests(of: "ServiceProbing", ["DNSCore", "ServiceCatalog", "CPlatform"]),
        tests(of: "ServiceMonitor", ["DNSCore", "DNSClient", "ServiceCatalog", "ServiceProbing", "PeerServers"]),
        tests(of: "Terminal"),
        tests(of: "CursesScreen", ["Terminal", "CPlatform"]),
        .target(name: "PeerServers", path: "Tests/PeerServers", swiftSettings: settings),
        tests(of: "Reports", ["DNSCore", "ServiceCatalog", "Terminal"]),
        tests(of: "Configuration", ["DNSCore", "DNSClient", "ServiceProbing"]),
        tests(of: "Dashboard", ["DNSCore", "ServiceCatalog", "Terminal"]),
        tests(of: "svctop", ["DNSCore", "DNSClient", "ServiceCatalog", "PeerServers", arguments]),
    ],
    swiftLanguageModes: [.v6],
    cxxLanguageStandard: .cxx17
)
