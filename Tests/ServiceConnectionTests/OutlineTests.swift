import Testing

@Suite struct ServiceConnectionOutlineTests {}
