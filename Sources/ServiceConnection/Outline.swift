enum ServiceConnectionOutline {}
