import DNSCore
import Reports
import ServiceCatalog
import Testing

@Suite struct CSVReportTests {
    private func csv(_ zone: ZoneFixture) throws -> String {
        let snapshot = Snapshot(at: ZoneFixture.now, zones: [try zone.snapshot()])
        return try written { output in
            var report = CSVReport(snapshot)
            report.write(to: &output)
        }
    }

    @Test func aHeaderAndALineAnInstance() throws {
        let lines = try csv(ZoneFixture.office()).split(separator: "\r\n", omittingEmptySubsequences: false)
        let http = "office.example.,_http._tcp.office.example.,_http._tcp.office.example."
        let (share1, share2) = (60.5 / 101, 40.5 / 101)
        let columns = CSVReport.columns.joined(separator: ",")
        #expect(lines.count == 7)
        #expect(lines[0] == columns)
        #expect(
            columns == "zone,service,instance,target,port,priority,weight,ttl,addresses,txt,status,reason,rtt_ms,"
                + "advertised_share,effective_share,stranger_share,owner_uid")
        #expect(
            lines[1]
                == "\(http),web1.office.example.,8080,10,60,300,192.0.2.1 2001:db8::1,,up,,0.360,\(share1),1.0,0.0,")
        #expect(
            lines[2]
                == "\(http),web2.office.example.,8080,10,40,300,192.0.2.2,,down,connection refused,1.250,\(share2),0.0,0.0,"
        )
        #expect(lines[3] == "\(http),web3.office.example.,8080,20,0,300,,,dangling,target has no address,,0.0,0.0,0.0,")
        #expect(
            lines[4]
                == "office.example.,_imap._tcp.office.example.,_imap._tcp.office.example.,.,0,0,0,300,,,unavailable,"
                + "not offered,,0.0,0.0,0.0,")
        #expect(
            lines[5]
                == "office.example.,_ipp._tcp.office.example.,My\\032Printer._ipp._tcp.office.example.,"
                + "printer.office.example.,631,0,0,120,192.0.2.31,"
                + #""""txtvers=1"" ""note=Zimmer 12, S\195\188d""",up,,12.400,1.0,1.0,0.0,"#)
        #expect(lines[6].isEmpty)
    }

    @Test func hostileBytesStayInTheirCell() throws {
        var zone = try ZoneFixture("hostile.example.")
        let owner = try DomainName(
            labels: [Array("a,\"\r\nb".utf8), Array("_tcp".utf8)] + zone.apex.labels.map { Array($0) })
        zone.srv(owner, 0, 0, 1, owner)
        zone.txt(owner, [[0x0D, 0x0A, 0x22, 0x5C, 0x1B, 0xFF], []])
        let line = try csv(zone).split(separator: "\r\n")[1]
        let name = #""a,\""\013\010b._tcp.hostile.example.""#
        #expect(line.hasPrefix("hostile.example.,\(name),\(name),\(name),1,0,0,300,,"))
        #expect(line.contains(#","""\013\010\""\\\027\255"" """"","#))
    }
}
