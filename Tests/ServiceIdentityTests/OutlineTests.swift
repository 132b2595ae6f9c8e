import Testing

@Suite struct ServiceIdentityOutlineTests {}
