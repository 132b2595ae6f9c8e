enum ServiceRegistrationOutline {}
