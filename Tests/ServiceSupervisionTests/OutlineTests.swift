import Testing

@Suite struct ServiceSupervisionOutlineTests {}
