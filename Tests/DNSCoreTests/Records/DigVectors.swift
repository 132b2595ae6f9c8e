/// Records as dig 9.18 prints them, each with its RDATA, computed by dnspython 2.9 from another spelling of the same text.
///
/// One difference: dig 9.18 does not know the names of the service parameters 7 and 8 yet.
enum DigVectors {
    static let rdata: KeyValuePairs = [
        ##"www.example.org.\##t3600\##tIN\##tA\##t192.0.2.1"##: "c0000201",
        ##"a-rather-long-name.with.many.labels.example.org. 3600 IN A 192.0.2.1"##: "c0000201",
        ##"x23456789012345678901.\##t5\##tIN\##tA\##t192.0.2.1"##: "c0000201",
        ##"x234567890123456789012.\##t500000000 IN\##tA\##t192.0.2.1"##: "c0000201",
        ##"www.example.org.\##t3600\##tIN\##tAAAA\##t::ffff:192.0.2.1"##: "00000000000000000000ffffc0000201",
        ##"www.example.org.\##t3600\##tIN\##tAAAA\##t::192.0.2.1"##: "000000000000000000000000c0000201",
        ##"www.example.org.\##t3600\##tIN\##tAAAA\##t::1"##: "00000000000000000000000000000001",
        ##"www.example.org.\##t3600\##tIN\##tAAAA\##t2001:db8::1:0:0:1"##: "20010db8000000000001000000000001",
        ##"www.example.org.\##t3600\##tIN\##tNS\##tns1.example.org."##: "036e7331076578616d706c65036f726700",
        ##"Ex\.mple\032x\"\(\)\;\@\$\\\200.org. 3600 IN CNAME Www\.x.Example.org."##:
            "055777772e78074578616d706c65036f726700",
        ##"example.org.\##t\##t3600\##tIN\##tSOA\##tns1.example.org. host\.master.example.org. 4294967295 7200 3600 1209600 300"##:
            "036e7331076578616d706c65036f7267000b686f73742e6d6173746572076578616d706c65036f726700ffffffff00001c2000000e10001275000000012c",
        ##"1.2.0.192.in-addr.arpa.\##t3600\##tIN\##tPTR\##twww.example.org."##: "03777777076578616d706c65036f726700",
        ##"example.org.\##t\##t3600\##tIN\##tMX\##t10 mail.example.org."##: "000a046d61696c076578616d706c65036f726700",
        ##"example.org.\##t\##t3600\##tIN\##tTXT\##t"a b" "c" "q\"uo\\te" "\000\127\200;@$" """##:
            "036120620163077122756f5c746506007fc83b402400",
        ##"_http._tcp.example.org.\##t3600\##tIN\##tSRV\##t0 5 80 www.example.org."##:
            "00000005005003777777076578616d706c65036f726700",
        ##"_443._tcp.www.example.org. 3600\##tIN\##tTLSA\##t3 1 1 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF01234567 89ABCDEF"##:
            "0301010123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        ##"example.org.\##t\##t3600\##tIN\##tCAA\##t128 issue "letsencrypt.org; x=\"y\"""##:
            "800569737375656c657473656e63727970742e6f72673b20783d227922",
        ##"example.org.\##t\##t3600\##tIN\##tDS\##t20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237 C7F8EC8D"##:
            "4f660802e06d44b80b8f1d39a95c0b0d7c65d08458e880409bbc683457104237c7f8ec8d",
        ##"example.org.\##t\##t3600\##tIN\##tDNSKEY\##t257 3 8 AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3 +/4RgWOq7HrxRixHlFlExOLAJr5emLvN7SWXgnLh4+B5xQlNVz8Og8kv"##:
            "0101030803010001acffb409bcc939f831f7a1e5ec88f7a59255ec53040be432027390a4ce896d6f9086f3c5e177fbfe118163aaec7af1462c47945944c4e2c026be5e98bbcded25978272e1e3e079c5094d573f0e83c92f",
        ##"example.org.\##t\##t3600\##tIN\##tRRSIG\##tA 8 3 86400 20300322173103 20300220173103 2642 example.org. oJB1W6WNGv+ldvQ3WDG0MQkg5IEhjRip8WTrPYGv07h108dUKGMeDPKi jVCHX3DDKdfb+v6oB9wfuh3DTJXUAfI/M0zmO/zz8bW0Rznl8O3tGNaz PwQKkRN20XPXV6nw"##:
            "0001080300015180714646d7711eb9d70a52076578616d706c65036f726700a090755ba58d1affa576f4375831b4310920e481218d18a9f164eb3d81afd3b875d3c75428631e0cf2a28d50875f70c329d7dbfafea807dc1fba1dc34c95d401f23f334ce63bfcf3f1b5b44739e5f0eded18d6b33f040a911376d173d757a9f0",
        ##"example.org.\##t\##t3600\##tIN\##tNSEC\##thost.example.org. A NS SOA RRSIG NSEC CAA TYPE1234"##:
            "04686f7374076578616d706c65036f7267000006620000000003010140041b000000000000000000000000000000000000000000000000000020",
        ##"2vptu5timamqttgl4luu9kg21e0aor3s.example.org. 3600 IN NSEC3 1 1 12 AABBCCDD 2VPTU5TIMAMQTTGL4LUU9KG21E0AOR3S MX RRSIG"##:
            "0101000c04aabbccdd1417f3df17b2b2adaef615257de4d2020b80ac6c7c0006000100000002",
        ##"2vptu5timamqttgl4luu9kg21e0aor3s.example.org. 3600 IN NSEC3 1 0 0 - 2VPTU5TIMAMQTTGL4LUU9KG21E0AOR3S"##:
            "01000000001417f3df17b2b2adaef615257de4d2020b80ac6c7c",
        ##"example.org.\##t\##t3600\##tIN\##tKEY\##t512 3 13 AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3"##:
            "0200030d03010001acffb409bcc939f831f7a1e5ec88f7a59255ec53040be432027390a4ce896d6f9086f3c5e177",
        ##"example.org.\##t\##t3600\##tIN\##tHTTPS\##t1 . mandatory=alpn,port alpn="h2,h3" port=8443 ipv4hint=192.0.2.1,192.0.2.2 ipv6hint=2001:db8::1"##:
            "0001000000000400010003000100060268320268330003000220fb00040008c0000201c00002020006001020010db8000000000000000000000001",
        ##"example.org.\##t\##t3600\##tIN\##tHTTPS\##t0 alias.example.org."##:
            "000005616c696173076578616d706c65036f726700",
        ##"example.org.\##t\##t3600\##tIN\##tSVCB\##t16 svc.example.org. alpn="f\\\\oo\\,bar,h2" no-default-alpn ech=AAT+AAAA dohpath="/q{?dns}" ohttp key667="hello\210qoo" key668"##:
            "001003737663076578616d706c65036f7267000001000c08665c6f6f2c62617202683200020000000500060004fe000000000700082f717b3f646e737d00080000029b000968656c6c6fd2716f6f029c0000",
        ##"example.org.\##t\##t3600\##tIN\##tTYPE65400 \# 4 0A000001"##: "0a000001",
        ##"example.org.\##t\##t3600\##tIN\##tTYPE65401 \# 0"##: "",
        ##"example.org.\##t\##t3600\##tIN\##tTYPE65402 \# 60 000102030405060708090A0B0C0D0E0F000102030405060708090A0B 0C0D0E0F000102030405060708090A0B0C0D0E0F0001020304050607 08090A0B"##:
            "000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f000102030405060708090a0b0c0d0e0f000102030405060708090a0b",
        ##"version.bind.\##t\##t0\##tCH\##tTXT\##t"9.18""##: "04392e3138",
    ]
}
