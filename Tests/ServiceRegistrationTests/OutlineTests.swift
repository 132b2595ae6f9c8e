import Testing

@Suite struct ServiceRegistrationOutlineTests {}
