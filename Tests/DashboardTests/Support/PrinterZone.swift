extension TestZone {
    /// DNS-SD: instances with names of their own, in several scripts.
    static func printers() throws -> TestZone {
        try TestZone(
            "office.example.",
            #"""
            _ipp._tcp 120 PTR Colour\032Printer\0323rd\032floor._ipp._tcp
            Colour\032Printer\0323rd\032floor._ipp._tcp 120 SRV 0 0 631 lp3 ; up rtt=4.2ms for=12d
            Caf\195\169\032M\195\188nchen._ipp._tcp 120 SRV 0 0 631 lp-muc ; down timeout for=2h
            \230\157\177\228\186\172\227\131\151\227\131\170\227\131\179\227\130\191\227\131\188._ipp._tcp 120 SRV 0 0 631 lp-tyo ; up rtt=212ms for=3d
            Colour\032Printer\0323rd\032floor._ipp._tcp 120 TXT "txtvers=1" "ty=LaserJet 9000" "note=by the stairs"
            Kitchen\032speaker._raop._tcp 120 SRV 0 0 7000 hifi ; dormant
            _ssh._tcp 300 SRV 0 0 22 lp3 ; up rtt=0.8ms for=41d
            _ssh._tcp 300 SRV 0 0 22 a-rather-long-host-name.machines.somewhere ; suspect refused for=8s
            lp3 120 A 10.1.3.20
            """#)
    }
}
